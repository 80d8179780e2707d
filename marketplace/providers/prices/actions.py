"""A change of prices: begun, written, sent, decided. Prices come to be here and in `set_price` alone."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from catalogue import actions as catalogue
from catalogue.models import Listing, Organiser, Provider
from catalogue.permissions import user_has_stake_in
from catalogue.price_rules import PriceDays
from catalogue.terms import Terms
from marketplace.accounts.models import User
from marketplace.notices.actions import tell
from marketplace.notices.enums import Kind
from marketplace.notices.recipients import editors, officials, touched_by_prices

from ..enums import OPEN_CHANGES, PriceChangeRefusal, PriceChangeState
from ..models import PriceChange, PriceChangeRow
from .looking import Look, RowLook, have_price, look_at, versions_on


@transaction.atomic
def begin_change(*, listing: Listing, organiser: Organiser, by: User, on: dt.date) -> PriceChange:
    """The person's open change of that listing, or a new one that starts from what holds on the earliest day."""
    mine = PriceChange.objects.drafts_of(listing.provider, by).filter(file_name="", rows__listing=listing)
    if (begun := mine.first()) is not None:
        return begun
    days = PriceDays(organiser.rules(on), on, has_price=have_price([listing.pk], on))
    change = PriceChange.objects.create(provider=listing.provider, by=by, valid_from=None if days.has_price else on)
    held = versions_on([listing.pk], days.first_choice).get(listing.pk)
    terms = Terms.of(held) if held else Terms()
    PriceChangeRow.objects.create(change=change, listing=listing, terms=terms.to_json())
    return change


@transaction.atomic
def begin_list(
    *,
    provider: Provider,
    by: User,
    valid_from: dt.date,
    file_name: str,
    terms: Mapping[int, Terms],
    problems: Iterable[dict[str, Any]],
) -> PriceChange:
    """A change out of a price list: terms by listing id, and the rows that cannot be taken."""
    change = PriceChange.objects.create(
        provider=provider, by=by, valid_from=valid_from, file_name=file_name[:120], problems=list(problems)
    )
    PriceChangeRow.objects.bulk_create(
        PriceChangeRow(change=change, listing_id=pk, terms=found.to_json()) for pk, found in terms.items()
    )
    return change


def write_terms(*, row: PriceChangeRow, terms: Terms) -> None:
    row.terms = terms.to_json()
    row.save(update_fields=["terms"])


def write_day(*, change: PriceChange, day: dt.date) -> None:
    change.valid_from = day
    change.save(update_fields=["valid_from"])


def throw_away(*, change: PriceChange) -> bool:
    """False if it was sent already."""
    gone, _rows = PriceChange.objects.filter(pk=change.pk, state__in=OPEN_CHANGES).delete()
    return bool(gone)


@transaction.atomic
def send_change(
    *, change: PriceChange, organiser: Organiser, by: User, on: dt.date, shown: str
) -> PriceChangeRefusal | None:
    """Takes the prices, or lays them before an official where the rules ask for it. Sent twice it is one change.

    `shown` is the fingerprint of what the person saw.
    """
    fresh = _locked(change)
    if fresh.state not in OPEN_CHANGES:
        return PriceChangeRefusal.NOT_OPEN
    look = look_at(fresh, organiser, on)
    if refusal := _hindrance(look, shown):
        return refusal
    fresh.sent_at, fresh.by, fresh.comment = timezone.now(), by, ""
    if look.needs_yes:
        fresh.state = PriceChangeState.WAITING
        fresh.save()
        tell(officials(fresh.provider), Kind.PRICES_TO_CONFIRM, but=by)
        return None
    _take(look, None)
    return None


def _hindrance(look: Look, shown: str) -> PriceChangeRefusal | None:
    if look.fingerprint != shown:
        return PriceChangeRefusal.STALE
    if look.day_trouble or look.change.problems or any(row.troubles for row in look.rows):
        return PriceChangeRefusal.TROUBLE
    return None if look.changed else PriceChangeRefusal.NOTHING


@transaction.atomic
def decide_change(
    *, change: PriceChange, organiser: Organiser, by: User, on: dt.date, yes: bool, comment: str = "", shown: str
) -> PriceChangeRefusal | None:
    """The official's yes, or back to the provider with a comment."""
    fresh = _locked(change)
    if user_has_stake_in(by, fresh.provider, on):
        return PriceChangeRefusal.CONFLICT
    if fresh.state != PriceChangeState.WAITING:
        return PriceChangeRefusal.NOT_OPEN
    look = look_at(fresh, organiser, on)
    if look.fingerprint != shown:
        return PriceChangeRefusal.STALE
    fresh.comment = comment
    if not yes:
        fresh.state, fresh.decided_by, fresh.decided_at = PriceChangeState.RETURNED, by, timezone.now()
        fresh.save()
    elif fresh.valid_from is None or fresh.valid_from < on:
        return PriceChangeRefusal.TOO_LATE
    else:
        _take(look, by)
    tell(editors(fresh.provider), Kind.PRICES_ANSWERED, but=by)
    return None


def _locked(change: PriceChange) -> PriceChange:
    """As it is now. Changes of one provider wait for each other: each is looked at beside what the last one made."""
    Provider.objects.select_for_update(no_key=True).get(pk=change.provider_id)
    return PriceChange.objects.with_rows().get(pk=change.pk)


def _take(look: Look, by: User | None) -> None:
    """Each changed row becomes a price version; who has saved or chosen the listing is told."""
    change = look.change
    change.state, change.decided_by, change.decided_at = PriceChangeState.TAKEN, by, timezone.now()
    change.save()
    for row in look.changed:
        _set(row, look)
    known = [row.listing.pk for row in look.changed if row.old is not None]
    tell(touched_by_prices(known, look.on), Kind.PRICES_CHANGE)


def _set(row: RowLook, look: Look) -> None:
    change = look.change
    row.row.version = catalogue.set_terms(
        listing=row.listing, by=change.by, on=look.on, valid_from=look.day, terms=row.new
    )
    row.row.save(update_fields=["version"])
