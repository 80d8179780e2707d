"""Confirming: visits, reservations and the answer that a key keeps."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalogue.enums import ProviderKind
from marketplace.budgets.models import Command, Reservation
from marketplace.clients.enums import Right
from marketplace.clients.models import Client
from marketplace.selections.actions.drafts import change_draft
from marketplace.selections.enums import PatternKind
from marketplace.selections.models import Draft, Selection
from marketplace.selections.pattern import Pattern
from marketplace.selections.signals import selection_requested

from . import world

pytestmark = pytest.mark.django_db
D = dt.date


class Room:
    """Aino at the check page of a draft: two hours of home help, every second Tuesday."""

    def __init__(self, client: Client | None = None, pattern: Pattern | None = None, cents: int = 4500) -> None:
        world.value(4000)
        self.client = client or world.aino()
        self.listing = world.listing(cents)
        self.draft = world.draft(self.client, self.listing, pattern or world.weekly(2, until_on=D(2026, 12, 31)))
        self.browser = world.browser(self.client.user)

    @property
    def url(self) -> str:
        return f"/sv/for/{self.client.number}/check/{self.draft.pk}/"

    def fields(self) -> dict[str, str]:
        context = self.browser.get(self.url).context
        return {"key": context["draft"].key, "shown": context["check"].fingerprint}


def test_a_choice_reserves_one_sum_per_visit_in_the_month_of_its_date() -> None:
    """45 € × 2 h = 90 € a visit; the voucher pays 80 €, Aino 10 €. Three visits in December."""
    room = Room()
    answer = room.browser.post(room.url, room.fields())
    selection = Selection.objects.get()
    assert answer.headers["Location"] == f"/sv/for/{room.client.number}/receipt/{selection.pk}/"
    visits = list(selection.visits.all())
    assert [visit.on for visit in visits] == [D(2026, 12, 1), D(2026, 12, 15), D(2026, 12, 29)]
    assert {(v.price_cents, v.budget_cents, v.own_cents) for v in visits} == {(9000, 8000, 1000)}
    assert [(v.reservation.amount, v.reservation.on) for v in visits] == [(8000, visit.on) for visit in visits]
    budget = room.client.budgets.get(month=world.DECEMBER)
    assert (budget.granted, budget.reserved, budget.spent) == (48000, 24000, 0)


def test_the_choice_keeps_who_chose_and_when_the_answer_is_due() -> None:
    """Five working days after Wednesday 25 November is Wednesday 2 December."""
    room = Room()
    room.browser.post(room.url, room.fields())
    selection = Selection.objects.get()
    assert (selection.as_self, selection.actor, selection.mandate) == (True, room.client.user, None)
    assert (selection.requested_on, selection.answer_by) == (world.ON, D(2026, 12, 2))
    assert (selection.last_on, selection.state) == (D(2026, 12, 29), "requested")
    assert selection.plan_version == room.client.plan_versions.get()


def test_the_quote_of_a_visit_is_frozen() -> None:
    room = Room()
    room.browser.post(room.url, room.fields())
    world.price(room.listing, 9900)
    visit = Selection.objects.get().visits.first()
    assert (visit.quote["unit_cents"], visit.quote["extra_cents"], visit.quote["value_cents"]) == (4500, 0, 8000)
    assert visit.quote["band"] == ["weekday", "day"]
    assert visit.price_cents == 9000


def test_a_visit_that_takes_nothing_from_the_budget_has_no_reservation() -> None:
    room = Room()
    world.value(0)
    answer = room.browser.post(room.url, room.fields())
    assert "/receipt/" in answer.headers["Location"]
    visit = Selection.objects.get().visits.first()
    assert (visit.budget_cents, visit.own_cents, visit.reservation) == (0, 9000, None)
    assert not Reservation.objects.exists()


def test_an_own_unit_takes_all_of_the_price_from_the_budget() -> None:
    client = world.aino()
    own = world.provider("Vasa hemservice", ProviderKind.MUNICIPALITY)
    what = world.listing(4500, provider=own)
    draft = world.draft(client, what, world.once())
    made = world.checked(draft, client.user)
    assert (made.refusal, made.budget, made.own) == (None, 9000, 0)


def test_a_month_priced_service_reserves_one_sum_a_month() -> None:
    """80 € a month from 15 December: 17/31 of it, then whole months to the end of March."""
    client = world.aino()
    world.value(8000, "month")
    what = world.listing(8000, unit="month", prices={"largest": Decimal(1)})
    pattern = Pattern(PatternKind.MONTHLY, D(2026, 12, 15), Decimal(1), until_on=D(2027, 3, 31))
    draft = world.draft(client, what, pattern)
    shown = world.checked(draft, client.user).fingerprint
    world.browser(client.user).post(f"/sv/for/{client.number}/check/{draft.pk}/", {"key": draft.key, "shown": shown})
    held = Reservation.objects.order_by("on").values_list("on", "amount")
    assert list(held) == [
        (D(2026, 12, 15), 4387),
        (D(2027, 1, 1), 8000),
        (D(2027, 2, 1), 8000),
        (D(2027, 3, 1), 8000),
    ]
    assert Selection.objects.get().last_on == D(2027, 3, 31)


def test_a_choice_by_mandate_names_the_mandate() -> None:
    room = Room()
    antti = world.helper(room.client, "antti", Right.CHOOSE)
    world.browser(antti).post(room.url, room.fields())
    selection = Selection.objects.get()
    assert (selection.as_self, selection.actor, selection.mandate) == (False, antti, room.client.mandates.get())


def test_others_hear_of_it_inside_the_transaction() -> None:
    heard = []

    def hear(sender: type, selection: Selection, **_: object) -> None:
        heard.append(selection.visits.count())

    selection_requested.connect(hear)
    try:
        room = Room()
        room.browser.post(room.url, room.fields())
    finally:
        selection_requested.disconnect(hear)
    assert heard == [3]


class TestKeys:
    """A key is no dead end."""

    def test_a_double_click_is_one_choice(self) -> None:
        room = Room()
        fields = room.fields()
        first, second = room.browser.post(room.url, fields), room.browser.post(room.url, fields)
        assert first.headers["Location"] == second.headers["Location"]
        assert Selection.objects.count() == 1
        assert room.client.budgets.get(month=world.DECEMBER).reserved == 24000

    def test_after_a_yes_the_draft_leads_to_the_receipt(self) -> None:
        room = Room()
        done = room.browser.post(room.url, room.fields())
        assert room.browser.get(room.url).headers["Location"] == done.headers["Location"]
        form = reverse("selections:draft", args=[room.client.number, room.draft.pk])
        assert room.browser.get(form).headers["Location"] == done.headers["Location"]

    def test_a_no_gets_a_new_key_and_back_shows_it_again(self) -> None:
        """Back after a refusal and confirm once more: the stored no, and a fresh page; nothing moves."""
        client = world.aino(cents=20000)
        room = Room(client)
        stale = room.fields()
        refused = room.browser.post(room.url, stale)
        assert refused.context["refusal"] == "OVER_BUDGET"
        room.draft.refresh_from_db()
        assert room.draft.key != stale["key"]
        again = room.browser.post(room.url, stale)
        assert again.context["refusal"] == "OVER_BUDGET"
        assert Command.objects.filter(kind="choose").count() == 1
        assert not Selection.objects.exists()

    def test_a_stored_no_stands_above_a_fresh_yes(self) -> None:
        """Money came meanwhile: the page tells the old no and can be confirmed under its new key."""
        room = Room(world.aino(cents=20000))
        stale = room.fields()
        room.browser.post(room.url, stale)
        world.grant(room.client, world.DECEMBER, 10000)
        page = room.browser.post(room.url, stale)
        assert page.templates[0].name == "pages/selections/check.html"
        assert page.context["refusal"] == "OVER_BUDGET"
        fresh = {"key": page.context["draft"].key, "shown": page.context["check"].fingerprint}
        assert "/receipt/" in room.browser.post(room.url, fresh).headers["Location"]

    def test_a_draft_changed_in_another_tab_is_shown_again(self) -> None:
        room = Room()
        stale = room.fields()
        change_draft(draft=room.draft, pattern=world.once())
        answer = room.browser.post(room.url, stale, follow=True)
        assert answer.redirect_chain[-1][0] == room.url
        assert not Selection.objects.exists()
        assert answer.context["check"].pattern == world.once()

    def test_a_used_key_with_another_payload_gets_a_fresh_page(self) -> None:
        room = Room(world.aino(cents=20000))
        stale = room.fields()
        room.browser.post(room.url, stale)
        Draft.objects.filter(pk=room.draft.pk).update(**world.once().fields())
        answer = room.browser.post(room.url, stale)
        assert answer.templates[0].name == "pages/selections/check.html"
        assert not Selection.objects.exists()

    @pytest.mark.parametrize("key", ["", "x", "\0", "a" * 5000, "🫙"])
    def test_a_key_that_we_never_made_moves_nothing(self, key: str) -> None:
        room = Room()
        fields = room.fields() | {"key": key}
        assert room.browser.post(room.url, fields).status_code == 302
        assert not Selection.objects.exists()

    @pytest.mark.parametrize("shown", ["", "\0", "f" * 5000])
    def test_another_fingerprint_is_a_changed_price(self, shown: str) -> None:
        room = Room()
        answer = room.browser.post(room.url, room.fields() | {"shown": shown})
        assert answer.context["refusal"] == "PRICE_CHANGED"

    def test_a_key_of_another_client_is_nobodys(self) -> None:
        room = Room()
        other = world.client(user=world.user("other"))
        theirs = world.draft(other, room.listing, world.weekly(2), by=other.user)
        answer = room.browser.post(room.url, room.fields() | {"key": theirs.key})
        assert answer.status_code == 302
        assert not Selection.objects.exists()


def test_two_who_spend_the_same_money_at_once_cannot() -> None:
    """Aino and Antti look at the same time; 160 € a month suffice for one of two choices of two visits."""
    client = world.aino(cents=16000)
    antti = world.helper(client, "antti", Right.CHOOSE)
    pattern = world.weekly(2, until_on=D(2026, 12, 15))
    hers = Room(client, pattern)
    his = world.draft(client, hers.listing, pattern, by=antti)
    url = f"/sv/for/{client.number}/check/{his.pk}/"
    browser = world.browser(antti)
    context = browser.get(url).context
    seen = {"key": his.key, "shown": context["check"].fingerprint}
    assert context.get("refusal") is None
    hers.browser.post(hers.url, hers.fields())
    refused = browser.post(url, seen)
    assert refused.context["refusal"] == "OVER_BUDGET"
    assert refused.context["check"].short.missing == 16000
    assert client.budgets.get(month=world.DECEMBER).reserved == 16000


def test_staff_say_how_the_choice_came() -> None:
    room = Room()
    kaisa = world.browser(world.case_manager(room.client))
    page = kaisa.get(room.url)
    fields = {"key": page.context["draft"].key, "shown": page.context["check"].fingerprint}
    empty = kaisa.post(room.url, fields)
    assert empty.context["note_form"].errors["note"]
    assert not Selection.objects.exists()
    kaisa.post(room.url, fields | {"note": "Per telefon i dag klockan 10"})
    selection = Selection.objects.get()
    assert selection.note == "Per telefon i dag klockan 10"
    assert selection.assignment == room.client.assignments.get()


def test_who_may_only_suggest_is_told_so() -> None:
    room = Room()
    anna = world.browser(world.helper(room.client, "anna", Right.SUGGEST))
    assert anna.get(room.url).status_code == 403
    assert anna.post(room.url, {"key": room.draft.key, "shown": ""}).status_code == 403


def test_another_clients_number_or_draft_is_not_found() -> None:
    room = Room()
    other = world.client(user=world.user("other"))
    assert world.browser(other.user).get(room.url).status_code == 404
    assert room.browser.get(f"/sv/for/{other.number}/check/{room.draft.pk}/").status_code == 404
    assert world.browser(other.user).get(f"/sv/for/{other.number}/check/{room.draft.pk}/").status_code == 404


def test_the_receipt_says_number_sums_and_next_steps() -> None:
    room = Room()
    page = room.browser.post(room.url, room.fields(), follow=True)
    words = page.content.decode()
    selection = Selection.objects.get()
    assert str(selection.pk) in words and "240\xa0€" in words and "30\xa0€" in words
    assert "2\xa0december" in words and "000 000 0000" in words
    assert "no-store" in page.headers["Cache-Control"]


def test_as_many_queries_for_one_visit_as_for_many() -> None:
    room = Room()

    def queries(pattern: Pattern) -> int:
        draft = world.draft(room.client, room.listing, pattern)
        with CaptureQueriesContext(connection) as seen:
            assert room.browser.get(f"/sv/for/{room.client.number}/check/{draft.pk}/").status_code == 200
        return len(seen)

    assert len({queries(pattern) for pattern in [world.once(), world.weekly(4), world.weekly(2)]}) == 1
