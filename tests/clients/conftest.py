import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.test import Client as Browser

from marketplace.clients.models import Client
from marketplace.demo.world import World


@pytest.fixture(autouse=True)
def no_second_factor(settings) -> None:
    """Staff are let in by password alone: the second factor has its own tests."""
    settings.STAFF_MFA_REQUIRED = False


@pytest.fixture
def aino(cast: World) -> Client:
    return cast.clients["Aino Virtanen"]


@pytest.fixture
def as_person(cast: World, client: Browser) -> Callable[[str], Browser]:
    """`as_person("antti")` is a browser in which he is logged in."""

    def log_in(key: str) -> Browser:
        client.force_login(cast.users[key])
        return client

    return log_in


def main_of(answer) -> str:
    """The page's own words: without menus, banner and footer."""
    return re.search(r"<main.*?</main>", answer.content.decode(), re.DOTALL)[0]


def yesterday() -> dt.date:
    from marketplace.foundation.dates import today

    return today() - dt.timedelta(days=1)
