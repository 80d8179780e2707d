"""What every page's frame needs from the catalogue: the organiser's names, phone and hours."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .remembered import remembered


def organiser(request: HttpRequest) -> dict[str, object]:
    """Asked for only where it is shown: a part rendered alone costs no query."""
    return {"organiser": SimpleLazyObject(lambda: remembered().organiser)}
