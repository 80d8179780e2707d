"""What search engines may know: the public pages in every language, and where the list of them lies."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe
from wagtail.models import Locale, Page

from catalogue.models import Category
from catalogue.opendata.hsds import page_url
from catalogue.opendata.reading import open_listings, open_providers
from catalogue.views.public import CACHE_SECONDS, keep
from marketplace.foundation.dates import today
from marketplace.foundation.middleware import public_page

CODES = [code for code, _name in settings.LANGUAGES]
MOST_URLS = 50_000
"""Of one sitemap, by the protocol."""
Entry = dict[str, str]
"""Address by language."""


def entries() -> list[Entry]:
    """Each page once, with its address in each language; a constant number of queries."""
    on = today()
    found = [_everywhere("catalogue:categories"), _everywhere("browse:search")]
    found += [_everywhere("catalogue:category", code) for code in Category.objects.values_list("code", flat=True)]
    found += [_everywhere("catalogue:provider", pk) for pk in open_providers(on).values_list("pk", flat=True)]
    found += [_everywhere("catalogue:listing", pk) for pk in open_listings(on).values_list("pk", flat=True)]
    return editors_pages() + found


def _everywhere(name: str, *args: Any) -> Entry:
    addresses = {}
    for code in CODES:
        with override(code):
            addresses[code] = page_url(name, *args)
    return addresses


def editors_pages() -> list[Entry]:
    """Live pages that anyone may see, those that translate each other together. The language is the first word."""
    site = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    codes = dict(Locale.objects.values_list("pk", "language_code"))
    homes = {page.locale_id: page for page in _pages().filter(depth=2)}
    found: dict[Any, Entry] = {}
    for page in _pages():
        home = homes.get(page.locale_id)
        if home and page.url_path.startswith(home.url_path):
            rest = page.url_path.removeprefix(home.url_path)
            found.setdefault(page.translation_key, {})[codes[page.locale_id]] = f"{site}/{codes[page.locale_id]}/{rest}"
    return list(found.values())


def _pages() -> QuerySet[Page]:
    return Page.objects.live().public().filter(depth__gte=2).order_by("path")


@public_page(CACHE_SECONDS)
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """One <url> for each language of a page, each naming the others."""
    urls = [(address, entry) for entry in entries() for address in entry.values()][:MOST_URLS]
    text = render_to_string("sitemap.xml", {"urls": urls})
    return keep(HttpResponse(text, "application/xml; charset=utf-8"))


@public_page(CACHE_SECONDS)
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in private_paths()), "", f"Sitemap: {sitemap_url()}", ""]
    return keep(HttpResponse("\n".join(lines), "text/plain; charset=utf-8"))


def private_paths() -> Sequence[str]:
    """What nobody finds anything at: the admin, login, and everything for one client."""
    return ["/admin/", *(f"/{code}/{part}/" for code in CODES for part in ("accounts", "for", "start", "work"))]


def sitemap_url() -> str:
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{reverse('cms:sitemap')}"
