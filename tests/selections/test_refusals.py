"""Each refusal over HTTP in three languages: words, phone, a way on that works, and no money moves."""

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

import pytest
from django.test import Client as Browser
from django.utils import translation

from catalogue import actions
from catalogue.enums import MemberRole
from marketplace.accounts.models import User
from marketplace.clients.enums import Right
from marketplace.clients.models import Client
from marketplace.selections.actions.confirm import confirm
from marketplace.selections.enums import PatternKind, Refusal
from marketplace.selections.models import Draft
from marketplace.selections.pattern import Pattern
from marketplace.selections.words import REFUSALS

from . import world

pytestmark = pytest.mark.django_db
LANGUAGES = ["sv", "fi", "en"]


class Scene(NamedTuple):
    """`before` happens between the check page and the confirmation."""

    client: Client
    user: User
    draft: Draft
    before: Callable[[], object] = lambda: None


def not_choosable() -> Scene:
    client, what = world.aino(), priced()
    actions.unpublish(listing=what)
    return Scene(client, client.user, world.draft(client, what))


def not_approved() -> Scene:
    """Approved today, but no longer on the day of the last visit."""
    client = world.aino()
    what = priced(until_on=dt.date(2027, 1, 15))
    return Scene(client, client.user, world.draft(client, what))


def not_in_plan() -> Scene:
    client = world.aino()
    world.value(4500, code="snow")
    what = world.listing(4000, title="Snöskottning", category=world.category("snow"))
    return Scene(client, client.user, world.draft(client, what))


def plan_not_in_force() -> Scene:
    """The plan ends with May 2027: June is outside it."""
    client = world.aino()
    pattern = world.once(dt.date(2027, 6, 1))
    return Scene(client, client.user, world.draft(client, priced(), pattern))


def over_budget() -> Scene:
    """Five Tuesdays of 90 € in December, with 400 € a month."""
    client = world.aino(cents=40000)
    return Scene(client, client.user, world.draft(client, priced()))


def not_served() -> Scene:
    client = world.aino()
    return Scene(client, client.user, world.draft(client, priced(served=False)))


def no_value_set() -> Scene:
    client = world.aino()
    return Scene(client, client.user, world.draft(client, world.listing(4500)))


def above_value() -> Scene:
    """Free by law: 45 € an hour, the voucher pays 40 €."""
    world.category(free_by_law=True)
    client = world.aino()
    world.value(4000)
    return Scene(client, client.user, world.draft(client, world.listing(4500)))


def bad_quantity() -> Scene:
    """Ten thousand hours: the form does not let it through, the check does not either."""
    client = world.aino()
    return Scene(client, client.user, world.draft(client, priced(), world.once(quantity="10000")))


def no_service_that_day() -> Scene:
    client = world.aino()
    sunday = world.once(dt.date(2026, 12, 6))
    return Scene(client, client.user, world.draft(client, priced(), sunday))


def price_changed() -> Scene:
    client, what = world.aino(), priced()
    draft = world.draft(client, what, world.weekly(2))
    return Scene(client, client.user, draft, lambda: world.price(what, 4400))


def conflict() -> Scene:
    client, what = world.aino(), priced()
    antti = world.helper(client, "antti", Right.CHOOSE)
    since = dt.date(2025, 1, 1)
    actions.add_member(provider=what.provider, user=antti, role=MemberRole.RECORDER, on=since)
    return Scene(client, antti, world.draft(client, what, world.weekly(2), by=antti))


SCENES = {
    Refusal.NOT_CHOOSABLE: not_choosable,
    Refusal.NOT_APPROVED: not_approved,
    Refusal.NOT_IN_PLAN: not_in_plan,
    Refusal.PLAN_NOT_IN_FORCE: plan_not_in_force,
    Refusal.OVER_BUDGET: over_budget,
    Refusal.NOT_SERVED: not_served,
    Refusal.NO_VALUE_SET: no_value_set,
    Refusal.ABOVE_VALUE: above_value,
    Refusal.BAD_QUANTITY: bad_quantity,
    Refusal.NO_SERVICE_THAT_DAY: no_service_that_day,
    Refusal.PRICE_CHANGED: price_changed,
    Refusal.CONFLICT: conflict,
}
AT_THE_DOOR = {Refusal.NO_MANDATE, Refusal.WEAK_LOGIN}
"""The lookup answers these with a 403 page; the action refuses them once more (below)."""


def priced(**changes):
    world.value(4500)
    return world.listing(4500, **changes)


