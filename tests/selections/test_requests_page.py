"""The provider's page: no name before the yes, the name after it (and the look is written down), none a month later."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from catalogue.models import ProviderMember
from marketplace.clients.models import AccessLogEntry
from marketplace.demo.world import World
from marketplace.selections.actions.requests import accept_request, decline_request
from marketplace.selections.actions.visits import record_visit
from marketplace.selections.models import Selection
from tests.demo_fixtures import noon_of

from .acting import THURSDAY, choose, money, once, only_visit, text_of, visit_states

DAY = dt.date(2026, 12, 4)
NAME, STREET = "Aino Virtanen", "Tallstigen 4 B 12"


@pytest.fixture
def asked(stage: World) -> Selection:
    return choose(stage, once(DAY))


@pytest.fixture
def petra(stage: World, client: Browser) -> Browser:
    client.force_login(stage.users["petra"])
    return client


def url(stage: World, rest: str = "requests/", provider: str = "tranbaret") -> str:
    return f"/sv/provider/{stage.providers[provider].pk}/{rest}"


def say_yes(stage: World, asked: Selection) -> None:
    assert accept_request(selection=asked, user=stage.users["petra"], key=f"yes {asked.pk}", on=THURSDAY).ok


def looks(stage: World) -> int:
    return AccessLogEntry.objects.filter(client=stage.clients[NAME], by="provider").count()


def test_before_the_yes_there_is_no_name(stage: World, asked: Selection, petra: Browser) -> None:
    for rest in ("requests/", f"requests/{asked.pk}/"):
        page = petra.get(url(stage, rest))
        assert page.status_code == 200
        words = text_of(page)
        assert "Hemstädning" in words
        assert "Vasa" in words
        assert NAME not in words
        assert "Virtanen" not in words
        assert STREET not in words
    assert looks(stage) == 0


def test_after_the_yes_the_name_is_shown_and_the_look_is_written_down(
    stage: World, asked: Selection, petra: Browser
) -> None:
    say_yes(stage, asked)
    assert NAME in text_of(petra.get(url(stage)))
    entry = AccessLogEntry.objects.get(client=stage.clients[NAME], by="provider")
    assert (entry.user, entry.provider, entry.what) == (
        stage.users["petra"],
        stage.providers["tranbaret"],
        "selections:requests",
    )
    page = text_of(petra.get(url(stage, f"requests/{asked.pk}/")))
    assert NAME in page
    assert STREET in page
    assert "000 000 0000" in page
    assert looks(stage) == 2


def test_after_a_no_there_is_no_name(stage: World, asked: Selection, petra: Browser) -> None:
    decline_request(selection=asked, user=stage.users["petra"], reason="Nej", key="no", on=THURSDAY)
    assert NAME not in text_of(petra.get(url(stage)))
    assert NAME not in text_of(petra.get(url(stage, f"requests/{asked.pk}/")))
    assert looks(stage) == 0


@pytest.mark.parametrize(("day", "shown"), [(dt.date(2027, 1, 3), True), (dt.date(2027, 1, 4), False)])
def test_thirty_days_after_the_end_the_name_goes(
    stage: World, asked: Selection, petra: Browser, day: dt.date, shown: bool
) -> None:
    """The only visit is on 4 December: thirty days later is 3 January."""
    say_yes(stage, asked)
    visit = only_visit(asked)
    with time_machine.travel(noon_of(day)):
        petra.force_login(stage.users["petra"])
        for rest in ("requests/", f"requests/{asked.pk}/", f"visits/{visit.pk}/record/"):
            page = petra.get(url(stage, rest))
            assert page.status_code == 200
            assert (NAME in text_of(page)) is shown, rest
    assert looks(stage) == (3 if shown else 0)


@pytest.mark.parametrize("who", ["otto", "aino", "kaisa", "olof"])
def test_who_does_not_work_there_finds_nothing(stage: World, asked: Selection, client: Browser, who: str) -> None:
    client.force_login(stage.users[who])
    assert client.get(url(stage)).status_code == 404
    assert client.get(url(stage, f"requests/{asked.pk}/")).status_code == 404


def test_another_providers_people_find_nothing(stage: World, asked: Selection, client: Browser) -> None:
    say_yes(stage, asked)
    visit = only_visit(asked)
    client.force_login(stage.workers[stage.providers["larkan"].pk])
    assert client.get(url(stage, provider="larkan")).status_code == 200
    for provider in ("tranbaret", "larkan"):
        assert client.get(url(stage, f"requests/{asked.pk}/", provider)).status_code == 404
        assert client.get(url(stage, f"visits/{visit.pk}/record/", provider)).status_code == 404
        for act in (f"requests/{asked.pk}/accept/", f"requests/{asked.pk}/decline/", f"visits/{visit.pk}/cancel/"):
            assert client.post(url(stage, act, provider), {"key": "k"}).status_code == 404


@pytest.mark.parametrize(("until", "status"), [(THURSDAY - dt.timedelta(days=1), 404), (None, 200)])
def test_a_colleague_who_left_finds_nothing(
    stage: World, asked: Selection, petra: Browser, until: dt.date | None, status: int
) -> None:
    ProviderMember.objects.filter(user=stage.users["petra"]).update(until_on=until)
    assert petra.get(url(stage)).status_code == status
    assert petra.get(url(stage, f"requests/{asked.pk}/")).status_code == status


def test_yes_by_the_button_twice_is_one_yes(stage: World, asked: Selection, petra: Browser) -> None:
    for _click in range(2):
        page = petra.post(url(stage, f"requests/{asked.pk}/accept/"), {"key": "one key"}, follow=True)
        assert page.status_code == 200
        assert NAME in text_of(page)
    asked.refresh_from_db()
    assert asked.state == "accepted"


def test_no_needs_a_reason_and_keeps_what_was_typed(stage: World, asked: Selection, petra: Browser) -> None:
    page = petra.post(url(stage, f"requests/{asked.pk}/decline/"), {"key": "no", "more": "Ring oss gärna"})
    assert page.status_code in {200, 422}
    assert "Ring oss gärna" in page.content.decode()
    assert f'id="no-{asked.pk}-more"' in page.content.decode()
    asked.refresh_from_db()
    assert asked.state == "requested"
    petra.post(url(stage, f"requests/{asked.pk}/decline/"), {"key": "no", "reason": "no_time", "more": "Ring oss"})
    asked.refresh_from_db()
    assert (asked.state, visit_states(asked)) == ("declined", ["cancelled"])
    assert asked.reason.endswith(". Ring oss")
    assert money(stage) == (16_800, 0, 31_200)


@pytest.mark.parametrize("typed", ["", "mycket", "0", "-1", "2.5", "1e99", "NaN"])
def test_a_strange_amount_is_asked_for_again(stage: World, asked: Selection, petra: Browser, typed: str) -> None:
    say_yes(stage, asked)
    visit = only_visit(asked)
    with time_machine.travel(noon_of(DAY)):
        petra.force_login(stage.users["petra"])
        page = petra.post(url(stage, f"visits/{visit.pk}/record/"), {"key": "r", "quantity": typed})
    assert page.status_code in {200, 422}
    assert page.context["form"].errors
    assert visit_states(asked) == ["planned"]


def test_half_an_hour_less_with_a_comma(stage: World, asked: Selection, petra: Browser) -> None:
    say_yes(stage, asked)
    visit = only_visit(asked)
    with time_machine.travel(noon_of(DAY)):
        petra.force_login(stage.users["petra"])
        petra.post(url(stage, f"visits/{visit.pk}/record/"), {"key": "r", "quantity": "1,5"})
    visit = only_visit(asked)
    assert (visit.state, visit.event.quantity, visit.event.budget_cents) == ("recorded", Decimal("1.50"), 6_750)


def test_the_same_queries_for_one_request_and_for_many(stage: World, petra: Browser) -> None:
    """And for four visits more."""
    visits = [dt.date(2026, 11, 27) + dt.timedelta(days=n) for n in (0, 3, 4, 5, 6, 7, 11, 12)]
    petra.get(url(stage))
    with CaptureQueriesContext(connection) as few:
        petra.get(url(stage))
    for day in visits[:4]:
        say_yes(stage, choose(stage, once(day, "1"), listing="tranbaret.walk"))
    for day in visits[4:]:
        choose(stage, once(day, "1"), listing="tranbaret.walk")
    with CaptureQueriesContext(connection) as many:
        page = petra.get(url(stage))
    assert len(page.context["asked"]) >= 4
    assert len(many) == len(few)


def test_recording_does_not_pay(stage: World, asked: Selection) -> None:
    say_yes(stage, asked)
    record_visit(visit=only_visit(asked), user=stage.users["petra"], quantity=Decimal(2), key="r", on=DAY)
    assert money(stage) == (25_800, 0, 22_200)


def test_what_is_done_is_folded_away(stage: World, petra: Browser) -> None:
    """Today's visit stays; a visit of an earlier day leaves the list when it is recorded, and is kept below."""
    page = petra.get(url(stage))
    shown = {visit.pk: visit for day in page.context["days"] for visit in day["visits"]}
    late = next(visit for visit in shown.values() if visit.state == "planned" and visit.on < THURSDAY)
    assert record_visit(visit=late, user=stage.users["petra"], quantity=late.quantity, key="late", on=THURSDAY).ok
    page = petra.get(url(stage))
    assert late.pk not in [visit.pk for day in page.context["days"] for visit in day["visits"]]
    assert late.pk in [visit.pk for day in page.context["done_days"] for visit in day["visits"]]


def test_one_item_of_the_menu_is_marked(stage: World, asked: Selection, petra: Browser) -> None:
    page = petra.get(url(stage)).content.decode()
    assert page.count('aria-current="page"') == 1
    assert page.count('aria-current="true"') == 1  # the language's


def test_a_number_too_long_for_the_database_is_not_found(stage: World, petra: Browser) -> None:
    assert petra.get("/sv/provider/" + "9" * 24 + "/requests/").status_code == 404
