"""`manage.py build_pages`: the start pages, guides and footer pages of a new site, in every language."""

from django.core.management.base import BaseCommand, CommandError

from catalogue.models import Organiser
from cms.actions import build_pages
from marketplace.foundation.dates import today


class Command(BaseCommand):
    help = "Makes the pages a new site begins with. Pages that exist are left as they are."

    def handle(self, *args: object, **options: object) -> None:
        organiser = Organiser.objects.current()
        if organiser is None:
            raise CommandError("Set up the organiser first (its names, phone and hours stand on every page).")
        home = build_pages(on=today(), phone=organiser.phone)
        self.stdout.write(f"Start page: {home.title}")
