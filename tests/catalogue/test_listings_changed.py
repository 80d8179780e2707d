"""Every change of the catalogue tells the search, or is listed here as not indexed."""

import datetime as dt
from decimal import Decimal

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from catalogue import actions
from catalogue.actions import Item, Line, Option
from catalogue.models import Approval, Listing, PriceLine, ServedMunicipality

from .conftest import ON, WEEKDAY

pytestmark = pytest.mark.django_db

ADMIN = {  # saved and deleted by forms: save() and delete() tell
    "Category",
    "Holiday",
    "Municipality",
    "Organiser",
    "OrganiserRules",
    "PostalArea",
    "Provider",
    "VoucherValue",
}
ACTION = {  # changed by actions, or with their listing
    "ApprovalPeriod",
    "ApprovalStep",
    "FreshnessCheck",
    "Listing",
    "ListingText",
    "PackageItem",
    "PriceLine",
    "PriceOption",
    "PriceVersion",
    "ServedMunicipality",
}
NOT_INDEXED = {
    "Approval": "has no facts of its own: its periods hold",
    "CatalogueStamp": "has no facts: it changes with them",
    "ClientFeeInfo": "stands beside the choice only",
    "Evidence": "private",
    "ProviderImport": "is about files",
    "ProviderRecord": "the provider takes over what is searched, and the import tells",
    "ProviderSource": "is about files",
    "RejectedRow": "is about files",
    "EvidenceRequirement": "bears on approvals to come, by a decision",
    "MemberInvitation": "people are not searched",
    "PaymentAccount": "private",
    "ProviderBase": "a price list keeps its own copy",
    "ProviderIdentifier": "is not searched",
    "ProviderMember": "people are not searched",
}


def test_every_model_is_accounted_for() -> None:
    names = {model.__name__ for model in apps.get_app_config("catalogue").get_models()}
    assert names == ADMIN | ACTION | set(NOT_INDEXED)


@pytest.mark.parametrize("name", sorted(ADMIN))
def test_each_field_saved_in_the_admin_tells(name: str, make_listing, set_value, narpes, changes) -> None:
    """Every concrete field: a save that changes it sends, in the same transaction."""
    make_listing()
    set_value(4000)
    row = apps.get_model("catalogue", name).objects.order_by("pk").last()
    for field in row._meta.concrete_fields:
        changes.clear()
        row.save(update_fields=None if field.primary_key else [field.name])
        assert changes, field.name


def test_a_deleted_holiday_tells(organiser, changes) -> None:
    organiser.holidays.first().delete()
    assert changes == [(None, ("organiser", organiser.pk))]


def test_a_moved_category_takes_those_below_along(home_help, cleaning, changes) -> None:
    home_help.parent.code = "p5"
    home_help.parent.save()
    home_help.refresh_from_db()
    assert home_help.path == "/p5/p4-3/"


ACTS = {
    "set_price": lambda w: actions.set_price(
        listing=w.listing,
        by=None,
        on=ON,
        valid_from=ON,
        lines=[Line(**WEEKDAY, cents=1)],
        options=[Option("a", "a", "a", 1)],
    ),
    "set_served": lambda w: actions.set_served(listing=w.listing, municipalities=[]),
    "set_text": lambda w: actions.set_text(listing=w.listing, language="sv", title="Ny"),
    "confirm_fresh": lambda w: actions.confirm_fresh(listing=w.listing, by=None, on=ON),
    "unpublish": lambda w: actions.unpublish(listing=w.listing),
    "publish": lambda w: actions.publish(listing=w.listing, by=None, on=ON),
    "suspend": lambda w: actions.suspend(approval=w.approval, by=w.olof, on=ON, reason="x"),
    "withdraw": lambda w: actions.withdraw_approval(approval=w.approval, by=w.olof, on=ON, reason="x"),
}


class World:
    def __init__(self, listing: Listing, olof) -> None:
        self.listing, self.olof, self.approval = listing, olof, Approval.objects.get()


