from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from marketplace.accounts.models import User


class RegistrationQuerySet(models.QuerySet):
    def open_of(self, user: "User") -> Self:
        return self.filter(applicant=user, provider__isnull=True)
