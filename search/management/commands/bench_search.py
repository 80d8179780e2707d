"""Measures search on a drawn catalogue: `manage.py bench_search --listings 1000 10000 100000 [--engine E …]`."""

import os
import signal
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from search.engine import Engine, SearchUnavailable
from search.engines import NAMES, engine_apart
from search.measuring import bench
from search.measuring.country import Area, Country, country_areas, county_areas

COUNTY, COUNTRY = "county", "finland"
TIMES = ["whole p50", "whole p95", "engine p50", "engine p95", "plan p50", "of it grams", "top 20 p50", "raw p50"]
COLUMNS = [*TIMES, "top 20 / raw", "hits"]


class Command(BaseCommand):
    requires_system_checks = ()

    help = (
        "Builds seeded catalogues in the shape of Finland (derived: postal areas and service classes are real, "
        "listings are drawn) in indices of their own, asks our judged queries with and without a place, and prints "
        "times in milliseconds, what the index weighs, and ratios between sizes. The database is not touched."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--listings", nargs="+", type=positive, default=[1000, 10_000, 100_000], metavar="N")
        parser.add_argument("--engine", nargs="+", choices=NAMES, default=["tantivy"], metavar="E")
        parser.add_argument("--where", nargs="+", choices=[COUNTY, COUNTRY], default=[COUNTY, COUNTRY])
        parser.add_argument("--postcodes", type=Path, default=shared_postcodes(), help="all of Finland's areas (CSV)")

    def run_from_argv(self, argv: list[str]) -> None:
        """Ended from outside it tidies up as after Ctrl-C."""
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        super().run_from_argv(argv)

    def handle(self, *args: object, **options: Any) -> None:
        places = {COUNTY: county_areas()}
        if COUNTRY in options["where"]:
            places[COUNTRY] = self._country(options["postcodes"])
        self.stdout.write(f"Derived catalogue; {bench.cores()}; times in ms of {bench.QUERIES} judged queries")
        try:
            for name in options["engine"]:
                self._measure(name, options["listings"], {where: places[where] for where in options["where"]})
        except (SearchUnavailable, ChildProcessError) as error:
            raise CommandError(str(error)) from error

    def _country(self, file: Path) -> list[Area]:
        try:
            return country_areas(file)
        except (OSError, KeyError, ValueError) as error:
            self.stderr.write(f"Finland's postal areas are not here ({error}): the 120 of one county stand for them.")
            return county_areas()

    def _measure(self, name: str, sizes: list[int], places: dict[str, list[Area]]) -> None:
        done: dict[tuple[str, str, int], dict[str, bench.Times]] = {}
        for where, areas in places.items():
            country = Country(areas)
            for size in sizes:
                engine = engine_apart(name, f"bench-{os.getpid()}")
                try:
                    self._one(name, where, size, country, engine, done)
                finally:
                    engine.drop()
        self._ratios(name, sizes, list(places), done)

    def _one(
        self, name: str, where: str, size: int, country: Country, engine: Engine, done: dict[Any, dict[str, Any]]
    ) -> None:
        codes = [area.code for area in country.areas]
        weight = bench.weigh(engine, country, size, codes, opener(engine))
        middle, slow = bench.middle_and_slow(weight.seen_after)
        self.stdout.write(
            f"\n{name}, {where} ({len(codes)} postal areas), {size} listings: built at "
            f"{weight.documents_a_second:.0f}/s, {weight.bytes_on_disk / 1e6:.1f} MB on disk, "
            f"{weight.kilobytes_a_worker / 1024:.1f} MB a worker, "
            f"an edit seen after p50 {middle:.0f} p95 {slow:.0f} ms ({bench.WRITERS} processes write)"
        )
        self.stdout.flush()
        self.stdout.write(f"{'':14}" + "".join(f"{column:>15}" for column in COLUMNS))
        for place, asked in (("with a place", bench.served_places(country.areas)), ("without", [])):
            times, found = bench.ask(engine, bench.questions(asked))
            done[where, place, size] = times
            self.stdout.write(f"{place:14}" + "".join(f"{cell:>15}" for cell in (*cells(times), f"{found:.0f}")))
            self.stdout.flush()

    def _ratios(self, name: str, sizes: list[int], wheres: list[str], done: dict[Any, dict[str, Any]]) -> None:
        base = sizes[0]
        self.stdout.write(f"\n{name}: whole p50 and p95 as multiples of {base} listings in the {wheres[0]}")
        for place in ("with a place", "without"):
            first = bench.middle_and_slow(done[wheres[0], place, base]["whole"])
            for where in wheres:
                for size in sizes:
                    found = bench.middle_and_slow(done[where, place, size]["whole"])
                    ratios = " ".join(f"{now / then:6.2f}" for now, then in zip(found, first, strict=True))
                    self.stdout.write(f"  {place:13} {where:8} {size:>8} {ratios}")


def positive(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise ArgumentTypeError(f"{text}: a whole number from 1 on is expected")
    return int(text)


def cells(times: dict[str, bench.Times]) -> list[str]:
    whole, engine, plan = (bench.middle_and_slow(times[key]) for key in ("whole", "engine", "plan"))
    fetch, plain, raw = (sum(times[key]) for key in ("fetch", "without grams", "raw"))
    medians = (bench.middle_and_slow(times[key])[0] for key in ("fetch", "raw"))
    return [
        *(f"{each:.1f}" for each in (*whole, *engine, plan[0])),
        f"{100 * (1 - plain / fetch):.0f} %",
        *(f"{each:.1f}" for each in medians),
        f"{fetch / raw:.2f}",
    ]


def opener(engine: Any) -> Callable[[], Engine]:
    """Opens the same index as another process would."""
    if hasattr(engine, "client"):
        return partial(type(engine), engine.access, engine.indices.alias)
    return partial(type(engine), engine.directory)


def shared_postcodes() -> Path:
    folder = os.environ.get("SHARED_DATA") or settings.BASE_DIR.parent / "shared" / "data"
    return Path(folder) / "geo_fi" / "postcodes.csv"
