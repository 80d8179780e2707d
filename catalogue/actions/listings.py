"""Listings: adding, words, places, publishing."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.accounts.models import User

from ..enums import ListingKind
from ..models import Category, Listing, ListingText, Municipality, Provider, ServedMunicipality
from ..signals import send_ids
from .freshness import confirm_fresh


@transaction.atomic
def add_listing(
    *,
    provider: Provider,
    category: Category,
    unit: str,
    kind: str = ListingKind.SERVICE,
    speaks: Sequence[str] | None = None,
    texts: Mapping[str, Mapping[str, str]],
    by: User | None = None,
) -> Listing:
    """An unpublished listing with its texts: {"sv": {"title": …, "summary": …, "body": …}, …}."""
    listing = Listing(provider=provider, category=category, unit=unit, kind=kind, live=False)
    if speaks is not None:
        listing.speaks = list(speaks)
    listing.save()
    for language, words in texts.items():
        ListingText.objects.create(listing=listing, language=language, **words)
    send_ids([listing.pk])
    return listing


@transaction.atomic
def set_text(*, listing: Listing, language: str, **words: str) -> ListingText:
    """The words in one language, live at once: for imports. Editors' drafts go through the admin."""
    text, _created = ListingText.objects.update_or_create(listing=listing, language=language, defaults=words)
    send_ids([listing.pk])
    return text


@transaction.atomic
def set_served(*, listing: Listing, municipalities: Iterable[Municipality], by: User | None = None) -> None:
    """The municipalities where the listing can be had: these and no others."""
    wanted = {municipality.pk for municipality in municipalities}
    listing.served.exclude(municipality__in=wanted).delete()
    have = set(listing.served.values_list("municipality_id", flat=True))
    ServedMunicipality.objects.bulk_create(
        [ServedMunicipality(listing=listing, municipality_id=pk) for pk in sorted(wanted - have)],
        ignore_conflicts=True,
    )
    send_ids([listing.pk])


@transaction.atomic
def publish(*, listing: Listing, by: User | None, on: dt.date) -> Listing:
    """Publish the listing as it stands in the database, which is also a word that it is right today."""
    if not listing.texts.exists():
        raise ValidationError(_("A listing needs its texts before it can be published."), code="no_texts")
    confirm_fresh(listing=listing, by=by, on=on)
    listing.save_revision(user=by).publish(user=by, skip_permission_checks=True)
    listing.refresh_from_db()
    return listing


@transaction.atomic
def unpublish(*, listing: Listing, by: User | None = None) -> None:
    """Take the listing off the market. Its page stays: "cannot be chosen now"."""
    listing.unpublish(user=by)
