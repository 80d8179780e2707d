"""The words of the permanent banner: for whom one acts."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .enums import ActingBy, Kinship
from .models import Client

YOUR = {
    Kinship.DAUGHTER: gettext_lazy("your parent"),
    Kinship.SON: gettext_lazy("your parent"),
    Kinship.SPOUSE: gettext_lazy("your spouse"),
    Kinship.SIBLING: gettext_lazy("your brother or sister"),
    Kinship.GRANDCHILD: gettext_lazy("your grandparent"),
    Kinship.FRIEND: gettext_lazy("your friend"),
}

Around = Callable[[Client, Mapping[str, Any]], dict[str, Any]]

_around: list[Around] = []


def register_around(show: Around) -> None:
    """From `AppConfig.ready` of an upper room: what every page of a client shows of it (purse, shortlist's count).

    `show` also gets what the page itself has at hand, so that it is not read twice.
    """
    if show not in _around:
        _around.append(show)


def frame(client: Client, known: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """`client`, `acting`, the banner's words, and what upper rooms show on every page of a client."""
    acting = client.acting
    note = ""
    if acting.by == ActingBy.MANDATE and acting.mandate is not None:
        note = str(YOUR.get(Kinship(acting.mandate.kinship), ""))
    elif acting.is_staff:
        note = _("your client")
    context: dict[str, Any] = {"client": client, "acting": acting, "acting_note": note}
    for show in _around:
        context |= show(client, known or {})
    return context
