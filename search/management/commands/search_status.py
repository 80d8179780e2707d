"""Tells how search is: `manage.py search_status`."""

from django.core.management.base import BaseCommand

from marketplace.foundation.dates import today
from search.engines import current_engine
from search.indexing import needs_rebuild
from search.models import OutboxRow


class Command(BaseCommand):
    help = "Says whether the engine answers, what it holds and what waits in the outbox."

    def handle(self, *args: object, **options: object) -> None:
        facts = current_engine().status()
        facts["needs a rebuild"] = needs_rebuild()
        facts["outbox, due"] = OutboxRow.objects.due(today()).count()
        facts["outbox, later"] = OutboxRow.objects.later(today()).count()
        for name, value in facts.items():
            self.stdout.write(f"{name}: {value}")