def test_every_refusal_has_words_and_a_scene() -> None:
    assert set(SCENES) | AT_THE_DOOR == set(Refusal) == set(REFUSALS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", SCENES, ids=str)
def test_a_refusal_says_why_and_shows_a_way_on(code: Refusal, language: str) -> None:
    scene = SCENES[code]()
    browser = world.browser(scene.user)
    address = f"/{language}/for/{scene.client.number}/check/{scene.draft.pk}/"
    looked = browser.get(address)
    shown = looked.context["check"].fingerprint
    scene.before()
    before = world.ledger_of(scene.client)
    answer = browser.post(address, {"key": scene.draft.key, "shown": shown})
    assert answer.status_code == 200
    assert answer.context["refusal"] == code
    assert_words(answer.content.decode(), code, language, answer.context)
    assert world.ledger_of(scene.client) == before
    scene.draft.refresh_from_db()
    assert_way(browser, answer, scene)


def assert_words(page: str, code: Refusal, language: str, context) -> None:
    with translation.override(language):
        words = REFUSALS[code]
        heading, way = str(words.heading), str(words.way_text)
    if code == Refusal.OVER_BUDGET:
        assert "50\xa0€" in page and "400\xa0€" in page and "450\xa0€" in page
    else:
        assert heading in page
    assert f'data-refusal="{code}"' in page
    assert "000 000 0000" in page
    if code != Refusal.PRICE_CHANGED:
        assert way in page


def assert_way(browser: Browser, answer, scene: Scene) -> None:
    """The way on opens; for a changed price it is the same page's button, under a new key."""
    if (way := answer.context.get("way_url")) is not None:
        assert f'href="{way}"' in answer.content.decode()
        assert browser.get(way, follow=True).status_code == 200
        return
    context = answer.context
    fresh = {"key": context["draft"].key, "shown": context["check"].fingerprint}
    done = browser.post(answer.request["PATH_INFO"], fresh)
    assert "/receipt/" in done.headers["Location"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mandate_that_ended_meanwhile_shuts_the_door(language: str) -> None:
    client, what = world.aino(), priced()
    antti = world.helper(client, "antti", Right.CHOOSE)
    draft = world.draft(client, what, world.weekly(2), by=antti)
    browser = world.browser(antti)
    address = f"/{language}/for/{client.number}/check/{draft.pk}/"
    assert browser.get(address).status_code == 200
    client.mandates.update(until_on=world.ON - dt.timedelta(days=1))
    before = world.ledger_of(client)
    answer = browser.post(address, {"key": draft.key, "shown": "0"})
    assert answer.status_code == 403
    assert "000 000 0000" in answer.content.decode()
    assert "Aino" not in answer.content.decode()
    assert world.ledger_of(client) == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_weak_login_shuts_the_door(language: str, settings) -> None:
    settings.STRONG_LOGIN_REQUIRED = True
    client = world.aino()
    draft = world.draft(client, priced())
    answer = world.browser(client.user).get(f"/{language}/for/{client.number}/check/{draft.pk}/")
    assert answer.status_code == 403
    assert "000 000 0000" in answer.content.decode()
    assert "Virtanen" not in answer.content.decode()


class TestTheActionItself:
    """No page stands before it: rights are checked under the client's lock once more."""

    def refused(self, draft: Draft, user: User, **fields) -> str | None:
        before = world.ledger_of(draft.client)
        answer = confirm(draft=draft, user=user, key=draft.key, shown="", on=world.ON, **fields)
        assert world.ledger_of(draft.client) == before
        return answer.refusal

    def test_nobody_without_a_mandate(self) -> None:
        client = world.aino()
        assert self.refused(world.draft(client, priced()), world.user("otto")) == "NO_MANDATE"

    def test_nobody_who_may_only_suggest(self) -> None:
        client = world.aino()
        anna = world.helper(client, "anna", Right.SUGGEST)
        assert self.refused(world.draft(client, priced()), anna) == "NO_MANDATE"

    def test_nobody_whose_mandate_has_ended(self) -> None:
        client = world.aino()
        antti = world.helper(client, "antti", Right.CHOOSE, until_on=world.ON - dt.timedelta(days=1))
        assert self.refused(world.draft(client, priced()), antti) == "NO_MANDATE"

    def test_nobody_with_a_weak_login(self) -> None:
        client = world.aino()
        assert self.refused(world.draft(client, priced()), client.user, strong_enough=False) == "WEAK_LOGIN"

    def test_no_case_manager_without_a_note(self) -> None:
        client = world.aino()
        kaisa = world.case_manager(client)
        draft = world.draft(client, priced(), world.weekly(2), by=kaisa)
        shown = world.checked(draft, kaisa).fingerprint
        facts = {"draft": draft, "user": kaisa, "shown": shown, "on": world.ON}
        assert confirm(**facts, key="k1", note="  ").refusal == "NO_MANDATE"
        assert confirm(**facts, key="k2", note="Per telefon i dag klockan 10").ok


def test_a_membership_that_ended_a_year_and_a_day_ago_is_no_conflict() -> None:
    client, what = world.aino(), priced()
    antti = world.helper(client, "antti", Right.CHOOSE)
    member = actions.add_member(provider=what.provider, user=antti, role=MemberRole.RECORDER, on=dt.date(2024, 1, 1))
    browser = world.browser(antti)
    address = f"/sv/for/{client.number}/check/{world.draft(client, what, world.weekly(2), by=antti).pk}/"
    for ended, expected in [(world.ON - dt.timedelta(days=365), "CONFLICT"), (dt.date(2025, 11, 24), None)]:
        type(member).objects.filter(pk=member.pk).update(until_on=ended)
        assert browser.get(address).context["refusal"] == expected


def test_a_monthly_choice_outside_the_plan_is_refused() -> None:
    client = world.aino()
    world.value(8000, "month")
    what = world.listing(8000, unit="month", prices={"largest": 1})
    pattern = Pattern(PatternKind.MONTHLY, dt.date(2027, 6, 1), 1)
    draft = world.draft(client, what, pattern)
    page = world.browser(client.user).get(f"/sv/for/{client.number}/check/{draft.pk}/")
    assert page.context["refusal"] == "PLAN_NOT_IN_FORCE"
