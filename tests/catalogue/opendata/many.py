"""Many providers with one listing each that can be chosen, written straight into the tables."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from catalogue.models import (
    Approval,
    ApprovalPeriod,
    Category,
    FreshnessCheck,
    Listing,
    ListingText,
    Municipality,
    Organiser,
    PriceLine,
    PriceVersion,
    Provider,
    ProviderBase,
    ServedMunicipality,
)

BODY = "Vi kommer hem till dig och hjälper dig i vardagen. " * 20


@transaction.atomic
def add_many(count: int, organiser: Organiser, category: Category, town: Municipality, on: dt.date) -> None:
    providers = Provider.objects.bulk_create(Provider(name=f"Firma {n}", kind="company") for n in range(count))
    ProviderBase.objects.bulk_create(ProviderBase(provider=p, name="Bas", lat=63.0, lon=21.0) for p in providers)
    approvals = Approval.objects.bulk_create(
        Approval(organiser=organiser, provider=provider, category=category) for provider in providers
    )
    ApprovalPeriod.objects.bulk_create(ApprovalPeriod(approval=approval, from_on=on) for approval in approvals)
    now = timezone.now()
    listings = Listing.objects.bulk_create(
        Listing(
            provider=provider,
            category=category,
            unit="hour",
            live=True,
            first_published_at=now,
            last_published_at=now,
            latest_revision=None,
        )
        for provider in providers
    )
    ListingText.objects.bulk_create(
        ListingText(listing=listing, language=code, title="Hjälp", summary="Vi hjälper.", body=BODY)
        for listing in listings
        for code in ("sv", "fi")
    )
    ServedMunicipality.objects.bulk_create(ServedMunicipality(listing=each, municipality=town) for each in listings)
    FreshnessCheck.objects.bulk_create(FreshnessCheck(listing=listing, on=on) for listing in listings)
    versions = PriceVersion.objects.bulk_create(PriceVersion(listing=each, valid_from=on) for each in listings)
    PriceLine.objects.bulk_create(
        PriceLine(version=version, day_type="weekday", part="day", cents=4500) for version in versions
    )
