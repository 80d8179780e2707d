"""Who of those that looked at a listing works for its provider: such looks are no views."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone

from catalogue.models import Listing, ProviderMember
from marketplace.foundation.dates import today

Look = tuple[int, tuple[str, Any]]
"""A listing's id, and ("user", id) or ("session", key)."""


def of_the_provider(looks: Iterable[Look]) -> set[Look]:
    """Those of people who work there today; a constant number of statements, none without a look."""
    found = set(looks)
    if not found:
        return set()
    users = _users_of({who for _listing, who in found})
    providers = dict(Listing.objects.filter(pk__in={pk for pk, _who in found}).values_list("pk", "provider_id"))
    members = ProviderMember.objects.active(today()).filter(user__in=set(users.values()))
    works = set(members.values_list("user_id", "provider_id"))
    return {(pk, who) for pk, who in found if (users.get(who), providers.get(pk)) in works}


def _users_of(lookers: set[tuple[str, Any]]) -> dict[tuple[str, Any], int]:
    users = {who: int(who[1]) for who in lookers if who[0] == "user"}
    keys = [who[1] for who in lookers if who[0] == "session"]
    for session in Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now()):
        if user := session.get_decoded().get(SESSION_KEY):
            users["session", session.session_key] = int(user)
    return users
