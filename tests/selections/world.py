"""A small county in which one can choose: Aino in Vasa, her helpers, one company with an hour of home help."""

import datetime as dt
from decimal import Decimal
from itertools import count
from typing import Any

from django.contrib.auth.models import Group
from django.test import Client as Browser

from catalogue import actions
from catalogue.actions import Line
from catalogue.enums import UNBANDED_UNITS, DayPart, DayType, HolidayKind, ProviderKind, Unit
from catalogue.models import Category, Holiday, Listing, Municipality, Organiser, PostalArea, Provider
from catalogue.offers import load_offers
from marketplace.accounts.enums import Role
from marketplace.accounts.models import User
from marketplace.budgets.ledger import command
from marketplace.clients.acting import acting_for
from marketplace.clients.actions import assign, give_mandate
from marketplace.clients.enums import Kinship, MandateBasis, Profession, Right
from marketplace.clients.models import Client
from marketplace.plans.enums import Per
from marketplace.plans.models import Decision, Need, PlanVersion
from marketplace.selections.actions.drafts import start_draft
from marketplace.selections.check import Check, check
from marketplace.selections.enums import PatternKind
from marketplace.selections.models import Draft
from marketplace.selections.offers import WayThatFits, what_fits
from marketplace.selections.pattern import Pattern
from marketplace.selections.situation import load_situation

ON = dt.date(2026, 11, 25)  # a Wednesday
DECEMBER, MAY = dt.date(2026, 12, 1), dt.date(2027, 5, 1)
TUESDAY = dt.date(2026, 12, 1)
TEN = dt.time(10)
BANDS = [(day, part) for day in DayType if day != DayType.NONE for part in DayPart if part != DayPart.NONE]

_numbers = count(1)


def organiser() -> Organiser:
    made, is_new = Organiser.objects.get_or_create(
        code="osterbotten",
        defaults={
            "name_sv": "Österbottens välfärdsområde",
            "name_fi": "Pohjanmaan hyvinvointialue",
            "phone": "000 000 0000",
            "hours_sv": "vardagar 8–16",
            "hours_fi": "arkisin 8–16",
        },
    )
    if is_new:
        actions.set_rules(organiser=made, valid_from=dt.date(2025, 1, 1))
        day = dt.date(2026, 12, 25)
        names = {"name_sv": "Juldagen", "name_fi": "Joulupäivä"}
        Holiday.objects.create(organiser=made, date=day, kind=HolidayKind.HOLIDAY, **names)
    return made


def area(code: str = "65100", town: str = "Vasa", lat: float = 63.1, lon: float = 21.6) -> PostalArea:
    municipality, _ = Municipality.objects.get_or_create(
        code=town[:3].upper(), defaults={"organiser": organiser(), "name_sv": town, "name_fi": town}
    )
    names = {"name_sv": town, "name_fi": town, "lat": lat, "lon": lon}
    return PostalArea.objects.get_or_create(code=code, defaults={"municipality": municipality, **names})[0]


def category(code: str = "home-help", **fields: Any) -> Category:
    names = {"name_sv": f"{code} sv", "name_fi": f"{code} fi"}
    return Category.objects.get_or_create(code=code, defaults={**names, **fields})[0]


def user(name: str, role: Role | None = None) -> User:
    made = User.objects.filter(email=f"{name}@example.org").first()
    made = made or User.objects.create_user(f"{name}@example.org")
    if role is not None:
        made.groups.add(Group.objects.get_or_create(name=role.value)[0])
    return made


def provider(name: str = "Tranbärets Hemhjälp Ab", kind: str = ProviderKind.COMPANY) -> Provider:
    known = Provider.objects.filter(name=name).first()
    return known or actions.add_provider(name=name, kind=kind, languages=["sv", "fi"])


def approve(listing: Listing, until_on: dt.date | None = None) -> None:
    fields = {"organiser": organiser(), "provider": listing.provider, "category": listing.category}
    if not organiser().approvals.filter(provider=listing.provider, category=listing.category).exists():
        actions.approve(**fields, by=user("olof"), on=ON, until_on=until_on)


def price(listing: Listing, cents: int, valid_from: dt.date = ON, **fields: Any) -> None:
    """One band: weekdays by day; or without bands, as the unit asks."""
    bandless = listing.unit in UNBANDED_UNITS
    line = Line(cents=cents) if bandless else Line(day_type=DayType.WEEKDAY, part=DayPart.DAY, cents=cents)
    fields = {"lines": [line]} | fields
    actions.set_price(listing=listing, by=None, on=ON, valid_from=valid_from, **fields)


def value(cents: int | None, unit: str = Unit.HOUR, code: str = "home-help") -> None:
    bands = [(DayType.NONE, DayPart.NONE)] if unit in UNBANDED_UNITS else BANDS
    for day_type, part in bands:
        fields = {"category": category(code), "unit": unit, "valid_from": dt.date(2026, 1, 1)}
        actions.set_voucher_value(organiser=organiser(), cents=cents, day_type=day_type, part=part, **fields)


