"""The least that a ledger needs below it: an organiser, a place, one listing, one client."""

import datetime as dt
from itertools import count
from typing import Any

from catalogue.enums import ProviderKind, Unit
from catalogue.models import Category, Listing, ListingText, Municipality, Organiser, PostalArea, Provider
from marketplace.budgets.ledger import Answer, Book, command
from marketplace.clients.models import Client

MARCH, APRIL, MAY = dt.date(2026, 3, 1), dt.date(2026, 4, 1), dt.date(2026, 5, 1)
TODAY = dt.date(2026, 2, 20)

_numbers = count(1)


def organiser() -> Organiser:
    made, _ = Organiser.objects.get_or_create(
        code="test",
        defaults={"name_sv": "Området", "name_fi": "Alue", "phone": "000 000 0000", "hours_sv": "8–16"},
    )
    return made


def postal_area() -> PostalArea:
    town, _ = Municipality.objects.get_or_create(
        code="905", defaults={"organiser": organiser(), "name_sv": "Vasa", "name_fi": "Vaasa"}
    )
    area, _ = PostalArea.objects.get_or_create(
        code="65100", defaults={"municipality": town, "name_sv": "Vasa", "name_fi": "Vaasa", "lat": 63.1, "lon": 21.6}
    )
    return area


def category(code: str = "cleaning", parent: Category | None = None) -> Category:
    made, _ = Category.objects.get_or_create(
        code=code, defaults={"name_sv": code.capitalize(), "name_fi": code.capitalize(), "parent": parent}
    )
    return made


def listing() -> Listing:
    provider, _ = Provider.objects.get_or_create(name="Rent Hem", defaults={"kind": ProviderKind.COMPANY})
    made, is_new = Listing.objects.get_or_create(
        provider=provider, category=category(), defaults={"unit": Unit.HOUR, "live": True}
    )
    if is_new:
        ListingText.objects.create(listing=made, language="sv", title="Städning")
    return made


def client(**fields: Any) -> Client:
    number = next(_numbers)
    known = {
        "number": f"C{number:05d}",
        "organiser": organiser(),
        "first_name": "Aino",
        "last_name": "Virtanen",
        "born_on": dt.date(1944, 5, 4),
        "language": "sv",
        "street": "Parkgatan 1",
        "postal_area": postal_area(),
    }
    return Client.objects.create(**{**known, **fields})


def run(whose: Client, work: Any, key: str | None = None, kind: str = "test", **payload: Any) -> Answer:
    """One command with a key of its own; `work` may return None."""

    def full(book: Book) -> dict[str, Any]:
        return work(book) or {}

    return command(key=key or f"test-{next(_numbers)}", client=whose, actor=None, kind=kind, payload=payload, work=full)


def grant(whose: Client, month: dt.date, cents: int) -> Answer:
    return run(whose, lambda book: book.grant(month, cents, on=TODAY))
