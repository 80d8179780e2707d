"""Visibility is a queryset verb: start from here, in pages and in the index alike."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Prefetch, Q, Subquery

from .enums import ListingKind

if TYPE_CHECKING:
    from .models import Approval, Municipality, Organiser


class ProviderMemberQuerySet(models.QuerySet):
    def active(self, on: dt.date) -> Self:
        """Who works there that day; who was removed does not from that moment on."""
        in_time = Q(until_on__isnull=True) | Q(until_on__gte=on)
        return self.filter(in_time, from_on__lte=on, removed_at__isnull=True)

    def since(self, on: dt.date) -> Self:
        """Those who are members, or were on or after that date."""
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gte=on))


class MemberInvitationQuerySet(models.QuerySet):
    def unused(self) -> Self:
        return self.filter(member__isnull=True, withdrawn_at__isnull=True)

    def open_at(self, moment: dt.datetime) -> Self:
        return self.unused().filter(expires_at__gt=moment)


class PaymentAccountQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        """Given by one person, not confirmed by a second one yet."""
        return self.filter(confirmed_at__isnull=True, withdrawn_at__isnull=True)

    def in_use(self) -> Self:
        """The newest first: that one is paid to."""
        return self.filter(confirmed_at__isnull=False).order_by("-confirmed_at", "-pk")


class EvidenceRequirementQuerySet(models.QuerySet):
    def asked_of(self, approval: "Approval", on: dt.date) -> Self:
        """What the rule book asks for that category, or one above it, on that day."""
        in_force = self.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=on), valid_from__lte=on)
        ours = Q(category__isnull=True) | Q(category__code__in=approval.category.lineage)
        return in_force.filter(ours, organiser=approval.organiser_id)


class EvidenceQuerySet(models.QuerySet):
    def newest(self) -> Self:
        """Of those for the same requirement of an approval only the newest; those for none are all kept."""
        newer = self.model.objects.filter(
            approval=OuterRef("approval"), requirement=OuterRef("requirement"), pk__gt=OuterRef("pk")
        )
        return self.exclude(Exists(newer))

    def ending(self, on: dt.date, until: dt.date) -> Self:
        """Newest documents for a line of the rule book whose last day is `until` or before, of approvals in force."""
        from .models import ApprovalPeriod

        in_force = ApprovalPeriod.objects.current_or_coming(on).values("approval")
        asked = self.newest().filter(requirement__isnull=False, approval__in=in_force)
        return asked.filter(expires_on__lte=until).order_by("expires_on", "pk")


class ApprovalQuerySet(models.QuerySet):
    def with_last_step(self) -> Self:
        """`last_kind` and `last_on`: what was said last, and when (None: not sent yet)."""
        from .models import ApprovalStep

        last = ApprovalStep.objects.filter(approval=OuterRef("pk")).order_by("-pk")
        return self.annotate(last_kind=Subquery(last.values("kind")[:1]), last_on=Subquery(last.values("on")[:1]))

    def with_story(self) -> Self:
        """With all that `rules.standing` reads."""
        return self.select_related("provider", "category", "organiser").prefetch_related("steps__by", "periods")

    def said_last(self, *kinds: str) -> Self:
        """Those of which that was said last, the longest ago first."""
        return self.with_last_step().filter(last_kind__in=kinds).order_by("last_on", "pk")


class ApprovalPeriodQuerySet(models.QuerySet):
    def current_or_coming(self, on: dt.date | OuterRef) -> Self:
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gte=on))

    def in_force(self, on: dt.date | OuterRef) -> Self:
        return self.current_or_coming(on).filter(from_on__lte=on)

    def overlapping(self, from_on: dt.date, until_on: dt.date | None) -> Self:
        """Those that share a day with from–until (no end: None)."""
        found = self.current_or_coming(from_on)
        return found if until_on is None else found.filter(from_on__lte=until_on)


class PriceVersionQuerySet(models.QuerySet):
    def latest_of(self, listing: OuterRef, on: dt.date) -> Self:
        """For a subquery: the id of the version in force (the newest day, then the newest row)."""
        versions = self.filter(listing=listing, valid_from__lte=on)
        return versions.order_by("-valid_from", "-pk").values("pk")[:1]

    def in_force(self, on: dt.date) -> Self:
        return self.filter(pk=Subquery(self.model.objects.latest_of(OuterRef("listing"), on)))

    def current_or_coming(self, on: dt.date) -> Self:
        latest = Subquery(self.model.objects.latest_of(OuterRef("listing"), on))
        return self.filter(Q(valid_from__gt=on) | Q(pk=latest))


class ListingQuerySet(models.QuerySet):
    def serving(self, municipality: "Municipality | int") -> Self:
        return self.filter(served__municipality=municipality)

    def with_texts(self) -> Self:
        """With all that a card shows of it: texts, provider, category and photo."""
        return self.select_related("provider", "category", "photo").prefetch_related("texts")

    def for_provider(self) -> Self:
        """With all that `ListingCase` reads, the run of its review among them."""
        from wagtail.models import WorkflowState

        running = WorkflowState.objects.active().select_related("current_task_state")
        return (
            self.select_related("provider", "category", "photo", "latest_revision")
            .prefetch_related("texts", "freshness_checks")
            .prefetch_related(Prefetch("workflow_states", running, to_attr="_current_workflow_states"))
        )

    def choosable(self, on: dt.date, organiser: "Organiser") -> Self:
        """What the organiser's clients can choose on that day, whatever the place.

        Published; provider approved for the category (and for those of a package's items); a price in force; texts
        in every required language; the freshness lease not run out. Without rules in force nothing can be chosen.
        """
        rules = organiser.rule_sets.filter(valid_from__lte=on).order_by("-valid_from").first()
        if rules is None:
            return self.none()
        return self.offered(on, organiser)._checked_after(on - dt.timedelta(days=rules.lease_days))

    def offered(self, on: dt.date, organiser: "Organiser") -> Self:
        """What could be chosen that day, whether or not its freshness lease has run out."""
        listings = self.filter(live=True).exclude(provider__ended_on__lt=on)
        for language in organiser.required_languages:
            listings = listings.filter(Exists(_texts(language)))
        return listings._approved(on, organiser)

    def _checked_after(self, day: dt.date) -> Self:
        """The lease counts the day of the provider's word: one of 90 days is over on day 90."""
        from .models import FreshnessCheck

        return self.filter(Exists(FreshnessCheck.objects.filter(listing=OuterRef("pk"), on__gt=day)))

    def with_last_check(self, on: dt.date) -> Self:
        """`checked_on`: the day of the provider's latest word until that day (None: never)."""
        from .models import FreshnessCheck

        checks = FreshnessCheck.objects.filter(listing=OuterRef("pk"), on__lte=on).order_by("-on")
        return self.annotate(checked_on=Subquery(checks.values("on")[:1]))

    def _approved(self, on: dt.date, organiser: "Organiser") -> Self:
        """With a price in force, and approved for its own category and all its items'."""
        from .models import PackageItem, PriceVersion

        latest = Subquery(PriceVersion.objects.latest_of(OuterRef("pk"), on))
        priced = self.alias(price_now=latest).filter(price_now__isnull=False)
        inside = PackageItem.objects.filter(version=OuterRef("price_now"))
        beyond = inside.exclude(
            Exists(approvals_of(on, organiser, OuterRef("service__provider"), OuterRef("service__category__path")))
        )
        return (
            priced.filter(Exists(approvals_of(on, organiser, OuterRef("provider"), OuterRef("category__path"))))
            .exclude(Exists(beyond))
            .filter(~Q(kind=ListingKind.PACKAGE) | Exists(inside))
        )


def _texts(language: str) -> models.QuerySet:
    """The words of a listing in that language, if all are there. (Models import this file: hence the late imports.)"""
    from .models import ListingText

    return ListingText.objects.filter(listing=OuterRef("pk"), language=language).exclude(title="").exclude(body="")


def approvals_of(
    on: dt.date | OuterRef,
    organiser: "Organiser | OuterRef",
    provider: OuterRef,
    path: OuterRef,
    *,
    but: "Approval | None" = None,
) -> models.QuerySet:
    """For an Exists: approvals in force of the provider for the category or one above it, leaving out `but`."""
    from .models import ApprovalPeriod

    ours = ApprovalPeriod.objects.in_force(on).filter(approval__organiser=organiser, approval__provider=provider)
    if but is not None:
        ours = ours.exclude(approval=but)
    return ours.alias(wanted=ExpressionWrapper(path, models.CharField())).filter(
        wanted__startswith=F("approval__category__path")
    )
