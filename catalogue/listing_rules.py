"""Why a step with a listing cannot be taken; which questions are still open. Pages and actions share the answers."""

import datetime as dt
from collections.abc import Iterable

from marketplace.accounts.models import User

from .enums import ListingRefusal, ListingState, Standing
from .listing_states import ListingCase, draft_of
from .models import Approval, ApprovalPeriod, Category, Listing, Organiser, PriceVersion, Provider
from .permissions import user_has_stake_in
from .rules import period_of, standing
from .translations import Texts, is_whole, outdated, texts_of

MAY_DRAFT = frozenset({Standing.WAITING, Standing.QUESTION, Standing.APPROVED, Standing.COMING})
"""A listing can be written while the county reads the application for its category."""


def is_approved(provider: Provider, organiser: Organiser, on: dt.date) -> bool:
    """For anything at all, on that day."""
    in_force = ApprovalPeriod.objects.in_force(on).filter(approval__provider=provider, approval__organiser=organiser)
    return in_force.exists()


def may_draft(provider: Provider, category: Category, organiser: Organiser, on: dt.date) -> bool:
    """Whether the provider may write a listing in that category."""
    return any(category.path.startswith(path) for path in draftable(provider, organiser, on))


def draftable(provider: Provider, organiser: Organiser, on: dt.date) -> list[str]:
    """Paths of the categories that the provider is approved for, or waits to be."""
    rows: Iterable[Approval] = provider.approvals.filter(organiser=organiser).with_story()
    return [row.category.path for row in rows if standing(row, on) in MAY_DRAFT or period_of(row, on)]


def change_refusal(listing: Listing, organiser: Organiser, on: dt.date) -> ListingRefusal | None:
    """Why the draft cannot be changed."""
    if not is_approved(listing.provider, organiser, on) or not may_draft(
        listing.provider, listing.category, organiser, on
    ):
        return ListingRefusal.NOT_APPROVED
    if listing.locked:
        return ListingRefusal.LOCKED
    return ListingRefusal.UNDER_REVIEW if _case(listing, on).work == ListingState.REVIEW else None


def send_refusal(listing: Listing, organiser: Organiser, on: dt.date) -> ListingRefusal | None:
    """Why the draft cannot be sent to the county."""
    if refusal := change_refusal(listing, organiser, on):
        return refusal
    if not approved_for(listing, organiser, on):
        return ListingRefusal.NOT_APPROVED
    if _case(listing, on).work is None:
        return ListingRefusal.NOTHING_NEW
    if open_questions(listing, organiser.required_languages, on):
        return ListingRefusal.UNANSWERED
    if refusal := words_refusal(texts_of(draft_of(listing)), organiser.required_languages):
        return refusal
    return None if listing.get_workflow() else ListingRefusal.NO_REVIEW


def words_refusal(texts: Texts, required: list[str]) -> ListingRefusal | None:
    """Why words cannot be published: a required language lacks them, or one was left behind."""
    if any(not is_whole(texts.get(code)) for code in required):
        return ListingRefusal.UNANSWERED
    return ListingRefusal.OUTDATED if outdated(texts, required) else None


def review_refusal(
    listing: Listing, *, by: User, organiser: Organiser, on: dt.date, seen: int | None, publishes: bool
) -> ListingRefusal | None:
    """Why the official cannot answer. `seen`: the id of the revision that the official has read."""
    if user_has_stake_in(by, listing.provider, on):
        return ListingRefusal.CONFLICT
    if _case(listing, on).work != ListingState.REVIEW:
        return ListingRefusal.NOT_UNDER_REVIEW
    if listing.latest_revision_id != seen:
        return ListingRefusal.STALE
    return words_refusal(texts_of(draft_of(listing)), organiser.required_languages) if publishes else None


def _case(listing: Listing, on: dt.date) -> ListingCase:
    return ListingCase(listing, on, lease_days=0)


def approved_for(listing: Listing, organiser: Organiser, on: dt.date) -> bool:
    """Whether the provider's approval for the listing's category, or one above it, is in force."""
    lineage = listing.category.lineage
    in_force = ApprovalPeriod.objects.in_force(on).filter(approval__organiser=organiser)
    return in_force.filter(approval__provider=listing.provider, approval__category__code__in=lineage).exists()


def open_questions(listing: Listing, required: Iterable[str], on: dt.date) -> list[str]:
    """The keys of the questions that must be answered before the draft is sent, in their order."""
    draft, wanted = draft_of(listing), list(required)
    texts = texts_of(draft)
    known = {*wanted, *texts}
    missing = {
        "unit": not draft.unit,
        "name": any(code not in texts or not texts[code].title for code in wanted),
        "text": any(not is_whole(texts.get(code)) for code in wanted),
        "easy": any(code not in texts or not texts[code].easy_body for code in wanted),
        "languages": not draft.speaks,
        "places": not listing.served.exists(),
        "photo": draft.photo_id is not None and not all(code in texts and texts[code].photo_alt for code in known),
        "price": not PriceVersion.objects.filter(listing=listing).current_or_coming(on).exists(),
    }
    return [key for key, is_missing in missing.items() if is_missing]
