"""`manage.py demo`: builds the invented world, or keeps the one that is there."""

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from marketplace.accounts import marks
from marketplace.accounts.models import DemoMark
from marketplace.demo.build import VERSION, build
from marketplace.demo.wipe import wipe
from marketplace.foundation.dates import today
from search.receivers import drain_held

OLDEST_DAYS = 14


class Command(BaseCommand):
    help = "Builds the demo world in an empty database; an older one (14 days) is built anew."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rebuild", action="store_true", help="build anew, however old the world is")
        parser.add_argument("--scale", choices=["full", "cast"], default="full")
        parser.add_argument("--anchor", type=dt.date.fromisoformat, default=None, help="the world's today")

    def handle(self, *args: Any, rebuild: bool, scale: str, anchor: dt.date | None, **options: Any) -> None:
        if words := marks.wrong_database():
            raise CommandError(words)
        day = anchor or today()
        found = marks.mark()
        if found and not rebuild and (fresh := self._kept(found, day)):
            self.stdout.write(fresh)
            return
        if found:
            self.stdout.write(f"The demo world {self._why(found, day)}: it is taken away and built anew.")
            wipe()
        with quick_writes(), drain_held():
            build(day, scale=scale, say=self.stdout.write, each=self.each)
        if "search_rebuild" in get_commands():
            call_command("search_rebuild", stdout=self.stdout)
        self.stdout.write(f"The demo world stands, as of {day}. Step into its people at /sv/demo/.")

    def _kept(self, found: DemoMark, day: dt.date) -> str:
        """The line for a world that is whole and young enough; nothing for any other."""
        age = (day - found.anchor).days
        if found.finished and found.version == VERSION and 0 <= age <= OLDEST_DAYS:
            return f"The demo world of {found.anchor} is kept ({age} days old)."
        return ""

    def _why(self, found: DemoMark, day: dt.date) -> str:
        if not found.finished:
            return "was not finished"
        if found.version != VERSION:
            return "is of an older version"
        return f"is {(day - found.anchor).days} days old"

    def each(self, items: Iterable[Any], words: str) -> Iterator[Any]:
        """A progress bar; in a log without a terminal only its last state is written."""
        known = list(items) if isinstance(items, list) else items
        total = len(known) if isinstance(known, list) else None
        columns = [TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()]
        with Progress(*columns, console=Console(stderr=True)) as progress:
            yield from progress.track(known, total=total, description=words)


@contextmanager
def quick_writes() -> Iterator[None]:
    """A build that crashes starts anew, so it need not wait for the disk after each command (SQLite only)."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous = OFF")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous = FULL")
