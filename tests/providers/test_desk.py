"""The county's side: what waits, the next step, whoever may not, and two officials at once."""

import datetime as dt

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from catalogue import actions
from catalogue.models import Approval, Listing
from catalogue.rules import latest_start, standing
from marketplace.accounts.enums import Role
from marketplace.demo.people import add_user
from marketplace.foundation.dates import today
from search.api import search
from search.query import SearchQuery
from search.receivers import drain_after_commit

from .conftest import text_of, told

QUEUE = "/admin/approval/"
NOT_THERE = (302, 404)
"""In the admin the way to a missing page leads over the same address in a language, where there is none."""


def desk(approval: Approval) -> str:
    return f"{QUEUE}{approval.pk}/decide/"


def last(approval: Approval) -> int | None:
    step = approval.steps.order_by("-pk").first()
    return step.pk if step else None


def step(approval: Approval, kind: str, **fields: object) -> dict[str, object]:
    data = {"step": kind, "from_on": "2026-11-26", "until_on": "", "reason": "Därför.", "seen": last(approval)}
    return {name: "" if value is None else value for name, value in (data | fields).items()}


def test_the_queue_shows_what_waits_and_how_long(olof: Browser, waiting: Approval, asked: Approval) -> None:
    page = olof.get(QUEUE)
    assert [case.approval for case in page.context["waiting"]] == [waiting]
    assert [case.days_waited for case in page.context["waiting"]] == [6]
    assert [(case.approval, case.days_waited) for case in page.context["asked"]] == [(asked, 2)]
    found = olof.get(QUEUE, {"q": "havtorn"})
    assert [case.approval for case in found.context["all"]] == [waiting]


def test_the_queue_costs_the_same_however_long_it_is(cast, olof: Browser, waiting: Approval) -> None:
    olof.get(QUEUE)
    with CaptureQueriesContext(connection) as short:
        olof.get(QUEUE)
    for code in ("meals", "laundry", "snow", "escort"):
        facts = {"organiser": cast.organiser, "provider": waiting.provider, "category": cast.categories[code]}
        actions.apply_for_approval(**facts, by=cast.users["pia"], on=today())
    with CaptureQueriesContext(connection) as long:
        olof.get(QUEUE)
    assert len(long) == len(short)


def test_approved_from_a_day_to_a_day(olof: Browser, waiting: Approval) -> None:
    address = desk(waiting)
    assert olof.get(address).status_code == 200
    done = olof.post(address, step(waiting, "approved", from_on="2026-12-01", until_on="2027-11-30"))
    assert done.url == address
    taken = waiting.steps.latest("pk")
    assert (taken.kind, taken.on, taken.from_on, taken.until_on, taken.reason) == (
        "approved",
        dt.date(2026, 11, 26),
        dt.date(2026, 12, 1),
        dt.date(2027, 11, 30),
        "Därför.",
    )
    days = ["2026-11-30", "2026-12-01", "2027-11-30", "2027-12-01"]
    assert [standing(waiting, dt.date.fromisoformat(day)) for day in days] == [
        "coming",
        "approved",
        "approved",
        "ended",
    ]
    assert told() == {("pia", "approval_decided", "sv")}


def test_a_question_goes_to_the_applicant_and_the_answer_back(as_person, olof: Browser, waiting: Approval) -> None:
    olof.post(desk(waiting), step(waiting, "question", reason="Var städar ni?"))
    assert told() == {("pia", "approval_question", "sv")}
    home = f"/en/provider/{waiting.provider_id}/approval/{waiting.pk}/"
    pia = as_person("pia")
    assert "Var städar ni?" in text_of(pia.get(home))
    pia.post(f"{home}answer/", {"words": "I Vasa."})
    assert "I Vasa." in text_of(olof.get(desk(waiting)))
    assert [case.approval for case in olof.get(QUEUE).context["waiting"]] == [waiting]


@pytest.mark.parametrize("kind", ["refused", "question", "suspended", "withdrawn"])
def test_a_no_or_a_question_needs_words(olof: Browser, waiting: Approval, kind: str) -> None:
    answer = olof.post(desk(waiting), step(waiting, kind, reason=" "))
    assert answer.context["form"].errors["reason"] == ["Write the reason: the provider reads it."]
    assert waiting.steps.count() == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"step": "resumed"}, "This step cannot be taken as things stand."),
        ({"step": "approved", "from_on": "2026-11-25"}, "The first day must be today or later."),
        ({"step": "approved", "until_on": "2026-11-25"}, "The last day must not be before the first."),
        ({"step": "approved", "from_on": "2028-11-27"}, "The first day can be at most two years from today."),
        ({"step": "approved", "from_on": "9999-12-31"}, "The first day can be at most two years from today."),
    ],
)
def test_a_step_that_cannot_be_is_told(olof: Browser, waiting: Approval, fields: dict, words: str) -> None:
    answer = olof.post(desk(waiting), step(waiting, **{"kind": fields["step"]} | fields))
    assert answer.status_code == 409
    assert words in text_of(answer)
    assert "Därför." in answer.content.decode()
    assert waiting.steps.count() == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"from_on": "9999-12-31"}, "The first day can be at most two years from today."),
        ({"until_on": "2026-11-25"}, "The last day must not be before the first."),
    ],
)
def test_a_stop_on_days_that_cannot_be_asks_nothing(
    olof: Browser, tranbaret: Approval, fields: dict, words: str
) -> None:
    answer = olof.post(desk(tranbaret), step(tranbaret, "withdrawn", **fields))
    assert answer.status_code == 409
    assert words in text_of(answer)


