"""What providers' numbers are made of, collected in the process's memory and written after an answer has left.

Why so: a page that is read a hundred times as often as anything changes must not write. Half a minute's views of a
process are one statement; the answer has gone by then, the lock is waited for a moment only, and what fails (a database
that is busy or read-only) waits for the next time. A process that ends loses at most its last half minute: these are
numbers to learn from, and no accounts. Who looked is known only until then, to leave the provider's own people out.
"""

import datetime as dt
import logging
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.signals import request_finished
from django.db import connection, transaction
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from marketplace.browse import signals as browse
from marketplace.clients.models import Client
from marketplace.foundation.dates import month_of, today
from marketplace.selections import signals as selections
from marketplace.selections.enums import Refusal
from marketplace.selections.models import Draft

from .models import EmptySearch, ListingViews, RefusedWish
from .own_people import of_the_provider

log = logging.getLogger(__name__)
SECONDS = 30
MOST = 5000
"""Different things kept; what comes beyond is not counted."""
WAIT_MS = 200
PAGES = {"catalogue:listing": "pk", "browse:listing_for": "listing_id"}
"""Pages of one listing, and their argument that names it."""
ROBOT = re.compile(
    r"bot|crawl|spider|slurp|preview|fetch|monitor|headless|lighthouse|curl|wget|python|java/|go-http", re.IGNORECASE
)
"""Programs that say what they are. One that says nothing at all is one too."""
NO_NEED = frozenset({Refusal.NO_MANDATE, Refusal.WEAK_LOGIN, Refusal.CONFLICT, Refusal.PRICE_CHANGED})
"""A no to the person or the moment says nothing of what is wished for."""

Looker = tuple[str, Any] | None
"""("user", id) or ("session", key); None: a visitor without a login."""


@dataclass
class Heap:
    views: Counter[tuple[int, dt.date, Looker]] = field(default_factory=Counter)
    refused: dict[str, RefusedWish] = field(default_factory=dict)
    empty: set[tuple[int | None, int, dt.date]] = field(default_factory=set)
    since: float = field(default_factory=lambda: monotonic())

    def __bool__(self) -> bool:
        return bool(self.views or self.refused or self.empty)

    def has_room(self) -> bool:
        return len(self.views) + len(self.refused) + len(self.empty) < MOST


_heap = Heap()
_lock = threading.Lock()


def _put(change: Callable[[Heap], Any]) -> None:
    with _lock:
        if not _heap:
            _heap.since = monotonic()
        if _heap.has_room():
            change(_heap)


class CountViews:
    """Middleware: notes that a listing's page was shown to a person. Costs the page no statement."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if response.status_code == 200 and match is not None and match.view_name in PAGES and is_a_reader(request):
            key = int(match.kwargs[PAGES[match.view_name]]), today(), looker(request, match.view_name)
            _put(lambda heap: heap.views.update([key]))
        return response


def is_a_reader(request: HttpRequest) -> bool:
    """A person's browser that shows the page, not one that fetches it in advance."""
    agent = request.headers.get("User-Agent", "")
    ahead = "prefetch" in (request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", ""))
    return request.method == "GET" and bool(agent) and not ahead and not ROBOT.search(agent)


def looker(request: HttpRequest, view_name: str) -> Looker:
    """The public page is the same for everyone and opens no session: its cookie is looked up when it is written."""
    if view_name != "catalogue:listing":
        return ("user", request.user.pk)
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    return ("session", key) if key else None


@receiver(selections.choice_refused, dispatch_uid="providers.refused")
def note_refusal(sender: Any, draft: Draft, client: Client, refusal: str, **_: Any) -> None:
    if refusal in NO_NEED:
        return
    wish = refused_wish(client, draft.listing_id, refusal, today())
    _put(lambda heap: heap.refused.setdefault(wish.token, wish))


def refused_wish(client: Client, listing_id: int, reason: str, on: dt.date) -> RefusedWish:
    """Not saved. `client` with her postal area."""
    month = month_of(on)
    value = f"{client.pk}:{listing_id}:{month}"
    token = salted_hmac("providers.refused_wish", value, algorithm="sha256").hexdigest()[:32]
    town = client.postal_area.municipality_id
    return RefusedWish(token=token, listing_id=listing_id, municipality_id=town, reason=reason, month=month)


@receiver(browse.found_nothing, dispatch_uid="providers.found_nothing")
def note_empty_search(sender: Any, request: HttpRequest, filters: Any, **_: Any) -> None:
    """Where it was asked for one place at least: that of the postal code, or those that were ticked."""
    if not is_a_reader(request):
        return
    asked, on = filters.cleaned, today()
    towns = [filters.area.municipality_id] if filters.area else [row.pk for row in asked.get("municipality", ())]
    kinds = [row.pk for row in asked.get("category", ())] or ([None] if asked.get("q") else [])
    found = {(kind, town, on) for kind in kinds for town in towns}
    _put(lambda heap: heap.empty.update(found))


@receiver(request_finished, dispatch_uid="providers.counting")
def write_when_due(**_: Any) -> None:
    """Never inside another's transaction, nor twice within half a minute."""
    if _heap and monotonic() - _heap.since >= SECONDS and not _in_transaction():
        write()


def _in_transaction() -> bool:
    return connection.in_atomic_block


def write() -> bool:
    """Writes what was noted; what cannot be written now is kept for the next time, and that is all that happens."""
    global _heap
    with _lock:
        taken, _heap = _heap, Heap()
    try:
        with briefly():
            _write(taken)
    except Exception as error:  # whatever the database does, pages go on
        log.warning("numbers: not written (%s)", error)
        _put_back(taken)
        return False
    return True


def _put_back(taken: Heap) -> None:
    with _lock:
        if _heap.has_room():
            _heap.views.update(taken.views)
            _heap.refused = taken.refused | _heap.refused
            _heap.empty |= taken.empty


def _write(heap: Heap) -> None:
    ours = of_the_provider((listing, who) for listing, _on, who in heap.views if who)
    seen: Counter[tuple[int, dt.date]] = Counter()
    for (listing, on, who), count in heap.views.items():
        if (listing, who) not in ours:
            seen[listing, on] += count
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = '{WAIT_MS}ms'")
        if seen:
            ListingViews.objects.add(seen)
        RefusedWish.objects.bulk_create(heap.refused.values(), ignore_conflicts=True)
        rows = [EmptySearch(category_id=kind, municipality_id=town, on=on) for kind, town, on in sorted_rows(heap)]
        EmptySearch.objects.bulk_create(rows, ignore_conflicts=True)


def sorted_rows(heap: Heap) -> list[tuple[int | None, int, dt.date]]:
    return sorted(heap.empty, key=lambda row: (row[0] or 0, row[1], row[2]))


@contextmanager
def briefly() -> Iterator[None]:
    """SQLite waits for other writers as long as the connection says, which for a page is long."""
    if connection.vendor != "sqlite":
        yield
        return
    usual = int(float(settings.DATABASES["default"].get("OPTIONS", {}).get("timeout", 5)) * 1000)
    _set_busy(WAIT_MS)
    try:
        yield
    finally:
        _set_busy(usual)


def _set_busy(milliseconds: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {milliseconds}")


def forget() -> None:
    """As in a process that has just begun."""
    global _heap
    with _lock:
        _heap = Heap()
