"""Doors for the provider's staff. Before a yes a request has no name or address; after it each look is logged."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest

from catalogue.models import Provider, ProviderMember
from marketplace.accounts.models import User
from marketplace.clients.enums import ActingBy
from marketplace.clients.exceptions import LoginNeeded
from marketplace.clients.models import AccessLogEntry, Client
from marketplace.foundation.dates import today

from .enums import SelectionState
from .models import Selection

if TYPE_CHECKING:
    from .querysets import SelectionQuerySet

IDENTITY_DAYS = 30
"""Name, address and phone are shown until so many days after the last visit (domain.md, Choosing)."""


def get_provider_for(request: HttpRequest, provider_id: int) -> Provider:
    """The provider, if the user works for it today; outsiders and removed colleagues get 404."""
    if not isinstance(request.user, User):
        raise LoginNeeded
    members = ProviderMember.objects.active(today()).select_related("provider")
    try:
        member = members.filter(user=request.user, provider_id=provider_id).first()
    except OverflowError:  # a number in the address too long for SQLite
        member = None
    if member is None:
        raise Http404
    provider = member.provider
    provider.member = member
    return provider


@dataclass(frozen=True)
class Identity:
    """Who the client is, for the provider after its yes."""

    name: str
    street: str
    place: str
    phone: str


def get_selection_for(request: HttpRequest, selection_id: int) -> Selection:
    """A choice of the user's provider; `selection.identity` is None before the yes and 30 days after the end."""
    if not isinstance(request.user, User):
        raise LoginNeeded
    selection = (
        Selection.objects.select_related("provider", "listing__category", "client__postal_area__municipality")
        .filter(pk=selection_id)
        .first()
    )
    if selection is None:
        raise Http404
    get_provider_for(request, selection.provider_id)
    selection.identity = identity(selection, on=today())
    if selection.identity is not None:
        log_provider_looks(request, [selection.client], selection.provider)
    return selection


def identity(selection: Selection, *, on: dt.date) -> Identity | None:
    """None before the yes, after a no, and when the time is over."""
    answered_yes = selection.state == SelectionState.ACCEPTED or (
        selection.state == SelectionState.WITHDRAWN and selection.answered_on is not None
    )
    if not answered_yes or on > selection.last_on + dt.timedelta(days=IDENTITY_DAYS):
        return None
    client = selection.client
    return Identity(str(client), client.street, str(client.postal_area), client.phone)


def log_provider_looks(request: HttpRequest, clients: "list[Client]", provider: Provider) -> None:
    """One row for each client whose identity a page shows; before rendering."""
    match = request.resolver_match
    seen = {client.pk: client for client in clients}
    AccessLogEntry.objects.bulk_create(
        AccessLogEntry(
            client=client,
            user=request.user,
            by=ActingBy.PROVIDER,
            provider=provider,
            what=match.view_name if match else "",
        )
        for client in seen.values()
    )


def selections_of(provider: Provider) -> "SelectionQuerySet":
    return Selection.objects.of_provider(provider)
