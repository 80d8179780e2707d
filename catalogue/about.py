"""Facts that stand beside a price: until when a provider is approved, and what the county's own help costs."""

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext as _

from marketplace.foundation.templatetags.ui import day_long

from .models import Category, ClientFeeInfo
from .money import half_up
from .pricing import CardQuote, Offer


def approved_until(offer: Offer, on: dt.date) -> str:
    """A sentence about the approval in force, or empty."""
    organiser_id = offer.home_organiser_id
    if organiser_id is None:
        return ""
    ends = [a.until_on for a in offer.approvals if a.covers(organiser_id, offer.category_path, on)]
    days = [day for day in ends if day is not None]
    if len(days) < len(ends):
        return _("Approved by the wellbeing services county.")
    return _("Approved by the wellbeing services county until %(day)s.") % {"day": day_long(max(days))}


def client_fee(category: Category, organiser_id: int | None, unit: str, on: dt.date) -> ClientFeeInfo | None:
    """What the same help costs from the organiser: the nearest category's newest row, in the same unit if it can."""
    if organiser_id is None:
        return None
    rows = ClientFeeInfo.objects.filter(
        organiser=organiser_id, category__code__in=category.lineage, valid_from__lte=on
    ).select_related("category")
    return max(rows, key=lambda row: (len(row.category.path), row.unit == unit, row.valid_from), default=None)


def fee_for(fee: ClientFeeInfo, unit: str, quote: CardQuote) -> int | None:
    """The fee for the quote's quantity; None where that is one, or in another unit."""
    if fee.unit != unit or quote.quantity == 1:
        return None
    return half_up(Decimal(fee.cents) * quote.quantity)
