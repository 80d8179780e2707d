"""A small county to reckon prices in: two towns, a tree of categories, one company."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection

from catalogue import actions
from catalogue.enums import DayPart, DayType, HolidayKind, ProviderKind, Unit
from catalogue.models import Category, Holiday, Listing, Municipality, Organiser, PostalArea, Provider
from catalogue.signals import listings_changed
from marketplace.accounts.models import User

ON = dt.date(2026, 11, 25)  # a Wednesday
BANDS = [(day, part) for day in DayType if day != DayType.NONE for part in DayPart if part != DayPart.NONE]
WEEKDAY = {"day_type": DayType.WEEKDAY, "part": DayPart.DAY}


@pytest.fixture
def organiser(db) -> Organiser:
    organiser = Organiser.objects.create(
        code="osterbotten",
        name_sv="Österbottens välfärdsområde",
        name_fi="Pohjanmaan hyvinvointialue",
        phone="000 000 0000",
        hours_sv="vardagar 8–16",
        hours_fi="arkisin 8–16",
    )
    actions.set_rules(organiser=organiser, valid_from=dt.date(2025, 1, 1))
    Holiday.objects.create(
        organiser=organiser,
        date=dt.date(2026, 12, 25),
        kind=HolidayKind.HOLIDAY,
        name_sv="Juldagen",
        name_fi="Joulupäivä",
    )
    Holiday.objects.create(
        organiser=organiser,
        date=dt.date(2026, 12, 24),
        kind=HolidayKind.EVE,
        name_sv="Julafton",
        name_fi="Jouluaatto",
    )
    return organiser


@pytest.fixture
def vasa(organiser: Organiser) -> PostalArea:
    town = Municipality.objects.create(organiser=organiser, code="905", name_sv="Vasa", name_fi="Vaasa")
    return PostalArea.objects.create(
        municipality=town, code="65100", name_sv="Vasa centrum", name_fi="Vaasa keskus", lat=63.1, lon=21.6
    )


@pytest.fixture
def narpes(organiser: Organiser) -> PostalArea:
    town = Municipality.objects.create(organiser=organiser, code="545", name_sv="Närpes", name_fi="Närpiö")
    return PostalArea.objects.create(
        municipality=town, code="64200", name_sv="Närpes", name_fi="Närpiö", lat=62.47, lon=21.34
    )


@pytest.fixture
def home_help(db) -> Category:
    root = Category.objects.create(code="p4", name_sv="Stöd hemma", name_fi="Tuki kotona")
    return Category.objects.create(code="p4-3", parent=root, name_sv="Hemservice", name_fi="Kotipalvelu")


@pytest.fixture
def cleaning(home_help: Category) -> Category:
    return Category.objects.create(
        code="cleaning", parent=home_help.parent, name_sv="Städning", name_fi="Siivous", position=1
    )


@pytest.fixture
def olof(db) -> User:
    return User.objects.create_user("olof@example.org")


@pytest.fixture
def company(vasa: PostalArea) -> Provider:
    """Its base lies about 2.2 km north of the centre of 65100."""
    provider = actions.add_provider(name="Tranbärets Hemhjälp Ab", kind=ProviderKind.COMPANY, languages=["sv", "fi"])
    actions.add_base(provider=provider, name="Smedsby", lat=63.12, lon=21.6)
    return provider


@pytest.fixture
def make_listing(organiser: Organiser, vasa: PostalArea, home_help: Category, company: Provider, olof: User):
    """A published, approved, priced listing, served in Vasa."""

    def make(**changes) -> Listing:
        prices = changes.pop("prices", {"lines": [actions.Line(**WEEKDAY, cents=4500)]})
        fields = {"provider": company, "category": home_help, "unit": Unit.HOUR} | changes
        title = fields.pop("title", "Hemhjälp")
        words = {"title": title, "summary": "Vi hjälper.", "body": "Vi hjälper dig hemma."}
        listing = actions.add_listing(texts={"sv": words, "fi": words}, **fields)
        if prices:
            actions.set_price(listing=listing, by=None, on=ON, valid_from=ON, **prices)
        actions.set_served(listing=listing, municipalities=[vasa.municipality])
        if not organiser.approvals.filter(provider=listing.provider, category=listing.category).exists():
            actions.approve(organiser=organiser, provider=listing.provider, category=listing.category, by=olof, on=ON)
        return actions.publish(listing=listing, by=None, on=ON)

    return make


@pytest.fixture
def set_value(organiser: Organiser, home_help: Category):
    """A voucher value of one hour (all bands, or the one given)."""

    def set_(cents: int | None, *, band=None, **changes) -> None:
        fields = {"category": home_help, "unit": Unit.HOUR, "valid_from": dt.date(2026, 1, 1)} | changes
        for day_type, part in [band] if band else BANDS:
            actions.set_voucher_value(organiser=organiser, cents=cents, day_type=day_type, part=part, **fields)

    return set_


ONE = Decimal(1)


@pytest.fixture
def changes():
    """What `listings_changed` said: pairs of ids and scope. Fails outside a transaction of the change."""
    heard: list = []

    def hear(sender, ids, scope, **_):
        assert connection.in_atomic_block
        heard.append((ids, scope))

    listings_changed.connect(hear)
    yield heard
    listings_changed.disconnect(hear)
