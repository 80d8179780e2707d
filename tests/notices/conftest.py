import copy
from collections.abc import Callable

import pytest
from django.test import Client as Browser

from marketplace.clients.models import Client
from marketplace.demo.world import World
from marketplace.notices.models import Notice


@pytest.fixture(autouse=True)
def no_second_factor(settings) -> None:
    """Staff are let in by password alone: the second factor has its own tests."""
    settings.STAFF_MFA_REQUIRED = False


@pytest.fixture
def cast(stage: World) -> World:
    """The shared world, with rows of one's own: what a test keeps on them is gone after it."""
    return copy.deepcopy(stage)


@pytest.fixture
def aino(cast: World) -> Client:
    """The world's own history is told to nobody here: each test begins with an empty outbox."""
    Notice.objects.all().delete()
    return Client.objects.select_related("user").get(pk=cast.clients["Aino Virtanen"].pk)


@pytest.fixture
def as_person(cast: World, client: Browser) -> Callable[[str], Browser]:
    def log_in(key: str) -> Browser:
        client.force_login(cast.users[key])
        return client

    return log_in


def told() -> set[tuple[str, str, str]]:
    """Who is told what in which language."""
    rows = Notice.objects.values_list("email", "kind", "language")
    return {(email.partition("@")[0], kind, language) for email, kind, language in rows}
