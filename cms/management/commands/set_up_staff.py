"""`manage.py set_up_staff`: the roles' groups with their permissions, and the review of listings."""

from django.core.management.base import BaseCommand

from cms.staff import set_up_staff


class Command(BaseCommand):
    help = "Makes the staff's groups and the review of listings. What is there stays as it is."

    def handle(self, *args: object, **options: object) -> None:
        for role in set_up_staff():
            self.stdout.write(str(role.value))
