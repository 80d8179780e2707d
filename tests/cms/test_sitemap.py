"""sitemap.xml and robots.txt."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalogue import actions

pytestmark = pytest.mark.django_db
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def urls(client: Client) -> Iterator[tuple[str, dict[str, str]]]:
    answer = client.get("/sitemap.xml")
    assert answer.headers["Content-Type"] == "application/xml; charset=utf-8"
    for url in ET.fromstring(answer.content).findall("s:url", NAMES):
        others = {link.get("hreflang", ""): link.get("href", "") for link in url.findall("x:link", NAMES)}
        yield url.findtext("s:loc", "", NAMES), others


def path(address: str) -> str:
    return address.removeprefix("http://127.0.0.1:8000")


def test_every_public_page_in_every_language(client: Client, stage, settings) -> None:
    found = {path(address): {code: path(other) for code, other in others.items()} for address, others in urls(client)}
    listing = stage.listings["tranbaret.cleaning"]
    wanted = [
        f"/{{}}/listings/{listing.pk}/",
        f"/{{}}/providers/{listing.provider_id}/",
        "/{}/categories/",
        "/{}/search/",
    ]
    for address in [*wanted, "/{}/", "/{}/privacy/"]:
        everywhere = {code: address.format(code) for code in ("sv", "fi", "en")}
        assert [found[one] for one in everywhere.values()] == [everywhere] * 3
    assert all(client.get(address).status_code == 200 for address in list(found)[::7])
    assert not [address for address in found if "/for/" in address or "admin" in address]


def test_what_cannot_be_chosen_is_left_out(client: Client, stage) -> None:
    listing = stage.listings["tranbaret.cleaning"]
    actions.unpublish(listing=listing)
    assert f"/sv/listings/{listing.pk}/" not in {path(address) for address, _others in urls(client)}


def test_queries_do_not_grow_with_the_pages(client: Client, stage) -> None:
    counts = []
    for name in ("", "larkan.walk"):
        if name:
            actions.unpublish(listing=stage.listings[name])
        with CaptureQueriesContext(connection) as queries:
            list(urls(client))
        counts.append(len(queries))
    assert counts[0] == counts[1] < 20


def test_robots_are_told_where_the_map_lies(client: Client, db) -> None:
    text = client.get("/robots.txt").content.decode()
    assert text.startswith("User-agent: *\nDisallow: /admin/\n")
    assert "Disallow: /fi/for/\n" in text
    assert text.endswith("\nSitemap: http://127.0.0.1:8000/sitemap.xml\n")
