"""A registration becomes a provider; whoever needs to know of a document's last day is told."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction

from catalogue import actions as catalogue
from catalogue.enums import MemberRole
from catalogue.models import Organiser, Provider
from catalogue.rules import BUSINESS_ID
from marketplace.accounts.models import User

from .enums import RegistrationRefusal
from .models import Registration
from .questions import unanswered


def begin_registration(*, organiser: Organiser, applicant: User) -> Registration:
    """The person's open one, or a new one: two clicks begin one."""
    first = {"organiser": organiser, "email": applicant.email}
    return Registration.objects.get_or_create(applicant=applicant, provider=None, defaults=first)[0]


@transaction.atomic
def finish_registration(*, registration: Registration, on: dt.date) -> Provider | RegistrationRefusal:
    """The provider comes to be, with the applicant as its owner. Sent twice it is the same provider."""
    row = Registration.objects.select_for_update(of=("self",)).select_related("applicant").get(pk=registration.pk)
    if row.provider_id:
        return row.provider
    if unanswered(row):
        return RegistrationRefusal.UNANSWERED
    try:
        with transaction.atomic():
            row.provider = _provider(row, on)
    except ValidationError:
        return RegistrationRefusal.TAKEN
    row.save(update_fields=["provider", "updated_at"])
    return row.provider


def _provider(row: Registration, on: dt.date) -> Provider:
    provider = catalogue.add_provider(
        name=row.name,
        kind=row.kind,
        languages=row.languages,
        phone=row.phone,
        email=row.email,
        contact_language=row.contact_language,
    )
    catalogue.add_identifier(provider=provider, scheme=BUSINESS_ID, value=row.business_id)
    for area in row.places.order_by("code"):
        catalogue.add_base(provider=provider, name=area.name_sv, postal_area=area)
    catalogue.add_member(provider=provider, user=row.applicant, role=MemberRole.OWNER, on=on)
    return provider
