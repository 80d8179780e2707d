"""One link, two people at the same moment: one mandate, and a kind no to the other. On both databases."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from marketplace.accounts.models import User
from marketplace.clients.actions import accept_invitation, invite, withdraw_invitation
from marketplace.clients.enums import MandateBasis, Right
from marketplace.clients.exceptions import InvitationGone
from marketplace.clients.models import Client, Mandate, MandateInvitation
from tests.selections import world

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 5


@pytest.fixture
def aino() -> Client:
    return world.client(None, user=world.user("aino"))


def link(aino: Client) -> tuple[MandateInvitation, str]:
    who = {"name": "Nora", "email": "nora@example.org", "right": Right.SEE, "basis": MandateBasis.CONSENT}
    return invite(client=aino, by=aino.user, days=14, **who)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each gives, or the exception that it raises; all begin together, each on a connection of its own."""
    barrier, results = Barrier(len(acts)), [None] * len(acts)

    def run(number: int, act: Callable[[], object]) -> None:
        try:
            barrier.wait(10)
            results[number] = act()
        except Exception as error:
            results[number] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def taking(token: str, user: User) -> Callable[[], object]:
    return lambda: accept_invitation(token=token, user=user, on=world.ON)


@pytest.mark.parametrize("same", [False, True], ids=["two people", "a double click"])
def test_one_link_is_taken_up_once(aino: Client, same: bool) -> None:
    for number in range(ROUNDS):
        invitation, token = link(aino)
        first = world.user(f"nora{number}")
        second = first if same else world.user(f"nils{number}")
        results = at_once(taking(token, first), taking(token, second))
        assert {type(result) for result in results} == {Mandate, InvitationGone}, results
        invitation.refresh_from_db()
        (mandate,) = Mandate.objects.filter(person__in={first, second})
        assert invitation.mandate == mandate


def test_taken_up_and_taken_back_at_once_is_one_of_them(aino: Client) -> None:
    for number in range(ROUNDS):
        invitation, token = link(aino)
        nora = world.user(f"nora{number}")
        taken, back = at_once(
            taking(token, nora), lambda invitation=invitation: withdraw_invitation(invitation=invitation)
        )
        invitation.refresh_from_db()
        if back is True:
            assert isinstance(taken, InvitationGone)
            assert invitation.mandate is None
            assert not Mandate.objects.filter(person=nora).exists()
        else:
            assert back is False
            assert taken == invitation.mandate
            assert invitation.withdrawn_at is None
