"""The story of one entry: what moved, by whose command, for which choice. Each room tells its part."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from marketplace.budgets.models import Entry
from marketplace.foundation.registry import trace_parts


class Command(BaseCommand):
    help = "Tells the story of an entry of the ledger."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("entry", type=int, help="the entry's number (its id)")

    def handle(self, *args: object, **options: object) -> None:
        entry_id = int(str(options["entry"]))
        if not Entry.objects.filter(pk=entry_id).exists():
            raise CommandError(f"There is no entry {entry_id}.")
        for step, tell in trace_parts():
            for line in tell(entry_id):
                self.stdout.write(f"{step.name}: {line}")