def listing(cents: int = 4500, title: str = "Hemhjälp", **changes: Any) -> Listing:
    """Published, approved, priced, served in Vasa."""
    own = {name: changes.pop(name) for name in ("approved", "served", "until_on") if name in changes}
    prices = changes.pop("prices", {})
    fields = {"provider": provider(), "category": category(), "unit": Unit.HOUR} | changes
    words = {"title": title, "summary": "Vi hjälper.", "body": "Vi hjälper dig hemma."}
    made = actions.add_listing(texts={"sv": words, "fi": words}, **fields)
    price(made, cents, **prices)
    actions.set_served(listing=made, municipalities=[area().municipality] if own.get("served", True) else [])
    if own.get("approved", True):
        approve(made, own.get("until_on"))
    return actions.publish(listing=made, by=None, on=ON)


def grant(client: Client, month: dt.date, cents: int) -> None:
    def work(book: Any) -> dict[str, Any]:
        book.grant(month, cents, on=ON)
        return {}

    key = f"grant-{next(_numbers)}"
    command(key=key, client=client, actor=None, kind="test", payload={}, work=work)


def plan(client: Client, *codes: str, first: dt.date = dt.date(2026, 11, 1), last: dt.date = MAY) -> PlanVersion:
    """A decided version that allows those categories. It grants nothing: tests say what is left."""
    author = user("kaisa", Role.CASE_MANAGER)
    number = next(_numbers)
    made = PlanVersion.objects.create(
        client=client, number=number, from_month=first, until_month=last, monthly_cents=0, review_on=last, author=author
    )
    for code in codes or ("home-help",):
        Need.objects.create(version=made, category=category(code), amount=2, unit=Unit.HOUR, per=Per.WEEK)
    answer = command(key=f"d{number}", client=client, actor=author, kind="decide", payload={}, work=lambda book: {})
    Decision.objects.create(number=f"D{number}", version=made, decided_by=author, on=ON, command=answer.command)
    return made


def client(cents: int | None = 48000, **fields: Any) -> Client:
    """With a plan to the end of May, and that much in every month of it (None: no plan, no money)."""
    number = next(_numbers)
    known = {
        "number": f"{10_000_000 + number}",
        "organiser": organiser(),
        "first_name": "Aino",
        "last_name": "Virtanen",
        "born_on": dt.date(1944, 5, 4),
        "language": "sv",
        "street": "Storgatan 1",
        "postal_area": area(),
    }
    made = Client.objects.create(**{**known, **fields})
    if cents is not None:
        version = plan(made)
        for month in version.months:
            grant(made, month, cents)
    return made


def aino(**fields: Any) -> Client:
    return client(user=user("aino"), **fields)


def helper(of: Client, name: str, right: Right, **fields: Any) -> User:
    made = user(name)
    known = {"basis": MandateBasis.CONSENT, "from_on": dt.date(2026, 1, 1), "kinship": Kinship.SON}
    give_mandate(client=of, person=made, right=right, **{**known, **fields})
    return made


def case_manager(of: Client) -> User:
    kaisa = user("kaisa", Role.CASE_MANAGER)
    assign(client=of, user=kaisa, profession=Profession.NURSE, from_on=dt.date(2026, 1, 1))
    return kaisa


def weekly(every: int = 1, **changes: Any) -> Pattern:
    """Two hours on Tuesdays at ten, from 1 December."""
    known = {"first_on": TUESDAY, "quantity": Decimal(2), "every_weeks": every, "weekdays": (1,), "start": TEN}
    return Pattern(PatternKind.WEEKLY, **{**known, **changes})


def once(on: dt.date = TUESDAY, quantity: str = "2", **changes: Any) -> Pattern:
    return Pattern(PatternKind.ONCE, on, Decimal(quantity), **{"start": TEN, **changes})


def draft(of: Client, what: Listing, pattern: Pattern | None = None, by: User | None = None) -> Draft:
    author = by or of.user or user("aino")
    return start_draft(client=of, listing=what, author=author, pattern=pattern or weekly())


def browser(who: User) -> Browser:
    made = Browser()
    made.force_login(who)
    return made


def ledger_of(of: Client) -> list[tuple]:
    """All that money is: changes if anything moved."""
    rows = of.budgets.order_by("month").values_list("month", "granted", "reserved", "spent", "seq")
    return [*rows, of.selections.count()]


def checked(what: Draft, by: User) -> Check:
    """The check that the page shows to that person."""
    client = Client.objects.select_related("organiser", "postal_area__municipality").get(pk=what.client_id)
    situation = load_situation(client, on=ON, acting=acting_for(by, client, on=ON))
    return check(situation, load_offers([what.listing_id], ON)[what.listing_id], Pattern.of(what))


def ways(what: Draft, by: User) -> list[WayThatFits]:
    """The offers of the refusal page, without other listings."""
    client = Client.objects.select_related("organiser", "postal_area__municipality").get(pk=what.client_id)
    situation = load_situation(client, on=ON, acting=acting_for(by, client, on=ON))
    return what_fits(situation, checked(what, by), {})