@pytest.mark.parametrize(("day", "latest"), [("2026-11-26", "2028-11-26"), ("2028-02-29", "2030-02-28")])
def test_two_years_from_a_day(day: str, latest: str) -> None:
    assert latest_start(dt.date.fromisoformat(day)) == dt.date.fromisoformat(latest)


@pytest.mark.parametrize("fields", [{"step": "none"}, {"from_on": ""}, {"from_on": "x"}, {"seen": "x"}])
def test_a_broken_form_changes_nothing(olof: Browser, waiting: Approval, fields: dict) -> None:
    assert olof.post(desk(waiting), step(waiting, "approved") | fields).status_code == 200
    assert waiting.steps.count() == 1


# Two at once


@pytest.fixture
def orvar(cast, as_person) -> Browser:
    """A second official."""
    user = cast.users["orvar"] = add_user(cast, "Orvar", "Strand", "sv")
    user.groups.set(cast.users["olof"].groups.filter(name=Role.OFFICIAL))
    return as_person("orvar")


def test_of_two_officials_the_second_is_told(olof: Browser, orvar: Browser, waiting: Approval) -> None:
    same_moment = step(waiting, "approved")
    other = step(waiting, "refused", reason="Nej tack.")
    assert olof.post(desk(waiting), same_moment).status_code == 302
    late = orvar.post(desk(waiting), other)
    assert late.status_code == 409
    assert "Someone else has taken a step meanwhile." in text_of(late)
    assert "Nej tack." in late.content.decode()
    assert [row.kind for row in waiting.steps.all()] == ["applied", "approved"]
    # Having read it, the second can go on from there.
    assert late.context["form"]["seen"].value() == last(waiting)


def test_the_button_pressed_twice_is_one_step(olof: Browser, waiting: Approval) -> None:
    twice = step(waiting, "approved")
    for _time in range(2):
        assert olof.post(desk(waiting), twice).status_code == 302
    assert waiting.steps.filter(kind="approved").count() == 1
    assert waiting.periods.count() == 1


# Who may not


def test_who_works_there_cannot_decide_nor_for_a_year(cast, olof: Browser, waiting: Approval) -> None:
    member = actions.add_member(provider=waiting.provider, user=cast.users["olof"], role="recorder", on=today())
    for left_on, status in ((None, 302), (dt.date(2025, 11, 26), 302), (dt.date(2025, 11, 25), 200)):
        member.from_on, member.until_on = dt.date(2024, 1, 1), left_on
        member.save()
        page = olof.get(desk(waiting))
        assert page.context["may_decide"] == (status == 200)
        answer = olof.post(desk(waiting), step(waiting, "none"))
        assert answer.status_code == status, left_on  # 302: the admin's way to refuse
    assert waiting.steps.count() == 1


@pytest.mark.parametrize("key", ["aino", "kaisa", "petra", "pia", "frida", "erik", "otto"])
def test_nobody_else_enters_the_desk(as_person, waiting: Approval, key: str) -> None:
    browser, evidence = as_person(key), waiting.evidence.first()
    one, home = desk(waiting), f"{QUEUE}{waiting.pk}/"
    for address in (QUEUE, one, f"{home}letter/{last(waiting)}/", f"{home}evidence/{evidence.pk}/"):
        assert browser.get(address).status_code == 302
    assert browser.post(one, step(waiting, "approved")).status_code == 302
    assert waiting.steps.count() == 1


def test_a_document_is_saved_from_the_desk(olof: Browser, waiting: Approval, asked: Approval) -> None:
    evidence = waiting.evidence.first()
    answer = olof.get(f"{QUEUE}{waiting.pk}/evidence/{evidence.pk}/")
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert olof.get(f"{QUEUE}{asked.pk}/evidence/{evidence.pk}/").status_code in NOT_THERE


# Letters


