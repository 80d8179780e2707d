"""A request is answered once, by who may, in time; a no and a silence give exactly the held money back."""

import datetime as dt

import pytest

from catalogue.models import ProviderMember
from marketplace.budgets.models import Entry
from marketplace.demo.world import World
from marketplace.selections.actions.requests import accept_request, decline_request, expire_request
from marketplace.selections.models import Selection

from .acting import DECEMBER, JANUARY, THURSDAY, choose, money, visit_states, weekly

LAST_DAY = dt.date(2026, 12, 3)
"""Five working days after Thursday 26 November."""


@pytest.fixture
def asked(stage: World) -> Selection:
    """Two hours of cleaning at 45 € on 4 Tuesdays: three in December (15, 22, 29), one in January (5)."""
    return choose(stage, weekly(dt.date(2026, 12, 15), dt.date(2027, 1, 5)))


def test_asking_holds_the_money_of_each_month(stage: World, asked: Selection) -> None:
    assert asked.answer_by == LAST_DAY
    assert money(stage) == (16_800 + 27_000, 0, 31_200 - 27_000)
    assert money(stage, JANUARY) == (15_400 + 9_000, 0, 32_600 - 9_000)


def test_a_yes_moves_no_money(stage: World, asked: Selection) -> None:
    answer = accept_request(selection=asked, user=stage.users["petra"], key="yes", on=THURSDAY)
    assert (answer.ok, answer.data) == (True, {})
    asked.refresh_from_db()
    assert (asked.state, asked.answered_on, asked.answered_by) == ("accepted", THURSDAY, stage.users["petra"])
    assert money(stage) == (43_800, 0, 4_200)
    assert visit_states(asked) == ["planned"] * 4


def test_a_no_gives_all_of_it_back(stage: World, asked: Selection) -> None:
    answer = decline_request(selection=asked, user=stage.users["petra"], reason="Ingen tid", key="no", on=THURSDAY)
    assert (answer.ok, answer.data) == (True, {"cents": 36_000})
    asked.refresh_from_db()
    assert (asked.state, asked.reason) == ("declined", "Ingen tid")
    assert money(stage) == (16_800, 0, 31_200)
    assert money(stage, JANUARY) == (15_400, 0, 32_600)
    assert visit_states(asked) == ["cancelled"] * 4
    backs = Entry.objects.filter(command_id="no").values_list("kind", "amount")
    assert list(backs) == [("release", 9_000)] * 4


@pytest.mark.parametrize(("day", "ok"), [(LAST_DAY, True), (LAST_DAY + dt.timedelta(days=1), False)])
def test_a_yes_comes_on_the_last_day_at_the_latest(stage: World, asked: Selection, day: dt.date, ok: bool) -> None:
    answer = accept_request(selection=asked, user=stage.users["petra"], key="yes", on=day)
    assert (answer.ok, answer.refusal) == (ok, None if ok else "TOO_LATE")


def test_silence_gives_all_of_it_back_the_day_after(stage: World, asked: Selection) -> None:
    assert expire_request(selection=asked, on=LAST_DAY).refusal == "ALREADY_ANSWERED"
    assert money(stage, DECEMBER) == (43_800, 0, 4_200)
    answer = expire_request(selection=asked, on=dt.date(2026, 12, 4))
    assert (answer.ok, answer.data) == (True, {"cents": 36_000})
    asked.refresh_from_db()
    assert (asked.state, asked.answered_by) == ("expired", None)
    assert (money(stage), money(stage, JANUARY)) == ((16_800, 0, 31_200), (15_400, 0, 32_600))
    assert set(Entry.objects.filter(command=answer.command).values_list("kind", "amount")) == {("expire", 9_000)}


def test_the_second_answer_is_refused(stage: World, asked: Selection) -> None:
    petra = stage.users["petra"]
    decline_request(selection=asked, user=petra, reason="Nej", key="no", on=THURSDAY)
    assert accept_request(selection=asked, user=petra, key="yes", on=THURSDAY).refusal == "ALREADY_ANSWERED"
    assert decline_request(selection=asked, user=petra, reason="", key="no 2", on=THURSDAY).refusal == (
        "ALREADY_ANSWERED"
    )
    assert money(stage) == (16_800, 0, 31_200)


def test_a_double_click_on_no_is_one_no(stage: World, asked: Selection) -> None:
    petra = stage.users["petra"]
    first = decline_request(selection=asked, user=petra, reason="Nej", key="no", on=THURSDAY)
    again = decline_request(selection=asked, user=petra, reason="Nej", key="no", on=THURSDAY)
    assert (again.ok, again.data, again.replayed) == (True, first.data, True)
    assert money(stage) == (16_800, 0, 31_200)


@pytest.mark.parametrize("who", ["otto", "aino", "kaisa", "olof"])
def test_nobody_else_answers(stage: World, asked: Selection, who: str) -> None:
    assert accept_request(selection=asked, user=stage.users[who], key="yes", on=THURSDAY).refusal == "NOT_YOURS"


def test_another_providers_editor_does_not_answer(stage: World, asked: Selection) -> None:
    other = stage.workers[stage.providers["larkan"].pk]
    assert accept_request(selection=asked, user=other, key="yes", on=THURSDAY).refusal == "NOT_YOURS"


def test_who_only_records_does_not_answer(stage: World, asked: Selection) -> None:
    ProviderMember.objects.filter(user=stage.users["petra"]).update(role="recorder")
    assert accept_request(selection=asked, user=stage.users["petra"], key="yes", on=THURSDAY).refusal == "NOT_YOURS"
