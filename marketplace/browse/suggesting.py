"""What the search boxes suggest while one types. Public facts, the same for everyone, also on a client's pages."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue.views.public import CACHE_SECONDS
from marketplace.foundation.middleware import public_page
from search.suggest import Suggestion, suggest

BOXES = {"what": ("category", "provider"), "where": ("town", "area")}
LONGEST = 60


@public_page(CACHE_SECONDS)
@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """`?q=…&box=what|where` gives `options` (value for the box, words, hint) and `said`, for a screen reader."""
    typed = request.GET.get("q", "")[:LONGEST]
    kinds = BOXES.get(request.GET.get("box", ""), BOXES["what"])
    found = suggest(typed, (get_language() or "sv")[:2], kinds)
    options = [{"value": each.value, "words": each.words, "hint": _hint(each)} for each in found]
    return JsonResponse({"options": options, "said": _said(len(found))})


def _hint(found: Suggestion) -> str:
    return {
        "category": _("kind of help"),
        "provider": _("provider"),
        "town": _("town"),
        "area": _("postal code"),
    }[found.kind]


def _said(count: int) -> str:
    if not count:
        return _("No suggestions.")
    words = ngettext(
        "%(count)d suggestion. Choose with the arrow keys.", "%(count)d suggestions. Choose with the arrow keys.", count
    )
    return words % {"count": count}
