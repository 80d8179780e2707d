"""A package: which of the provider's own services are in it, how much of each, and what it costs as a whole."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.actions import Item, Line, set_price
from catalogue.enums import UNBANDED_UNITS, DayPart, DayType, ListingKind, ListingRefusal
from catalogue.listing_rules import change_refusal
from catalogue.models import Listing, Organiser
from catalogue.money import half_up
from catalogue.offers import load_offers
from catalogue.pricing import Offer
from catalogue.words import amount, per_unit
from marketplace.accounts.models import User
from marketplace.plans.forms import EuroField
from marketplace.selections.forms import AmountField

from .forms import DraftForm

WEEKDAY = {"day_type": DayType.WEEKDAY, "part": DayPart.DAY}


@dataclass(frozen=True)
class Part:
    """A service that can be in the package; `cents`: of one unit, as cards show it."""

    service: Listing
    offer: Offer
    cents: int

    @property
    def name(self) -> str:
        return f"part_{self.service.pk}"

    @property
    def price(self) -> str:
        return per_unit(self.cents, self.service.unit)

    def sum(self, quantity: Decimal) -> int:
        return half_up(self.cents * quantity)


class PackageForm(DraftForm):
    """`reckon` in what was posted: nothing is kept, the sum is shown."""

    price = EuroField(
        label=gettext_lazy("Price of the package"),
        help_text=gettext_lazy("In euros, with value added tax. For example 120 or 89,50."),
        error_messages={"required": gettext_lazy("Write the price of the package.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in self.parts:
            self.fields[part.name] = AmountField(
                label=str(part.service), help_text=part.price, required=False, min_value=Decimal(0)
            )

    @cached_property
    def parts(self) -> list[Part]:
        """The provider's published services with a price in force."""
        services = Listing.objects.filter(provider=self.case.listing.provider, kind=ListingKind.SERVICE, live=True)
        found = list(services.with_texts().order_by("pk"))
        offers = load_offers([service.pk for service in found], self.case.on)
        return [part for service in found if (part := _part(service, offers[service.pk]))]

    def answers(self) -> dict[str, Any]:
        offer = load_offers([self.case.listing.pk], self.case.on)[self.case.listing.pk]
        cents = next(iter(offer.lines.values()), None)
        price = {} if cents is None else {"price": f"{cents / 100:.2f}".replace(".", ",")}
        return price | {f"part_{item.listing_id}": item.quantity.normalize() for item in offer.items}

    @property
    def rows(self) -> Iterator[tuple[Any, Part]]:
        """Each service's field, and the service."""
        return ((self[part.name], part) for part in self.parts)

    @cached_property
    def chosen(self) -> list[tuple[Part, Decimal]]:
        """What is in it, as typed now or as it was kept."""
        values = self.cleaned_data if self.is_bound and hasattr(self, "cleaned_data") else self.initial
        found = [(part, values.get(part.name)) for part in self.parts]
        return [(part, Decimal(quantity)) for part, quantity in found if quantity]

    @property
    def sum_lines(self) -> list[tuple[str, str, int]]:
        """Service, how much of it, and what it costs by itself in cents."""
        return [(str(p.service), amount(quantity, p.service.unit), p.sum(quantity)) for p, quantity in self.chosen]

    @property
    def sum_cents(self) -> int:
        return sum(cents for _name, _amount, cents in self.sum_lines)

    @property
    def price_cents(self) -> int | None:
        if self.is_bound:
            return getattr(self, "cleaned_data", {}).get("price")
        text = self.initial.get("price")
        return half_up(Decimal(text.replace(",", ".")) * 100) if text else None

    @property
    def only_reckons(self) -> bool:
        return "reckon" in self.data

    def clean(self) -> dict[str, Any]:
        super().clean()
        if not self.case.draft.unit:
            self.add_error(None, _("First say how the price is counted."))
        if not self.errors and not any(self.cleaned_data.get(part.name) for part in self.parts):
            self.add_error(None, _("Write how much of at least one service is in the package."))
        return self.cleaned_data

    def keep(self, *, by: User, organiser: Organiser, on: dt.date) -> ListingRefusal | None:
        """A price version with its items: plain rows, which nobody sees before the listing is live."""
        listing = self.case.listing
        if refusal := change_refusal(listing, organiser, on):
            return refusal
        band = {} if listing.unit in UNBANDED_UNITS else WEEKDAY
        set_price(
            listing=listing,
            by=by,
            on=on,
            valid_from=on,
            lines=[Line(cents=self.cleaned_data["price"], **band)],
            largest=Decimal(1),
            items=[Item(part.service, quantity) for part, quantity in self.chosen],
        )
        return None


def _part(service: Listing, offer: Offer) -> Part | None:
    band = offer.first_band()
    return Part(service, offer, offer.lines[band]) if band is not None else None
