"""The ledger's tables. Totals change only in `ledger.py`; entries and commands never change (append-only)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from .enums import OF_RESERVATION, RESOLUTIONS, EntryKind, ReservationState


class Command(models.Model):
    """One acknowledged wish to move money. Its primary key is the idempotency key of the form or step."""

    key = models.CharField(max_length=100, primary_key=True)
    client = models.ForeignKey("clients.Client", models.PROTECT, related_name="+")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    """NULL: time did it (`manage.py tick`)."""
    kind = models.CharField(max_length=40)
    payload = models.JSONField(default=dict)
    answer = models.JSONField(null=True)
    """Set once, in the same transaction: {"ok": …} or {"refusal": …}."""
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Budget(models.Model):
    """A client's money of one calendar month. Remaining = granted − reserved − spent, all in cents."""

    client = models.ForeignKey("clients.Client", models.PROTECT, related_name="budgets")
    month = models.DateField()
    granted = models.BigIntegerField(default=0)
    reserved = models.BigIntegerField(default=0)
    spent = models.BigIntegerField(default=0)
    seq = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["month"]
        constraints = [
            models.UniqueConstraint(fields=["client", "month"], name="budget_one_per_month"),
            models.CheckConstraint(
                condition=Q(granted__gte=0) & Q(reserved__gte=0) & Q(spent__gte=0), name="budget_not_negative"
            ),
            models.CheckConstraint(condition=Q(granted__gte=F("reserved") + F("spent")), name="budget_not_overspent"),
            models.CheckConstraint(condition=Q(month__day=1), name="budget_month_is_first_day"),
        ]

    def __str__(self) -> str:
        return f"{self.client_id} {self.month:%Y-%m}"

    @property
    def remaining(self) -> int:
        return self.granted - self.reserved - self.spent


class Reservation(models.Model):
    """Money held for one visit (or one month of a month-priced service), in the Budget of its date."""

    budget = models.ForeignKey(Budget, models.PROTECT, related_name="reservations")
    listing = models.ForeignKey("catalogue.Listing", models.PROTECT, related_name="+")
    on = models.DateField()
    amount = models.BigIntegerField()
    captured = models.BigIntegerField(default=0)
    refunded = models.BigIntegerField(default=0)
    state = models.CharField(max_length=8, choices=ReservationState, default=ReservationState.HELD)
    command = models.ForeignKey(Command, models.PROTECT, related_name="reservations")

    class Meta:
        indexes = [models.Index(fields=["budget", "state"])]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="reservation_amount_positive"),
            models.CheckConstraint(
                condition=Q(captured__gte=0) & Q(captured__lte=F("amount")), name="reservation_captured_within"
            ),
            models.CheckConstraint(
                condition=Q(refunded__gte=0) & Q(refunded__lte=F("captured")), name="reservation_refunded_within"
            ),
            models.CheckConstraint(
                condition=Q(state=ReservationState.CAPTURED) | Q(captured=0), name="reservation_captured_has_state"
            ),
            models.CheckConstraint(condition=Q(state__in=ReservationState.values), name="reservation_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.on} {self.state}"


class Entry(models.Model):
    """One movement, with the budget's totals after it (append-only). Amounts are cents, never negative."""

    budget = models.ForeignKey(Budget, models.PROTECT, related_name="entries")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=9, choices=EntryKind)
    amount = models.BigIntegerField()
    granted_after = models.BigIntegerField()
    reserved_after = models.BigIntegerField()
    spent_after = models.BigIntegerField()
    reservation = models.ForeignKey(Reservation, models.PROTECT, null=True, related_name="entries")
    command = models.ForeignKey(Command, models.PROTECT, related_name="entries")
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["budget", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["budget", "seq"], name="entry_seq_unique"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="entry_amount_not_negative"),
            models.CheckConstraint(
                condition=Q(granted_after__gte=0) & Q(reserved_after__gte=0) & Q(spent_after__gte=0),
                name="entry_after_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(granted_after__gte=F("reserved_after") + F("spent_after")), name="entry_after_not_overspent"
            ),
            models.CheckConstraint(condition=Q(kind__in=EntryKind.values), name="entry_kind_known"),
            models.UniqueConstraint(
                fields=["reservation"],
                condition=Q(kind__in=sorted(RESOLUTIONS)),
                name="entry_one_resolution",
            ),
            models.UniqueConstraint(
                fields=["reservation"], condition=Q(kind=EntryKind.RESERVE), name="entry_one_reserve"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(OF_RESERVATION), reservation__isnull=False)
                | (~Q(kind__in=sorted(OF_RESERVATION)) & Q(reservation__isnull=True)),
                name="entry_reservation_fits_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"
