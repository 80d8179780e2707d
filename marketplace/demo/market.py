"""The county, its rules and places, the providers and what they offer."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from stdnum.fi import ytunnus

from catalogue import actions
from catalogue.enums import ListingKind, MemberRole
from catalogue.models import Category, Listing, Municipality, Organiser, PostalArea, Provider
from marketplace.accounts.models import User
from marketplace.plans.models import ReferencePrice

from .bands import BANDS
from .people import add_user
from .texts import listings, read
from .world import World

DUE_DAYS = {"tranbaret.walk": 65}
"""Petra's walks wait to be checked: more than 60 days have gone since her last word."""
FRESH_EVERY = 60
"""Days between a provider's words that a listing is still right: well inside the lease of 90 days."""
NIGHT = {"night_from": dt.time(22), "night_until": dt.time(7)}
HEADINGS = {
    "sv": ("Det här ingår", "Det här ingår inte", "Vem kommer?"),
    "fi": ("Tähän kuuluu", "Tähän ei kuulu", "Kuka tulee?"),
}


def build_county(world: World) -> None:
    world.organiser = organiser = Organiser.objects.create(
        code="osterbotten",
        name_sv="Österbottens välfärdsområde",
        name_fi="Pohjanmaan hyvinvointialue",
        name_en="Ostrobothnia wellbeing services county",
        phone="000 000 0000",
        hours_sv="vardagar 8–16",
        hours_fi="arkisin 8–16",
        hours_en="weekdays 8–16",
    )
    actions.set_rules(
        organiser=organiser,
        valid_from=world.opened,
        travel_allowance_cents_per_km=50,
        travel_allowance_free_km=10,
    )
    areas = actions.import_places(organiser=organiser)
    actions.import_categories()
    actions.import_holidays(organiser=organiser)
    world.categories = {category.code: category for category in Category.objects.all()}
    world.say(f"{areas} postal areas, {len(world.categories)} service classes")


def build_rules(world: World) -> None:
    """Voucher values, fees and reference prices."""
    rules = read("rules")
    towns = {town.code: town for town in Municipality.objects.all()}
    for row in rules["value"]:
        for band, cents in row.get("bands", {"": row.get("cents")}).items():
            _set_value(world, row, towns, band, cents)
    for row in rules["fee"]:
        category = world.categories[row["category"]]
        names = {"name_sv": category.name_sv, "name_fi": category.name_fi, "name_en": category.name_en}
        dated = {"unit": row["unit"], "cents": row["cents"], "valid_from": world.opened, "source": rules["source"]}
        actions.set_client_fee(organiser=world.organiser, category=category, **dated, **names)
    for row in rules["reference"]:
        ReferencePrice.objects.create(
            organiser=world.organiser,
            category=world.categories[row["category"]],
            municipality=towns[row["municipality"]] if "municipality" in row else None,
            unit=row["unit"],
            cents=row["cents"],
            valid_from=world.opened,
            source=rules["source"],
        )


def _set_value(world: World, row: dict[str, Any], towns: dict[str, Municipality], band: str, cents: int) -> None:
    fields = dict(zip(("day_type", "part"), BANDS[band], strict=True)) if band else {}
    actions.set_voucher_value(
        organiser=world.organiser,
        category=world.categories[row["category"]],
        municipality=towns[row["municipality"]] if "municipality" in row else None,
        unit=row["unit"],
        valid_from=world.opened,
        cents=cents,
        **fields,
    )


def build_providers(world: World) -> None:
    wanted = {row["key"].split(".")[0] for row in listings(cast_only=world.cast_only)}
    numbers = business_ids()
    for key, row in read("providers").items():
        number = next(numbers)
        if key in wanted:
            world.providers[key] = _provider(world, key, row, number)
    world.say(f"{len(world.providers)} providers")


def business_ids(first: int = 9_990_000) -> Iterator[str]:
    """Numbers from 9990000 on: a series so high that no company has it, with right check digits."""
    for number in range(first, 9_991_000):
        yield from (ytunnus.format(f"{number}{digit}") for digit in range(10) if ytunnus.is_valid(f"{number}{digit}"))


def _provider(world: World, key: str, row: dict[str, Any], number: str) -> Provider:
    place, code = row["base"]
    provider = actions.add_provider(
        name=row["name"],
        kind=row["kind"],
        languages=row["speaks"],
        phone="000 000 0000",
        email=f"kontor@{key}.example",
        about_sv=row["sv"],
        about_fi=row["fi"],
    )
    actions.add_identifier(provider=provider, scheme="fi-business-id", value=number)
    actions.add_base(provider=provider, name=place, postal_area=PostalArea.objects.get(code=code))
    if key == "tranbaret":
        worker = world.users["petra"]
    else:
        worker = add_user(world, place, row["name"].split()[0], row["speaks"][0], email=f"kontor@{key}.example")
    actions.add_member(provider=provider, user=worker, role=MemberRole.EDITOR, on=world.opened)
    world.workers[provider.pk] = worker
    return provider