@pytest.mark.parametrize("name", sorted(ACTS))
def test_each_action_tells(name: str, make_listing, olof, changes) -> None:
    world = World(make_listing(), olof)
    changes.clear()
    ACTS[name](world)
    assert changes


# What the database itself refuses


@pytest.mark.parametrize("table", ["approvalstep", "priceversion", "priceline"])
@pytest.mark.parametrize("statement", ["DELETE FROM catalogue_{}", "UPDATE catalogue_{} SET id = id + 1000"])
def test_prices_and_steps_are_append_only(make_listing, table: str, statement: str) -> None:
    make_listing()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))
    assert PriceLine.objects.exists()


# Actions refuse


@pytest.mark.parametrize(
    ("changes_", "code"),
    [
        ({"lines": []}, "lines"),
        ({"lines": [Line(cents=1)]}, "bands"),
        ({"lines": [Line("weekday", "night", percent=130)]}, "percent"),
        ({"lines": [Line(**WEEKDAY, cents=1), Line("weekday", "evening", percent=130)]}, "evening_hours"),
        ({"lines": [Line(**WEEKDAY, cents=100_000_000)]}, "too_high"),
        ({"smallest": Decimal("1.5")}, "quantities"),
        ({"valid_from": ON - dt.timedelta(1)}, "price_in_the_past"),
        ({"items": [Item(None, Decimal(1))]}, "items"),
    ],
)
def test_a_wrong_price_list_is_refused(make_listing, changes_: dict, code: str) -> None:
    fields = {"by": None, "on": ON, "valid_from": ON, "lines": [Line(**WEEKDAY, cents=1)]} | changes_
    listing = make_listing()
    with pytest.raises(Exception) as refused:
        actions.set_price(listing=listing, **fields)
    assert refused.value.code == code
    assert listing.prices.count() == 1


def test_periods_never_overlap(make_listing, organiser, company, home_help, olof) -> None:
    make_listing()
    with pytest.raises(Exception) as refused:
        actions.approve(organiser=organiser, provider=company, category=home_help, by=olof, on=ON)
    assert refused.value.code == "overlap"


def test_an_approval_holds_for_what_is_below_it(make_listing, organiser, company, home_help, olof) -> None:
    root = home_help.parent
    actions.approve(organiser=organiser, provider=company, category=root, by=olof, on=ON)
    listing = make_listing()
    actions.withdraw_approval(approval=Approval.objects.get(category=home_help), by=olof, on=ON, reason="x")
    assert listing in Listing.objects.choosable(ON, organiser)
    actions.withdraw_approval(approval=Approval.objects.get(category=root), by=olof, on=ON, reason="x")
    assert listing not in Listing.objects.choosable(ON, organiser)


def test_the_lease_runs_out_after_its_last_day(make_listing, organiser) -> None:
    listing = make_listing()
    last = ON + dt.timedelta(days=89)
    assert listing in Listing.objects.choosable(last, organiser)
    assert listing not in Listing.objects.choosable(last + dt.timedelta(days=1), organiser)


def test_a_package_needs_every_items_approval(make_listing, organiser, company, cleaning, home_help, olof) -> None:
    service = make_listing(category=cleaning)
    prices = {"lines": [Line(cents=9900)], "items": [Item(service, Decimal(2))]}
    package = make_listing(kind="package", unit="month", prices=prices)
    assert package in Listing.objects.choosable(ON, organiser)
    actions.withdraw_approval(approval=Approval.objects.get(category=cleaning), by=olof, on=ON, reason="x")
    assert package not in Listing.objects.choosable(ON, organiser)


def test_audit_values_names_what_has_no_value(make_listing, set_value, capsys) -> None:
    make_listing()
    with pytest.raises(CommandError, match="1 without a value"):
        call_command("audit_values", "--on", ON.isoformat())
    set_value(4000)
    call_command("audit_values", "--on", ON.isoformat())


def test_a_municipality_is_served_once(make_listing) -> None:
    make_listing()
    assert ServedMunicipality.objects.count() == 1
