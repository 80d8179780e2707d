"""The small county of the catalogue's tests, and the staff who may enter the admin."""

import pytest

from cms.staff import set_up_staff
from marketplace.accounts.enums import Role
from marketplace.accounts.models import User
from tests.catalogue.conftest import *  # noqa: F403  (its fixtures are ours too)
from tests.catalogue.conftest import ON


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch, settings) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: ON)
    settings.STAFF_MFA_REQUIRED = False


@pytest.fixture
def staff(db) -> dict[Role, User]:
    """One person of each role."""
    people = {}
    for role, group in set_up_staff().items():
        people[role] = User.objects.create_user(f"{role.name.lower()}@example.org")
        people[role].groups.add(group)
    return people
