"""Drafts, choices, visits, what was delivered, suggestions and the shortlist."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from marketplace.clients.models import Act

from .enums import Answer, PatternKind, SelectionState, VisitState
from .querysets import SelectionQuerySet, VisitQuerySet


class PatternFields(models.Model):
    """How often: once, every N weeks on weekdays, or by the month. Expanded by `pattern.py`."""

    pattern = models.CharField(max_length=7, choices=PatternKind, default=PatternKind.ONCE)
    every_weeks = models.PositiveSmallIntegerField(default=1)
    weekdays = models.JSONField(default=list)
    """Numbers 0 (Monday) – 6."""
    first_on = models.DateField(null=True)
    until_on = models.DateField(null=True)
    start = models.TimeField(null=True)
    quantity = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    options = models.JSONField(default=list)
    """Codes of the price version's options."""
    left_out = models.JSONField(default=list)
    """ISO dates that the client leaves out (dropping visits in a short month)."""

    class Meta:
        abstract = True


class Draft(PatternFields):
    """A choice in the making, on the server. Each revision has its own key; an answered key gets a successor."""

    client = models.ForeignKey("clients.Client", models.CASCADE, related_name="drafts")
    listing = models.ForeignKey("catalogue.Listing", models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    suggestion = models.ForeignKey("selections.Suggestion", models.SET_NULL, null=True, related_name="drafts")
    renews = models.ForeignKey("selections.Selection", models.SET_NULL, null=True, related_name="renewals")
    """The choice that it goes on from: what that one costs is shown beside what this one will."""
    key = models.CharField(max_length=100, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = [models.Index(fields=["client", "-updated_at"])]

    def __str__(self) -> str:
        return f"draft {self.pk}"


class Selection(Act, PatternFields):
    """A client's choice of one listing, with its visits. The contract is between client and provider."""

    client = models.ForeignKey("clients.Client", models.PROTECT, related_name="selections")
    listing = models.ForeignKey("catalogue.Listing", models.PROTECT, related_name="selections")
    provider = models.ForeignKey("catalogue.Provider", models.PROTECT, related_name="selections")
    price_version = models.ForeignKey("catalogue.PriceVersion", models.PROTECT, related_name="+")
    plan_version = models.ForeignKey("plans.PlanVersion", models.PROTECT, related_name="+")
    command = models.OneToOneField("budgets.Command", models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=SelectionState, default=SelectionState.REQUESTED)
    requested_on = models.DateField()
    answer_by = models.DateField()
    answered_on = models.DateField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    """Why the provider declined, in its own words."""
    withdrawn_on = models.DateField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    last_on = models.DateField()
    """The date of the last visit."""

    objects: ClassVar[SelectionQuerySet] = SelectionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Act.Meta):
        indexes = [
            models.Index(fields=["client", "-id"]),
            models.Index(fields=["provider", "state", "answer_by"]),
            models.Index(fields=["state", "answer_by"]),
        ]

    def __str__(self) -> str:
        return f"choice {self.pk}"


class Visit(models.Model):
    """One dated visit (or one month of a month-priced service) with its frozen quote, in cents."""

    selection = models.ForeignKey(Selection, models.PROTECT, related_name="visits")
    on = models.DateField()
    start = models.TimeField(null=True)
    quantity = models.DecimalField(max_digits=7, decimal_places=2)
    price_cents = models.PositiveIntegerField()
    budget_cents = models.PositiveIntegerField()
    own_cents = models.PositiveIntegerField()
    quote = models.JSONField(default=dict)
    """The quote's lines as shown when it was confirmed."""
    reservation = models.OneToOneField("budgets.Reservation", models.PROTECT, null=True, related_name="visit")
    """NULL where nothing comes from the budget."""
    state = models.CharField(max_length=9, choices=VisitState, default=VisitState.PLANNED)

    objects: ClassVar[VisitQuerySet] = VisitQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["on", "start"]
        indexes = [models.Index(fields=["selection", "on"]), models.Index(fields=["state", "on"])]
        constraints = [
            models.UniqueConstraint(fields=["selection", "on"], name="visit_one_a_day"),
            models.CheckConstraint(
                condition=Q(price_cents=models.F("budget_cents") + models.F("own_cents")), name="visit_sums_up"
            ),
            models.CheckConstraint(
                condition=Q(reservation__isnull=False) | Q(budget_cents=0), name="visit_money_has_reservation"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on}"


class ServiceEvent(models.Model):
    """A delivered visit: recorded by the provider, confirmed by the client's side or by time, or disputed."""

    visit = models.OneToOneField(Visit, models.PROTECT, related_name="event")
    quantity = models.DecimalField(max_digits=7, decimal_places=2)
    budget_cents = models.PositiveIntegerField()
    """What is taken from the budget for it: at most what was reserved."""
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_on = models.DateField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    confirmed_on = models.DateField(null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    """NULL with a date: confirmed by time."""
    disputed_on = models.DateField(null=True)
    disputed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    dispute_reason = models.CharField(max_length=300, blank=True)
    command = models.OneToOneField("budgets.Command", models.PROTECT, null=True, related_name="+")
    """The capture; NULL until confirmed, or where nothing comes from the budget."""

    class Meta:
        indexes = [models.Index(fields=["recorded_on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=models.F("recorded_by")),
                name="event_recorder_never_confirms",
            ),
            models.CheckConstraint(
                condition=Q(disputed_on__isnull=True) | Q(confirmed_on__isnull=True), name="event_disputed_or_confirmed"
            ),
        ]

    def __str__(self) -> str:
        return f"event of {self.visit_id}"


class Suggestion(Act, PatternFields):
    """A relative's or case manager's proposal. It moves no money; the client answers."""

    client = models.ForeignKey("clients.Client", models.PROTECT, related_name="suggestions")
    listing = models.ForeignKey("catalogue.Listing", models.PROTECT, related_name="+")
    message = models.CharField(max_length=300, blank=True)
    made_on = models.DateField()
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    answered_on = models.DateField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta(Act.Meta):
        indexes = [models.Index(fields=["client", "answer"])]

    def __str__(self) -> str:
        return f"suggestion {self.pk}"


class ShortlistItem(models.Model):
    """A listing kept for later, shared by everyone who may see the client."""

    client = models.ForeignKey("clients.Client", models.CASCADE, related_name="shortlist")
    listing = models.ForeignKey("catalogue.Listing", models.PROTECT, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["client", "listing"], name="shortlist_once")]

    def __str__(self) -> str:
        return f"{self.client_id} {self.listing_id}"
