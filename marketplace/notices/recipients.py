"""Who is told of what."""

from catalogue.models import Provider
from marketplace.accounts.models import User
from marketplace.clients.enums import Right
from marketplace.clients.models import Client
from marketplace.foundation.dates import today


def clients_side(client: Client, *, right: Right = Right.SUGGEST) -> list[User]:
    """The client, if she has a login, and those who have at least that right today."""
    mandates = client.mandates.active(today()).filter(right__gte=right).select_related("person")
    own = [client.user] if client.user else []
    return own + [mandate.person for mandate in mandates]


def workers(provider: Provider) -> list[User]:
    return [member.user for member in provider.members.active(today()).select_related("user")]


def case_managers(client: Client) -> list[User]:
    return [charge.user for charge in client.assignments.active(today()).select_related("user")]


def language_of(email: str) -> str | None:
    """The language of whoever has a login with that address."""
    return User.objects.filter(email__iexact=email).values_list("language", flat=True).first()
