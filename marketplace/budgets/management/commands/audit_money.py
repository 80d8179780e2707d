"""Recomputes every total from its entries. Exit code 1 if anything differs."""

from django.core.management.base import BaseCommand, CommandError

from marketplace.budgets.audit import differences
from marketplace.budgets.models import Entry


class Command(BaseCommand):
    help = "Checks that every total of every budget follows from its entries."

    def handle(self, *args: object, **options: object) -> None:
        found = list(differences())
        for line in found:
            self.stderr.write(line)
        if found:
            raise CommandError(f"{len(found)} differences")
        self.stdout.write(f"{Entry.objects.count()} entries: every total follows from them")
