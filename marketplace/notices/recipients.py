"""Who is told of what."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from catalogue.enums import CAN_EDIT, MemberRole
from catalogue.models import Approval, Provider
from catalogue.permissions import user_has_stake_in
from marketplace.accounts.enums import Role
from marketplace.accounts.models import User
from marketplace.clients.enums import Right
from marketplace.clients.models import Client, Mandate
from marketplace.foundation.dates import today
from marketplace.selections.enums import OPEN
from marketplace.selections.models import Selection, ShortlistItem
from marketplace.selections.stopped import hit_by_end_of


def clients_side(client: Client, *, right: Right = Right.SUGGEST) -> list[User]:
    """The client, if she has a login, and those who have at least that right today."""
    mandates = client.mandates.active(today()).filter(right__gte=right).select_related("person")
    own = [client.user] if client.user else []
    return own + [mandate.person for mandate in mandates]


def workers(provider: Provider) -> list[User]:
    return [member.user for member in provider.members.active(today()).select_related("user")]


def editors(provider: Provider) -> list[User]:
    """Owners and editors: they apply, and answer the county."""
    members = provider.members.active(today()).filter(role__in=CAN_EDIT)
    return [member.user for member in members.select_related("user")]


def owners(provider: Provider) -> list[User]:
    members = provider.members.active(today()).filter(role=MemberRole.OWNER)
    return [member.user for member in members.select_related("user")]


def officials(provider: Provider) -> list[User]:
    """Those who may decide about it."""
    found = User.objects.filter(groups__name=Role.OFFICIAL, is_active=True)
    return [user for user in found if not user_has_stake_in(user, provider, today())]


def clients_hit_by(approval: Approval, from_on: dt.date) -> QuerySet[Client]:
    """Those whose running choices the approval carried."""
    return Client.objects.filter(pk__in=hit_by_end_of(approval, from_on).values("client"))


def managers_of(clients: QuerySet[Client]) -> list[User]:
    charged = User.objects.filter(
        Q(assignments__until_on__isnull=True) | Q(assignments__until_on__gte=today()),
        assignments__client__in=clients,
        assignments__from_on__lte=today(),
    )
    return list(charged.distinct())


def sides_of(clients: QuerySet[Client]) -> list[User]:
    """As `clients_side`, of many at once."""
    mandates = Mandate.objects.active(today()).filter(client__in=clients, right__gte=Right.SUGGEST)
    return list(User.objects.filter(Q(client__in=clients) | Q(pk__in=mandates.values("person"))).distinct())


def case_managers(client: Client) -> list[User]:
    return [charge.user for charge in client.assignments.active(today()).select_related("user")]


def touched_by_prices(listing_ids: Iterable[int], on: dt.date) -> list[User]:
    """The sides of all clients who have saved one of the listings, or chosen it and are not at the end of it."""
    ids = list(listing_ids)
    saved = ShortlistItem.objects.filter(listing__in=ids).values("client")
    chosen = Selection.objects.filter(listing__in=ids, state__in=OPEN, last_on__gte=on).values("client")
    clients = Client.objects.filter(Q(pk__in=saved) | Q(pk__in=chosen))
    helpers = Mandate.objects.active(on).filter(client__in=clients, right__gte=Right.SUGGEST)
    return list(User.objects.filter(Q(pk__in=clients.values("user")) | Q(pk__in=helpers.values("person"))))


def language_of(email: str) -> str | None:
    """The language of whoever has a login with that address."""
    return User.objects.filter(email__iexact=email).values_list("language", flat=True).first()
