"""Builds the search index anew: `manage.py search_rebuild [--if-needed]`."""

import time
from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from search.indexing import needs_rebuild, rebuild


class Command(BaseCommand):
    help = "Builds the search index anew from the database; the old one answers until the new one is ready."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-needed", action="store_true", help="only if there is none for this code and places")

    def handle(self, *args: object, **options: object) -> None:
        if options["if_needed"] and not needs_rebuild():
            self.stdout.write("The search index is up to date.")
            return
        started = time.monotonic()
        count = rebuild()
        self.stdout.write(f"{count} listings in the search index, {time.monotonic() - started:.1f} s.")
