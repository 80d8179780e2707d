"""Two people, or one twice, send new prices at the same moment: one version, and a kind no to the other."""

import datetime as dt
from collections.abc import Callable

import pytest

from catalogue.models import Listing, PriceVersion
from catalogue.terms import Line, Terms
from marketplace.accounts.models import User
from marketplace.providers.enums import PriceChangeRefusal
from marketplace.providers.models import PriceChange
from marketplace.providers.prices.actions import begin_change, send_change, write_day, write_terms
from marketplace.providers.prices.looking import look_at
from tests.clients.test_invitation_race import at_once
from tests.selections import world

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 5


def written(what: Listing, by: User, cents: int, day: dt.date) -> tuple[PriceChange, str]:
    """A change as its author has seen it."""
    change = begin_change(listing=what, organiser=world.organiser(), by=by, on=world.ON)
    write_terms(row=change.rows.get(), terms=Terms(lines=(Line("weekday", "day", cents),)))
    write_day(change=change, day=day)
    fresh = PriceChange.objects.with_rows().get(pk=change.pk)
    return fresh, look_at(fresh, world.organiser(), world.ON).fingerprint


def sending(change: PriceChange, shown: str) -> Callable[[], object]:
    facts = {"organiser": world.organiser(), "by": change.by, "on": world.ON, "shown": shown}
    return lambda: send_change(change=change, **facts)


@pytest.mark.parametrize("same", [False, True], ids=["two colleagues", "a double click"])
def test_one_version(same: bool) -> None:
    what = world.listing(4500)
    for number in range(ROUNDS):
        day = dt.date(2027, 1 + number, 1)
        mine, seen = written(what, world.user("petra"), 4600 + number, day)
        theirs, shown = (mine, seen) if same else written(what, world.user("oona"), 4700 + number, day)
        results = at_once(sending(mine, seen), sending(theirs, shown))
        no = PriceChangeRefusal.NOT_OPEN if same else PriceChangeRefusal.STALE
        assert set(results) == {None, no}, results
        assert PriceVersion.objects.filter(listing=what, valid_from=day).count() == 1
        PriceChange.objects.filter(state="draft").delete()
