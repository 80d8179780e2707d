"""Every entry has an owner and every held reservation a visit. Exit code 1 if not."""

from django.core.management.base import BaseCommand, CommandError

from marketplace.budgets.models import Entry
from marketplace.budgets.owners import orphans


class Command(BaseCommand):
    help = "Checks that every entry belongs to a decision, a choice or a change of month, and no money is held in vain."

    def handle(self, *args: object, **options: object) -> None:
        found = list(orphans())
        for line in found:
            self.stderr.write(line)
        if found:
            raise CommandError(f"{len(found)} without an owner")
        self.stdout.write(f"{Entry.objects.count()} entries: each has an owner")
