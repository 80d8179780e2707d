"""Taking a choice back or skipping one visit: free before the yes, with fourteen days' notice after it."""

import datetime as dt

import pytest

from marketplace.budgets.ledger import KeyReused
from marketplace.clients.models import Mandate
from marketplace.demo.world import World
from marketplace.selections.actions.requests import accept_request
from marketplace.selections.actions.withdraw import first_free_day, skip_visit, withdraw
from marketplace.selections.models import Selection

from .acting import JANUARY, THURSDAY, choose, money, text_of, visit_states, weekly

FIRST = dt.date(2026, 12, 15)
"""A Tuesday; the others are 22 and 29 December and 5 January, two hours at 45 € each."""
DAY = dt.timedelta(days=1)


@pytest.fixture
def asked(stage: World) -> Selection:
    return choose(stage, weekly(FIRST, dt.date(2027, 1, 5)))


@pytest.fixture
def accepted(stage: World, asked: Selection) -> Selection:
    assert accept_request(selection=asked, user=stage.users["petra"], key="yes", on=THURSDAY).ok
    return Selection.objects.get(pk=asked.pk)


def test_before_the_yes_all_comes_back(stage: World, asked: Selection) -> None:
    answer = withdraw(selection=asked, user=stage.users["aino"], key="back", on=THURSDAY)
    assert (answer.ok, answer.data) == (True, {"cents": 36_000, "visits": 0})
    asked.refresh_from_db()
    assert (asked.state, asked.withdrawn_on, asked.withdrawn_by) == ("withdrawn", THURSDAY, stage.users["aino"])
    assert (money(stage), money(stage, JANUARY)) == ((16_800, 0, 31_200), (15_400, 0, 32_600))
    assert visit_states(asked) == ["cancelled"] * 4


def test_a_visit_that_passed_unanswered_comes_back_too(stage: World, asked: Selection) -> None:
    answer = withdraw(selection=asked, user=stage.users["aino"], key="back", on=FIRST + DAY)
    assert answer.data == {"cents": 36_000, "visits": 0}
    assert visit_states(asked) == ["cancelled"] * 4


@pytest.mark.parametrize(
    ("day", "back", "stay", "states"),
    [
        (dt.date(2026, 11, 30), 36_000, 0, ["cancelled"] * 4),
        (dt.date(2026, 12, 1), 36_000, 0, ["cancelled"] * 4),
        (dt.date(2026, 12, 2), 27_000, 1, ["planned", "cancelled", "cancelled", "cancelled"]),
        (dt.date(2026, 12, 22), 9_000, 3, ["planned", "planned", "planned", "cancelled"]),
        (dt.date(2026, 12, 23), 0, 4, ["planned"] * 4),
    ],
)
def test_after_the_yes_visits_within_fourteen_days_stay(
    stage: World, accepted: Selection, day: dt.date, back: int, stay: int, states: list[str]
) -> None:
    answer = withdraw(selection=accepted, user=stage.users["aino"], key="back", on=day)
    assert (answer.ok, answer.data) == (True, {"cents": back, "visits": stay})
    assert visit_states(accepted) == states
    held = money(stage)[0] + money(stage, JANUARY)[0]
    assert held == 16_800 + 15_400 + 9_000 * stay


def test_the_last_visit_that_stays_is_the_end(stage: World, accepted: Selection) -> None:
    withdraw(selection=accepted, user=stage.users["aino"], key="back", on=dt.date(2026, 12, 9))
    accepted.refresh_from_db()
    assert accepted.last_on == dt.date(2026, 12, 22)


def test_a_double_click_answers_the_same(stage: World, asked: Selection) -> None:
    aino = stage.users["aino"]
    first = withdraw(selection=asked, user=aino, key="back", on=THURSDAY)
    again = withdraw(selection=asked, user=aino, key="back", on=THURSDAY)
    assert (again.ok, again.data, again.replayed) == (first.ok, first.data, True)
    assert money(stage) == (16_800, 0, 31_200)
    assert withdraw(selection=asked, user=aino, key="another", on=THURSDAY).refusal == "NOT_OPEN"


def test_a_key_of_another_act_does_nothing(stage: World, accepted: Selection) -> None:
    with pytest.raises(KeyReused):
        withdraw(selection=accepted, user=stage.users["aino"], key="yes", on=THURSDAY)
    assert visit_states(accepted) == ["planned"] * 4


@pytest.mark.parametrize(("who", "refusal"), [("antti", None), ("anna", "NO_MANDATE"), ("otto", "NO_MANDATE")])
def test_who_may_choose_may_take_back(stage: World, asked: Selection, who: str, refusal: str | None) -> None:
    assert withdraw(selection=asked, user=stage.users[who], key="back", on=THURSDAY).refusal == refusal


def test_an_ended_mandate_takes_nothing_back(stage: World, asked: Selection) -> None:
    Mandate.objects.filter(person=stage.users["antti"]).update(until_on=THURSDAY - DAY)
    answer = withdraw(selection=asked, user=stage.users["antti"], key="back", on=THURSDAY)
    assert answer.refusal == "NO_MANDATE"


@pytest.mark.parametrize(("ahead", "refusal"), [(15, None), (14, None), (13, "TOO_LATE"), (0, "TOO_LATE")])
def test_skipping_is_free_up_to_the_notice(stage: World, accepted: Selection, ahead: int, refusal: str | None) -> None:
    visit = accepted.visits.get(on=FIRST)
    on = FIRST - ahead * DAY
    answer = skip_visit(visit=visit, user=stage.users["aino"], key="skip", on=on)
    assert (answer.refusal, answer.data) == (refusal, {} if refusal else {"cents": 9_000})
    assert money(stage)[2] == (4_200 if refusal else 13_200)
    assert visit_states(accepted)[0] == ("planned" if refusal else "skipped")


def test_before_the_yes_a_visit_is_skipped_at_once(stage: World, asked: Selection) -> None:
    visit = asked.visits.get(on=FIRST)
    answer = skip_visit(visit=visit, user=stage.users["aino"], key="skip", on=FIRST - DAY)
    assert (answer.ok, answer.data) == (True, {"cents": 9_000})
    assert skip_visit(visit=visit, user=stage.users["aino"], key="skip 2", on=THURSDAY).refusal == "NOT_OPEN"


def test_the_first_free_day(accepted: Selection) -> None:
    assert first_free_day(accepted, on=THURSDAY) == dt.date(2026, 12, 10)


def test_the_page_says_what_comes_back_and_takes_the_choice_back_once(stage: World, asked: Selection, client) -> None:
    client.force_login(stage.users["aino"])
    number = stage.clients["Aino Virtanen"].number
    url = f"/sv/for/{number}/choices/{asked.pk}/withdraw/"
    page = client.get(url)
    assert "360 €" in text_of(page)
    for _click in range(2):
        done = client.post(url, {"key": page.context["key"]}, follow=True)
        assert done.status_code == 200
        assert "360 €" in text_of(done)
    assert money(stage) == (16_800, 0, 31_200)


def test_the_receipt_of_what_was_taken_back_promises_nothing(stage: World, asked: Selection, client) -> None:
    client.force_login(stage.users["aino"])
    page = f"/sv/for/{asked.client.number}/receipt/{asked.pk}/"
    assert "Pengarna är reserverade" in text_of(client.get(page))
    withdraw(selection=asked, user=stage.users["aino"], key="back", on=THURSDAY)
    words = text_of(client.get(page))
    assert "Valet gäller inte längre" in words
    assert "Pengarna är reserverade" not in words