def test_the_letter_is_in_the_providers_language(olof: Browser, as_person, asked: Approval) -> None:
    olof.post(desk(asked), step(asked, "approved", until_on="2027-12-31", reason="Kaikki on kunnossa."))
    taken = last(asked)
    for browser, address in (
        (olof, f"{QUEUE}{asked.pk}/letter/{taken}/"),
        (as_person("kirsi"), f"/sv/provider/{asked.provider_id}/approval/{asked.pk}/letter/{taken}/"),
    ):
        page = browser.get(address)
        assert page.status_code == 200
        assert '<html lang="fi">' in page.content.decode()
        words = text_of(page)
        for part in ("Kielon Kotiapu Oy", "Saattajapalvelu", "31. joulukuuta 2027", "Kaikki on kunnossa."):
            assert part in words
    question = asked.steps.get(kind="question")
    assert olof.get(f"{QUEUE}{asked.pk}/letter/{question.pk}/").status_code in NOT_THERE


# Suspend and withdraw


def test_a_stop_is_shown_first_and_done_when_sure(olof: Browser, tranbaret: Approval, cast) -> None:
    address, asked_for = desk(tranbaret), step(tranbaret, "withdrawn")
    before = list(tranbaret.periods.values())
    shown = olof.post(address, asked_for)
    assert shown.status_code == 200
    assert list(tranbaret.periods.values()) == before
    extent = shown.context["extent"]
    assert extent.choices > 0
    assert "The money stays reserved" in text_of(shown)
    assert "Virtanen" not in text_of(shown)
    assert olof.post(address, asked_for | {"sure": "on"}).url == address
    assert standing(tranbaret, today()) == "withdrawn"
    after = olof.get(address)
    assert after.context["extent"] == extent
    assert {("kaisa", "provider_stopped", "sv"), ("petra", "approval_decided", "sv")} <= told()


def test_what_is_withdrawn_goes_from_the_search_at_once(olof: Browser, tranbaret: Approval, cast) -> None:
    """The drain is what runs after the commit; here the world around the test never commits."""
    call_command("search_rebuild", verbosity=0)
    listing = cast.listings["tranbaret.cleaning"]

    def found() -> bool:
        return listing.pk in search(SearchQuery(q="hemstädning")).hits

    assert found()
    olof.post(desk(tranbaret), step(tranbaret, "withdrawn", sure="on"))
    drain_after_commit()
    assert not found()
    assert listing not in Listing.objects.choosable(today(), cast.organiser)


def test_suspended_and_put_in_force_again(olof: Browser, tranbaret: Approval, cast) -> None:
    address, listing = desk(tranbaret), cast.listings["tranbaret.cleaning"]
    olof.post(address, step(tranbaret, "suspended", sure="on"))
    assert listing not in Listing.objects.choosable(today(), cast.organiser)
    assert olof.post(address, step(tranbaret, "resumed", reason="")).status_code == 302
    assert listing in Listing.objects.choosable(today(), cast.organiser)


def test_what_is_suspended_can_be_withdrawn(olof: Browser, tranbaret: Approval) -> None:
    address = desk(tranbaret)
    olof.post(address, step(tranbaret, "suspended", sure="on"))
    assert olof.post(address, step(tranbaret, "withdrawn", sure="on")).status_code == 302
    assert standing(tranbaret, today()) == "withdrawn"


# What officials see and confirm besides


def test_documents_that_end_soon_stand_in_the_queue(cast, olof: Browser, tranbaret: Approval) -> None:
    """All of the world's insurances end 50 days after the drawn day, on 15 January 2027."""
    assert not olof.get(QUEUE).context["ending"]
    ending = tranbaret.evidence.get(requirement__kind="insurance")
    for day, there in ((dt.date(2026, 12, 15), False), (dt.date(2026, 12, 16), True), (dt.date(2027, 1, 16), True)):
        with time_machine.travel(dt.datetime.combine(day, dt.time(10), tzinfo=dt.UTC)):
            assert (ending in as_browser(cast, "olof").get(QUEUE).context["ending"]) == there, day


def test_an_official_is_the_second_person_for_a_lone_owner(cast, olof: Browser, waiting: Approval) -> None:
    bank = {"iban": "FI21 1234 5600 0007 85", "holder": "Havtorn"}
    account = actions.give_account(provider=waiting.provider, by=cast.users["pia"], **bank)
    assert "FI21 1234 5600 0007 85" in text_of(olof.get(desk(waiting)))
    confirm = f"{QUEUE}{waiting.pk}/account/{account.pk}/confirm/"
    actions.add_member(provider=waiting.provider, user=cast.users["erik"], role="owner", on=today())
    assert as_browser(cast, "erik").post(confirm).status_code == 302
    assert not waiting.provider.accounts.in_use()
    olof.post(confirm)
    assert [row.confirmed_by for row in waiting.provider.accounts.in_use()] == [cast.users["olof"]]


def as_browser(cast, key: str) -> Browser:
    browser = Browser()
    browser.force_login(cast.users[key], backend="django.contrib.auth.backends.ModelBackend")
    return browser
