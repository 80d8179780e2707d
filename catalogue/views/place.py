"""The place chooser: a postal code or a town leads back with `?postcode=`."""

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from marketplace.foundation.middleware import public_page

from ..forms import PlaceForm
from ..places import search_places
from .public import CACHE_SECONDS, keep, public_render


@public_page(CACHE_SECONDS)
@require_safe
def place(request: HttpRequest) -> HttpResponse:
    """One area found: back at once; several: which of them; none: a kind word beside what was typed."""
    back = safe_next(request.GET.get("next", ""))
    form = PlaceForm(request.GET if "where" in request.GET else None)
    areas = []
    if form.is_bound and form.is_valid():
        found = search_places(form.cleaned_data["where"])
        if found.only:
            return keep(HttpResponseRedirect(with_postcode(back, found.only.code)))
        areas = [(area, with_postcode(back, area.code)) for area in found.areas]
        if not areas:
            form.add_error("where", _("We do not know this place. Write a postal code of five digits, or a town."))
    return public_render(request, "pages/catalogue/place.html", {"form": form, "areas": areas, "next": back})


def safe_next(address: str) -> str:
    """A path of this site to go back to; the list of categories if it is not one."""
    inside = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if inside else reverse("catalogue:categories")


def with_postcode(address: str, postcode: str) -> str:
    """The address with that postal code, and without a page number."""
    parts = urlsplit(address)
    query = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if k not in {"postcode", "page"}]
    return urlunsplit(parts._replace(query=urlencode([*query, ("postcode", postcode)])))
