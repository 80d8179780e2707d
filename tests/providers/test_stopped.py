"""A withdrawn approval and the choices it carried: told, listed with others, the money untouched until someone acts."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue import actions
from catalogue.models import Approval
from marketplace.budgets.audit import differences
from marketplace.budgets.models import Budget
from marketplace.clients.models import Client
from marketplace.foundation.dates import today
from marketplace.notices.models import Notice
from marketplace.selections.models import Selection
from marketplace.selections.stopped import extent, hit_by_end_of, stopped_of

from .conftest import text_of, told

PAGE = "/en/work/stopped/"


@pytest.fixture
def choice(cast) -> Selection:
    """Aino's dinners by Lärkans Hemservice, three days a week."""
    aino = cast.clients["Aino Virtanen"]
    return Selection.objects.get(client=aino, listing=cast.listings["larkan.dinner"], state="accepted")


@pytest.fixture
def carrying(cast, choice: Selection) -> Approval:
    return choice.provider.approvals.get(category=choice.listing.category)


def stop(approval: Approval, by, kind: str = "withdrawn", from_on: dt.date | None = None) -> None:
    seen = approval.steps.latest("pk").pk
    facts = {"step": kind, "seen": seen, "from_on": from_on or today(), "reason": "Slutar."}
    assert actions.decide(approval=approval, by=by, on=today(), **facts) is None


def money() -> list[tuple]:
    return list(Budget.objects.order_by("pk").values_list("pk", "granted", "reserved", "spent", "seq"))


def test_money_and_choices_stay_as_they_are(cast, carrying: Approval, choice: Selection) -> None:
    before, visits = money(), list(choice.visits.order_by("pk").values())
    stop(carrying, cast.users["olof"])
    assert money() == before
    assert list(choice.visits.order_by("pk").values()) == visits
    assert Selection.objects.get(pk=choice.pk).state == "accepted"
    assert list(differences()) == []


def test_the_case_managers_of_those_clients_are_told(cast, carrying: Approval, choice: Selection) -> None:
    hit = set(hit_by_end_of(carrying, today()).values_list("client", flat=True))
    pairs = Client.objects.filter(pk__in=hit).values_list("assignments__user__first_name", flat=True)
    stop(carrying, cast.users["olof"])
    managers = {name for name, kind, _language in told() if kind == "provider_stopped"}
    assert managers == {name.lower() for name in pairs} >= {"kaisa", "kent"}
    assert "klas" not in managers


def test_it_is_listed_for_them_with_others(cast, as_person, carrying: Approval, choice: Selection) -> None:
    kaisa = as_person("kaisa")
    assert "All that your clients have chosen is of approved providers." in text_of(kaisa.get(PAGE))
    stop(carrying, cast.users["olof"])
    page = kaisa.get(PAGE)
    rows = {row.selection.pk: row for row in page.context["rows"]}
    row = rows[choice.pk]
    assert "Aino Virtanen" in text_of(page)
    assert f"/en/for/{choice.client.number}/choices/{choice.pk}/" in page.content.decode()
    for other in row.others:
        assert other.category_id == choice.listing.category_id
        assert other.provider_id != choice.provider_id
        assert f"/en/for/{choice.client.number}/listings/{other.pk}/" in page.content.decode()
    assert "Aino" not in text_of(as_person("klas").get(PAGE))


def test_others_come_to_the_clients_town(cast, tranbaret: Approval) -> None:
    """Helga's cleaning: who does not serve Vasa is not offered."""
    stop(tranbaret, cast.users["olof"])
    clients = Client.objects.filter(first_name="Helga")
    others = {listing for row in stopped_of(clients, today()) for listing in row.others}
    assert others
    for listing in others:
        actions.set_served(listing=listing, municipalities=[])
    left = {listing for row in stopped_of(clients, today()) for listing in row.others}
    assert not left & others


def test_a_stop_from_a_later_day_touches_only_later_visits(cast, carrying: Approval, choice: Selection) -> None:
    days = list(choice.visits.filter(state="planned").order_by("on").values_list("on", flat=True))
    later = days[1]
    whole = extent(hit_by_end_of(carrying, today()).filter(pk=choice.pk).with_coming(today()))
    part = extent(hit_by_end_of(carrying, later).filter(pk=choice.pk).with_coming(later))
    assert (whole.choices, whole.visits) == (1, len(days))
    assert (part.choices, part.visits) == (1, len(days) - 1)
    stop(carrying, cast.users["olof"], from_on=later)
    assert choice in Selection.objects.without_approval(today())
    assert choice not in hit_by_end_of(carrying, days[-1] + dt.timedelta(days=1))


def test_what_another_approval_carries_is_not_touched(cast, carrying: Approval, choice: Selection) -> None:
    """Approved for all that lies above cleaning too."""
    above = carrying.category.parent
    whom = {"organiser": cast.organiser, "provider": carrying.provider, "category": above}
    actions.approve(**whom, by=cast.users["olof"], on=today())
    assert choice not in hit_by_end_of(carrying, today())
    stop(carrying, cast.users["olof"])
    assert choice not in Selection.objects.without_approval(today())
    assert {kind for _name, kind, _language in told()} == {"approval_decided"}


def test_put_in_force_again_it_is_off_the_list(cast, carrying: Approval, choice: Selection) -> None:
    stop(carrying, cast.users["olof"], "suspended")
    assert choice in Selection.objects.without_approval(today())
    seen = carrying.steps.latest("pk").pk
    facts = {"step": "resumed", "seen": seen, "from_on": today()}
    assert actions.decide(approval=carrying, by=cast.users["olof"], on=today(), **facts) is None
    assert choice not in Selection.objects.without_approval(today())


def test_taken_back_it_is_off_the_list_and_the_money_free(cast, as_person, carrying: Approval, choice) -> None:
    stop(carrying, cast.users["olof"])
    reserved = sum(row[2] for row in money())
    kaisa = as_person("kaisa")
    done = kaisa.post(f"/en/for/{choice.client.number}/choices/{choice.pk}/withdraw/", {"key": "w", "note": "Ringde."})
    assert done.status_code == 302
    assert choice not in Selection.objects.without_approval(today())
    assert sum(row[2] for row in money()) < reserved
    assert list(differences()) == []


def test_a_day_without_a_stop_tells_nobody(cast, carrying: Approval) -> None:
    assert not Notice.objects.exists()
    assert not Selection.objects.without_approval(today()).exists()


def test_the_list_costs_the_same_however_long_it_is(cast, as_person, carrying: Approval, choice: Selection) -> None:
    kaisa = as_person("kaisa")
    stop(carrying, cast.users["olof"])
    with CaptureQueriesContext(connection) as short:
        few = len(kaisa.get(PAGE).context["rows"])
    for approval in cast.approvals:
        if approval.pk != carrying.pk:
            stop(approval, cast.users["olof"])
    with CaptureQueriesContext(connection) as long:
        many = len(kaisa.get(PAGE).context["rows"])
    assert many > few > 0
    assert len(long) == len(short)
