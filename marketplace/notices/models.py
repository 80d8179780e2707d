"""What is to be told to whom. Rows are written inside the transaction of the act and sent after it."""

from django.conf import settings
from django.db import models

from marketplace.accounts.enums import Language

from .enums import About


class Notice(models.Model):
    """One mail in the outbox: "you have news, log in". Nothing of health, names or sums is in it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="notices")
    email = models.EmailField()
    language = models.CharField(max_length=2, choices=Language)
    kind = models.CharField(max_length=40)
    context = models.JSONField(default=dict)
    """What the mail needs beside its kind; emptied when it has gone."""
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["sent_at", "id"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.language}"


class CallBack(models.Model):
    """ "Contact me": a client would rather be phoned, or have the county's own help."""

    client = models.ForeignKey("clients.Client", models.PROTECT, related_name="call_backs")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    about = models.CharField(max_length=40, choices=About)
    category = models.ForeignKey("catalogue.Category", models.PROTECT, null=True, related_name="+")
    message = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.about} {self.asked_at:%Y-%m-%d}"
