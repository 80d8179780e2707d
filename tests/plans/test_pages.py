"""The case manager's pages and the client's own, walked as the persons they are for."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.clients.enums import Kinship, MandateBasis, Right
from marketplace.clients.models import Mandate
from marketplace.foundation.dates import add_months, month_of, today
from marketplace.plans.actions import save_draft
from marketplace.plans.models import CostLine, PlanDraft, PlanVersion, ReviewRequest
from tests.budgets import world as money

from .world import aino_of, case_manager, cleaning_plan, decided, reference

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def without_a_second_factor(settings) -> None:
    """The login pages have tests of their own."""
    settings.STAFF_MFA_REQUIRED = False


@pytest.fixture
def kaisa():
    return case_manager()


@pytest.fixture
def aino(kaisa):
    reference(money.category(), 4_000)
    user = User.objects.create_user("aino@example.org", first_name="Aino", last_name="Virtanen")
    return aino_of(kaisa, user=user)


@pytest.fixture
def browser_of(client):
    def enter(user: User) -> Browser:
        client.force_login(user)
        return client

    return enter


def url(name: str, *args) -> str:
    return reverse(f"plans:{name}", args=args)


def plan_from_today(**fields):
    first = month_of(today())
    return cleaning_plan(
        **{"from_month": first, "until_month": add_months(first, 2), "review_on": add_months(first, 2), **fields}
    )


def needs_post(category: int, **fields) -> dict[str, str]:
    rows = {
        "need-TOTAL_FORMS": "1",
        "need-INITIAL_FORMS": "0",
        "need-0-category": str(category),
        "need-0-amount": "2",
        "need-0-unit": "hour",
        "need-0-per": "week",
        "need-0-goal": "Jag vill ha rena golv",
    }
    return rows | fields


def sum_post(**fields) -> dict[str, str]:
    first = month_of(today())
    rows = {
        "from_month": first.isoformat(),
        "until_month": add_months(first, 2).isoformat(),
        "review_on": add_months(first, 2).isoformat(),
    }
    return rows | fields


def test_from_needs_to_a_decision(aino, kaisa, browser_of) -> None:
    page = browser_of(kaisa)
    category = money.category().pk
    answer = page.post(url("needs", aino.number), needs_post(category))
    assert (answer.status_code, answer.url) == (302, url("sum", aino.number))
    assert "346,80" in page.get(answer.url).content.decode()
    answer = page.post(answer.url, sum_post(monthly="400", change_reason="Lång väg till butiken"))
    assert (answer.status_code, answer.url) == (302, url("decide", aino.number))
    shown = page.get(answer.url).content.decode()
    assert "Lång väg till butiken" in shown and "53,20" in shown
    key = PlanDraft.objects.get(client=aino).key
    answer = page.post(answer.url, {"key": key})
    version = PlanVersion.objects.get()
    assert (answer.status_code, answer.url) == (302, url("decided", aino.number, version.pk))
    assert version.decision.number in page.get(answer.url).content.decode()
    assert (version.monthly_cents, version.needs.get().goal) == (40_000, "Jag vill ha rena golv")
    again = page.post(url("decide", aino.number), {"key": key})
    assert (again.status_code, again.url) == (302, url("decided", aino.number, version.pk))
    assert CostLine.objects.count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"need-0-amount": "två"},
        {"need-0-amount": "0"},
        {"need-0-amount": "10000"},
        {"need-0-amount": "1,234"},
        {"need-0-amount": "1\x00"},
        {"need-0-category": "999999"},
        {"need-0-unit": "litre"},
        {"need-0-unit": "month"},
        {"need-0-unit": "visit"},  # no reference price
        {"need-0-goal": "a\x00b"},
        {"need-TOTAL_FORMS": "x"},
        {"need-0-category": "", "need-0-amount": ""},
    ],
)
def test_needs_in_the_wrong_form_get_a_kind_page(aino, kaisa, browser_of, wrong: dict) -> None:
    answer = browser_of(kaisa).post(url("needs", aino.number), needs_post(money.category().pk, **wrong))
    assert answer.status_code == 200
    if wrong.keys() & {"need-0-goal", "need-TOTAL_FORMS"} == set():
        assert "Jag vill ha rena golv" in answer.content.decode()
    assert not PlanVersion.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"monthly": "12,345"}, "monthly"),
        ({"monthly": "-5"}, "monthly"),
        ({"monthly": "a lot"}, "monthly"),
        ({"monthly": "99 999"}, "monthly"),
        ({"monthly": "400"}, "change_reason"),
        ({"from_month": "2019-01-01"}, "from_month"),
        ({"until_month": "1"}, "until_month"),
        ({"km": "x"}, "km"),
        ({"trips": "-1"}, "trips"),
        ({"review_on": ""}, "review_on"),
        ({"review_on": "1999-01-01"}, "review_on"),
        ({"review_on": "31.2.2030"}, "review_on"),
        ({"change_reason": "\x00", "monthly": "400"}, "change_reason"),
    ],
)
def test_sums_in_the_wrong_form_stay_on_the_page(aino, kaisa, browser_of, wrong: dict, field: str) -> None:
    save_draft(client=aino, user=kaisa, data=plan_from_today(), on=today())
    before = PlanDraft.objects.get().data
    answer = browser_of(kaisa).post(url("sum", aino.number), sum_post(**wrong))
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert f'href="#id_{field}"' in answer.content.decode()
    assert PlanDraft.objects.get().data == before


@pytest.mark.parametrize(
    ("typed", "cents"), [("346,8", 34_680), ("1 234 €", 123_400), ("1\u00a0234,50", 123_450), ("0", 0)]
)
def test_sums_as_one_writes_them(aino, kaisa, browser_of, typed: str, cents: int) -> None:
    save_draft(client=aino, user=kaisa, data=plan_from_today(), on=today())
    browser_of(kaisa).post(url("sum", aino.number), sum_post(monthly=typed, change_reason="x"))
    assert PlanDraft.objects.get().data["monthly_cents"] == cents


def test_a_no_says_what_is_in_the_way_and_gives_a_fresh_key(aino, kaisa, browser_of) -> None:
    decided(aino, kaisa, plan_from_today(), on=today())
    day = add_months(today(), 1).replace(day=9)
    money.run(aino, lambda book: book.reserve([(money.listing().pk, day, 20_000)], on=today()) and None)
    data = plan_from_today(monthly_cents=10_000, change_reason="x")
    key = save_draft(client=aino, user=kaisa, data=data, on=today()).key
    answer = browser_of(kaisa).post(url("decide", aino.number), {"key": key})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Rent Hem" in text and "Städning" in text and "000 000 0000" in text
    fresh = PlanDraft.objects.get().key
    assert fresh != key and fresh in text


@pytest.mark.parametrize("key", ["", "made-up", "a\x00b", "x" * 500])
def test_a_key_that_is_not_the_drafts_decides_nothing(aino, kaisa, browser_of, key: str) -> None:
    save_draft(client=aino, user=kaisa, data=plan_from_today(), on=today())
    assert browser_of(kaisa).post(url("decide", aino.number), {"key": key}).status_code == 409
    assert not PlanVersion.objects.exists()


def test_the_list_shows_what_is_left_and_the_same_statements_for_many(aino, kaisa, browser_of) -> None:
    decided(aino, kaisa, plan_from_today(), on=today())
    page = browser_of(kaisa)
    page.get(url("work"))
    with CaptureQueriesContext(connection) as one:
        text = page.get(url("work")).content.decode()
    assert "Aino Virtanen" in text and "346,80" in text
    for _ in range(5):
        aino_of(kaisa)
    with CaptureQueriesContext(connection) as six:
        page.get(url("work"))
    assert len(six) == len(one)


def test_the_client_sees_every_line_and_asks_for_an_early_review(aino, kaisa, browser_of) -> None:
    decided(aino, kaisa, plan_from_today(), on=today())
    page = browser_of(aino.user)
    text = page.get(url("plan_for", aino.number)).content.decode()
    assert "346,80" in text and "8,67" in text and "Jag vill ha rena golv" in text
    assert page.post(url("ask_review", aino.number)).status_code == 302
    assert ReviewRequest.objects.get().asked_by == aino.user
    assert url("ask_review", aino.number) not in page.get(url("plan_for", aino.number)).content.decode()


def test_without_a_plan_the_page_says_whom_to_call(aino, browser_of) -> None:
    answer = browser_of(aino.user).get(url("plan_for", aino.number))
    assert answer.status_code == 200 and "000 000 0000" in answer.content.decode()


@pytest.mark.parametrize("name", ["needs", "sum", "decide"])
def test_others_do_not_reach_the_case_managers_pages(aino, kaisa, browser_of, name: str) -> None:
    other = case_manager("other@example.org")
    antti = User.objects.create_user("antti@example.org")
    Mandate.objects.create(
        client=aino,
        person=antti,
        right=Right.CHOOSE,
        basis=MandateBasis.CONSENT,
        kinship=Kinship.SON,
        from_on=dt.date(2020, 1, 1),
    )
    for user in (other, antti, aino.user):
        assert browser_of(user).get(url(name, aino.number)).status_code == 404


def test_the_list_is_for_case_managers(aino, browser_of, client) -> None:
    assert client.get(url("work")).status_code == 302
    assert browser_of(aino.user).get(url("work")).status_code == 404