def build_listings(world: World) -> None:
    rows = listings(cast_only=world.cast_only)
    for row in world.each(rows, "Listings"):
        _approve(world, row)
        _listing(world, row)
    packages = sum("items" in row for row in rows)
    world.say(f"{len(rows)} listings, {packages} of them packages")


def _approve(world: World, row: dict[str, Any]) -> None:
    provider, category = world.providers[row["key"].split(".")[0]], world.categories[row["category"]]
    if world.organiser.approvals.filter(provider=provider, category=category).exists():
        return
    who = {"organiser": world.organiser, "provider": provider, "category": category}
    approval = actions.apply_for_approval(**who, by=world.workers[provider.pk], on=world.opened)
    actions.approve(**who, by=world.users["olof"], on=world.opened)
    world.approvals.append(approval)


def _listing(world: World, row: dict[str, Any]) -> None:
    owner = row["key"].split(".")[0]
    provider, facts = world.providers[owner], read("providers")[owner]
    by = world.workers[provider.pk]
    listing = actions.add_listing(
        provider=provider,
        category=world.categories[row["category"]],
        unit=row["unit"],
        kind=ListingKind.PACKAGE if "items" in row else ListingKind.SERVICE,
        speaks=facts["speaks"],
        texts={language: words(language, row[language]) for language in ("sv", "fi", "en")},
        by=by,
    )
    world.listings[row["key"]] = listing
    actions.set_price(listing=listing, by=by, on=world.opened, valid_from=world.opened, **price_fields(world, row))
    towns = world.organiser.municipalities.filter(code__in=facts["serves"])
    actions.set_served(listing=listing, municipalities=towns, by=by)
    actions.publish(listing=listing, by=by, on=world.opened)
    _stay_fresh(world, listing, by, DUE_DAYS.get(row["key"], 13))


def _stay_fresh(world: World, listing: Listing, by: User, days: int) -> None:
    """The last word is so many days old; before it one every sixty days, so that past choices were possible."""
    day = world.anchor - dt.timedelta(days=days)
    while day > world.opened:
        actions.confirm_fresh(listing=listing, by=by, on=day)
        day -= dt.timedelta(days=FRESH_EVERY)


def price_fields(world: World, row: dict[str, Any]) -> dict[str, Any]:
    """What `set_price` takes, from a row of the file."""
    smallest, largest, step = (Decimal(str(number)) for number in row.get("quantity", [1, 1, 1]))
    fields: dict[str, Any] = {"smallest": smallest, "largest": largest, "step": step, "lines": _lines(row)}
    fields["minutes"] = row.get("minutes")
    if "evening" in row:
        night = NIGHT if any(band.endswith("n") for band in row["prices"]) else {}
        fields["hours"] = actions.Hours(evening_from=dt.time.fromisoformat(row["evening"]), **night)
    if "travel" in row:
        free, cents, far = row["travel"]
        fields["travel"] = actions.Travel(free_m=free * 1000, cents_per_km=cents, max_m=far * 1000)
    fields["options"] = [
        actions.Option(code=code, name_sv=sv, name_fi=fi, name_en=en, cents=cents)
        for code, sv, fi, en, cents in row.get("options", [])
    ]
    items = row.get("items", {}).items()
    fields["items"] = [actions.Item(world.listings[key], Decimal(str(count))) for key, count in items]
    return fields


def _lines(row: dict[str, Any]) -> list[actions.Line]:
    """Cents, or "130%" of the same kind of day's day price."""
    if "price" in row:
        return [actions.Line(cents=row["price"])]
    return [_line(band, price) for band, price in row["prices"].items()]


def _line(band: str, price: int | str) -> actions.Line:
    day_type, part = BANDS[band]
    if isinstance(price, str):
        return actions.Line(day_type, part, percent=int(price.rstrip("%")))
    return actions.Line(day_type, part, cents=price)


def words(language: str, text: list[Any]) -> dict[str, str]:
    """The texts of a listing: English has a title and a summary only."""
    title, summary, *rest = text
    if not rest:
        return {"title": title, "summary": summary, "body": summary}
    lead, included, excluded, who, easy = rest
    inside, outside, comes = HEADINGS[language]
    listed = "\n".join(f"- {item}" for item in included)
    parts = [lead, f"# {inside}", listed, f"# {outside}", excluded, f"# {comes}", who]
    return {"title": title, "summary": summary, "body": "\n\n".join(parts), "easy_body": easy}
