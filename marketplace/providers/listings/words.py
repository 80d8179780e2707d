"""How a listing stands, in the provider's words: what it is, what happens next."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalogue.enums import ListingState
from marketplace.foundation.readability import EASY, HARD, MIDDLING, Reading
from marketplace.foundation.templatetags.ui import number


@dataclass(frozen=True)
class Status:
    """`mark` is the look of `components/mark.html`."""

    heading: Promise
    icon: str
    mark: str
    next: Promise


STATUS: dict[ListingState, Status] = {
    ListingState.DRAFT: Status(
        pgettext_lazy("listing", "Draft"),
        "pencil",
        "tag",
        _("Only you see it. Send it to the county when it is ready."),
    ),
    ListingState.REVIEW: Status(
        _("The county is reading it"),
        "clock",
        "tag",
        _("You get a mail when it is published, or when something has to be changed."),
    ),
    ListingState.RETURNED: Status(
        _("The county sent it back"),
        "message-circle",
        "no",
        _("Read what the county says, change the listing, and send it again."),
    ),
    ListingState.LIVE: Status(_("Published"), "circle-check", "ok", _("Clients see it.")),
    ListingState.STALE: Status(
        _("Too long since you checked it"),
        "circle-alert",
        "no",
        _("Clients cannot choose it until you say that it is right still."),
    ),
    ListingState.HIDDEN: Status(_("Not shown"), "x", "tag", _("Clients cannot choose it now.")),
}

LEVELS = {EASY: _("easy to read"), MIDDLING: _("a little hard to read"), HARD: _("hard to read")}
MEASURES = {
    "lix": _("LIX %(value)s: %(level)s. Up to %(easy)s is easy (Björnsson’s readability index)."),
    "wiio": _("Wiio %(value)s: %(level)s. Up to %(easy)s is easy (Wiio’s school class for Finnish)."),
}


def reading_words(found: Reading | None) -> str:
    """What the measure says of a text; empty where there are no words."""
    if found is None:
        return ""
    words = {"value": number(found.value), "level": LEVELS[found.level], "easy": found.easy}
    return str(MEASURES[found.name]) % words
