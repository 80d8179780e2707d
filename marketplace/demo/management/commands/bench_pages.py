"""`manage.py bench_pages`: what pages of the demo world cost, beside a bare view and beside no database at all."""

from argparse import ArgumentParser
from collections import defaultdict
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from rich.console import Console
from rich.table import Table

from catalogue.models import Listing
from marketplace.accounts import marks
from marketplace.clients.models import Client as Person
from marketplace.demo.bench import Inside, Page, inside, load, queries, shown, web_server, wire
from marketplace.demo.cast import user_of
from marketplace.demo.derived import scratch_catalogues
from marketplace.demo.management.commands.serve import collect_static
from marketplace.foundation.process import settle

MOST_SECONDS = 8.0
INSIDE_SECONDS = 3.0
TURNS = 3
COLUMNS = (
    "req/s",
    "p50 ms",
    "p95 ms",
    "CPU ms",
    "SQL",
    "first visit",
    "later",
    "inside ms",
    "anew ms",
    "× bare",
    "× memory",
)
EXPLAINED = """\
req/s, p50, p95: two sync workers, two askers, one connection for each request. CPU ms: of the workers, for a request.
SQL: statements of one answer. First visit and later: bytes of bodies as sent (requests); what browsers keep for long
is not fetched again. Inside: processor time of one answer in this process; anew: when catalogue and index just changed;
beside a bare view with one statement, and beside rendering the same page from values already in memory."""


class Command(BaseCommand):
    help = "Measures result, listing and budget pages of the demo world; ends within a minute."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seconds", type=float, default=4.0, help=f"per page, at most {MOST_SECONDS:g}")
        parser.add_argument(
            "--listings",
            type=int,
            nargs="+",
            metavar="COUNT",
            help="measure instead how the visitor's results grow, in derived catalogues of these sizes (100 10000)",
        )

    def handle(self, *args: Any, seconds: float, listings: list[int] | None = None, **options: Any) -> None:
        if marks.mark() is None:
            raise CommandError("There is no demo world in this database: manage.py demo builds one.")
        settle()
        if listings:
            self.growth(sorted(set(listings)), max(0.1, min(seconds, MOST_SECONDS)))
            return
        if not (settings.STATIC_ROOT / "staticfiles.json").exists():
            collect_static()
        aino = Client(headers={"host": "127.0.0.1"})
        aino.force_login(user_of("aino"))
        try:
            self.measure(pages(aino), max(0.1, min(seconds, MOST_SECONDS)))
        finally:
            aino.logout()

    def measure(self, measured: list[Page], seconds: float) -> None:
        table = Table("page", *COLUMNS)
        with web_server() as (port, master):
            for page in measured:
                loaded, bytes_ = load(page, port, master, seconds), wire(page, port)
                cost = inside(page, min(seconds, INSIDE_SECONDS))
                table.add_row(
                    page.name,
                    f"{loaded.rate:.1f}",
                    f"{loaded.percentile(50):.0f}",
                    f"{loaded.percentile(95):.0f}",
                    "–" if loaded.cpu_ms is None else f"{loaded.cpu_ms:.1f}",
                    str(queries(page)),
                    f"{bytes_.first / 1000:.1f} kB ({1 + len(bytes_.files)})",
                    f"{bytes_.later / 1000:.1f} kB ({1 + len(bytes_.fetched_again)})",
                    f"{cost.page:.1f}",
                    f"{cost.anew:.1f}",
                    f"{cost.page / cost.bare:.1f} ({cost.bare:.1f} ms)",
                    f"{cost.page / cost.memory:.2f} ({cost.memory:.1f} ms)",
                )
        self.show(table, EXPLAINED)

    def growth(self, sizes: list[int], seconds: float) -> None:
        """The same pages in each catalogue, in turns; of the turns the quickest counts, for others use the machine."""
        costs: dict[tuple[str, int], list[Inside]] = defaultdict(list)
        facts: dict[tuple[str, int], tuple[int, int]] = {}
        with scratch_catalogues(sizes) as catalogues:
            for _turn in range(TURNS):
                for catalogue in catalogues:
                    with catalogue.entered():
                        for page in result_pages():
                            key = page.name, catalogue.listings
                            facts[key] = queries(page), shown(page)[1]["found"].total
                            costs[key].append(inside(page, seconds / TURNS))
        table = Table(
            "page", "listings", "found", "SQL", "inside ms", "anew ms", "× memory", f"× of {sizes[0]} listings"
        )
        for name, size in sorted(costs):
            best = min(costs[name, size], key=lambda cost: cost.page)
            smallest = min(cost.page for cost in costs[name, sizes[0]])
            table.add_row(
                name,
                f"{size:,}",
                f"{facts[name, size][1]:,}",
                str(facts[name, size][0]),
                f"{best.page:.1f}",
                f"{best.anew:.1f}",
                f"{best.page / best.memory:.2f} ({best.memory:.1f} ms)",
                f"{best.page / smallest:.2f}",
            )
        self.show(table, "Derived catalogues: copies of the demo's services with other names and prices, all embedded.")

    def show(self, table: Table, words: str) -> None:
        printed = StringIO()
        Console(file=printed, width=150).print(table)
        self.stdout.write(printed.getvalue() + words)


def result_pages() -> list[Page]:
    """In Swedish, with every facet: all there is, and by a word."""
    visitor = Client(headers={"host": "127.0.0.1"})
    with override("sv"):
        address = f"{reverse('browse:search')}?postcode=65100"
    return [Page("results", address, visitor), Page("results for a word", f"{address}&q=st%C3%A4dning", visitor)]


def pages(aino: Client) -> list[Page]:
    """In Swedish; the visitor has told a postal code, so that every facet is there."""
    visitor = Client(headers={"host": "127.0.0.1"})
    client = Person.objects.select_related("postal_area").get(user=user_of("aino"))
    listing = Listing.objects.filter(first_published_at__isnull=False).earliest("pk")
    place = f"?postcode={client.postal_area.code}"
    with override("sv"):
        return [
            Page("results, visitor", reverse("browse:search") + place, visitor),
            Page("results, Aino", reverse("browse:search_for", args=[client.number]), aino),
            Page("listing, visitor", reverse("catalogue:listing", args=[listing.pk]) + place, visitor),
            Page("budget, Aino", reverse("selections:budget", args=[client.number]), aino),
        ]
