"""Providers, their numbers, bases and people."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from stdnum.exceptions import ValidationError as StdnumError
from stdnum.fi import ytunnus

from marketplace.accounts.models import User

from ..models import PostalArea, Provider, ProviderBase, ProviderIdentifier, ProviderMember
from ..rules import BUSINESS_ID


@transaction.atomic
def add_provider(*, name: str, kind: str, languages: Iterable[str] = (), **fields: Any) -> Provider:
    return Provider.objects.create(name=name, kind=kind, languages=list(languages), **fields)


@transaction.atomic
def add_identifier(*, provider: Provider, scheme: str, value: str) -> ProviderIdentifier:
    """A number of the provider under a scheme. A Finnish business ID is checked and written as 1234567-8."""
    if scheme == BUSINESS_ID:
        value = clean_business_id(value)
    if ProviderIdentifier.objects.filter(scheme=scheme, value=value).exclude(provider=provider).exists():
        raise ValidationError(_("Another provider has this number."), code="taken")
    identifier, _created = ProviderIdentifier.objects.get_or_create(provider=provider, scheme=scheme, value=value)
    return identifier


def clean_business_id(value: str) -> str:
    """The business ID in its usual form; ValidationError if its check digit is wrong."""
    try:
        return ytunnus.format(ytunnus.validate(value))
    except StdnumError as error:
        raise ValidationError(_("This is not a business ID. It looks like 1234567-8."), code="business_id") from error


@transaction.atomic
def add_base(
    *,
    provider: Provider,
    name: str,
    postal_area: PostalArea | None = None,
    lat: float | None = None,
    lon: float | None = None,
) -> ProviderBase:
    """A point that the provider drives from: a postal area's centre, or a point. Price lists set later use it."""
    if postal_area is not None:
        lat, lon = lat or postal_area.lat, lon or postal_area.lon
    if lat is None or lon is None:
        raise ValidationError(_("Give the postal code or the point of the base place."), code="no_point")
    return ProviderBase.objects.create(provider=provider, name=name, postal_area=postal_area, lat=lat, lon=lon)


@transaction.atomic
def remove_identifier(*, identifier: ProviderIdentifier) -> None:
    """Takes away a number that was written wrongly."""
    identifier.delete()


@transaction.atomic
def remove_base(*, base: ProviderBase) -> None:
    """The provider no longer drives from there. Price lists in force keep their own copy of the point."""
    base.delete()


@transaction.atomic
def add_member(*, provider: Provider, user: User, role: str, on: dt.date) -> ProviderMember:
    """The person works for the provider from that day; a change of role ends the old row the day before."""
    for member in provider.members.select_for_update().filter(user=user, until_on__isnull=True):
        if member.role == role:
            return member
        member.until_on = max(member.from_on, on - dt.timedelta(days=1))
        member.save(update_fields=["until_on"])
    return ProviderMember.objects.create(provider=provider, user=user, role=role, from_on=on)


@transaction.atomic
def end_member(*, member: ProviderMember, on: dt.date) -> ProviderMember:
    """The person's last day. The row stays: who may not choose looks back a year."""
    member.until_on = max(member.from_on, on)
    member.save(update_fields=["until_on"])
    return member
