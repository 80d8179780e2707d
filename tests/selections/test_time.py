"""What time does: silence for five working days ends a request; fourteen quiet days confirm a visit."""

import datetime as dt
from decimal import Decimal

import pytest

from marketplace.demo.world import World
from marketplace.selections.actions.requests import accept_request
from marketplace.selections.actions.time import confirm_unopposed, expire_unanswered
from marketplace.selections.actions.visits import dispute_visit, record_visit
from marketplace.selections.models import Selection, ServiceEvent, Visit

from .acting import THURSDAY, choose, money, once, only_visit, visit_states

DAY = dt.date(2026, 12, 15)


@pytest.fixture
def asked(stage: World) -> Selection:
    """Nothing else waits: the cast's own requests and records are out of the way."""
    Visit.objects.filter(state="recorded").update(state="disputed")
    Selection.objects.filter(state="requested").update(answer_by=dt.date(2030, 1, 1))
    return choose(stage, once(DAY))


@pytest.fixture
def recorded(stage: World, asked: Selection) -> Visit:
    petra = stage.users["petra"]
    assert accept_request(selection=asked, user=petra, key="yes", on=THURSDAY).ok
    visit = only_visit(asked)
    assert record_visit(visit=visit, user=petra, quantity=Decimal(2), key="record", on=DAY).ok
    return visit


@pytest.mark.parametrize(("day", "ended"), [(dt.date(2026, 12, 3), 0), (dt.date(2026, 12, 4), 1)])
def test_silence(stage: World, asked: Selection, day: dt.date, ended: int) -> None:
    """Asked on Thursday 26 November: Thursday 3 December is the fifth working day and still in time."""
    assert expire_unanswered(day) == ended
    assert expire_unanswered(day) == 0
    assert visit_states(asked) == (["cancelled"] if ended else ["planned"])
    assert money(stage) == ((16_800, 0, 31_200) if ended else (25_800, 0, 22_200))


@pytest.mark.parametrize(
    ("day", "done"), [(dt.date(2026, 12, 28), 0), (dt.date(2026, 12, 29), 1), (dt.date(2026, 12, 30), 1)]
)
def test_fourteen_quiet_days(stage: World, recorded: Visit, day: dt.date, done: int) -> None:
    """Recorded on 15 December: not yet on the 28th, on the 29th."""
    assert confirm_unopposed(day) == done
    assert confirm_unopposed(day) == 0
    assert money(stage) == ((16_800, 9_000, 22_200) if done else (25_800, 0, 22_200))
    event = ServiceEvent.objects.get(visit=recorded)
    assert (event.confirmed_on, event.confirmed_by) == (day if done else None, None)


def test_time_confirms_nothing_that_is_disputed(stage: World, recorded: Visit) -> None:
    dispute_visit(visit=recorded, user=stage.users["aino"], reason="Nej", key="dispute", on=DAY)
    assert confirm_unopposed(dt.date(2027, 3, 1)) == 0
    assert money(stage) == (25_800, 0, 22_200)


def test_a_corrected_record_gets_fourteen_days_of_its_own(stage: World, recorded: Visit) -> None:
    petra, aino = stage.users["petra"], stage.users["aino"]
    dispute_visit(visit=recorded, user=aino, reason="Bara en timme", key="dispute", on=DAY)
    later = dt.date(2026, 12, 20)
    assert record_visit(visit=recorded, user=petra, quantity=Decimal(1), key="again", on=later).ok
    assert confirm_unopposed(dt.date(2027, 1, 2)) == 0
    assert confirm_unopposed(dt.date(2027, 1, 3)) == 1
    assert money(stage) == (16_800, 4_500, 26_700)
