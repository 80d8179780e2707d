"""The one door to a client's data. Every view of it starts here (house.md, habit 1)."""

from django.conf import settings
from django.http import Http404, HttpRequest

from catalogue.remembered import link, remembered
from marketplace.accounts.models import User
from marketplace.foundation.dates import today

from .acting import Acting, acting_for, ended_on
from .enums import Right
from .exceptions import LoginNeeded, RightEnded, RightTooSmall, WeakLogin
from .models import AccessLogEntry, Client

__all__ = ["Acting", "acting_for", "get_client_for", "login_is_strong"]

STRONG_LOGIN_KEY = "strong_login"
"""Session key set by the OpenID Connect adapter of `accounts`."""


def get_client_for(request: HttpRequest, number: str, *, right: Right) -> Client:
    """The client with that number, if the user has that right today; `client.acting` says by which ground.

    Logs the look of anyone but the client before anything is shown. Raises Http404 (unknown, or never had a right),
    RightEnded, RightTooSmall or WeakLogin; `clients.middleware` turns these into 403 pages without client data.
    """
    user, on = request.user, today()
    if not isinstance(user, User):
        raise LoginNeeded
    client = Client.objects.filter(number=number).order_by().first()
    if client is None:
        raise Http404
    if client.user_id == user.pk:
        client.user = user
    place_of(client)
    acting = acting_for(user, client, on=on)
    if acting is None:
        day = ended_on(user, client, on=on)
        if day is None:
            raise Http404
        raise RightEnded(day)
    if settings.STRONG_LOGIN_REQUIRED and not acting.is_staff and not login_is_strong(request):
        raise WeakLogin
    log_look(request, client, acting)
    if acting.right < right:
        raise RightTooSmall(client, acting.right)
    client.acting = acting
    request.client = client  # type: ignore[attr-defined]
    return client


def place_of(client: Client) -> None:
    """Gives the client the organiser, postal area and municipality that are remembered."""
    catalogue = remembered()
    link(client, "organiser", catalogue.organisers)
    link(client, "postal_area", catalogue.areas_by_id)


def log_look(request: HttpRequest, client: Client, acting: Acting) -> None:
    """One row a request by anyone but the client. If it cannot be written the error goes up and nothing is shown."""
    if acting.is_self:
        return
    match = request.resolver_match
    AccessLogEntry.objects.create(
        client=client,
        user=acting.user,
        by=acting.by,
        mandate=acting.mandate,
        assignment=acting.assignment,
        stand_in=acting.stand_in,
        what=match.view_name if match else "",
    )


def login_is_strong(request: HttpRequest) -> bool:
    """True if this session began at an identity provider (Suomi.fi or another OpenID Connect)."""
    return bool(request.session.get(STRONG_LOGIN_KEY))
