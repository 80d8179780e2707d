"""A listing's draft: written step by step, sent to the county, taken back. Nothing of it is public before a publish.

Each action locks the listing and looks at it again: what a page showed may be old.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from wagtail.actions.unpublish import UnpublishAction
from wagtail.models import WorkflowState

from marketplace.accounts.models import User

from ..enums import ListingKind, ListingRefusal
from ..listing_rules import change_refusal, send_refusal
from ..listing_states import draft_of
from ..models import Category, Listing, ListingText, Organiser, PriceVersion, Provider
from ..signals import send_ids
from ..translations import copies, has_words, keep_step, texts_of


@transaction.atomic
def start_listing(*, provider: Provider, category: Category, by: User) -> Listing:
    """A draft with nothing in it yet. Its unit is empty until it is asked for."""
    listing = Listing(provider=provider, category=category, unit="", kind=ListingKind.SERVICE, live=False)
    listing.speaks = list(provider.languages) or listing.speaks
    listing.save()
    listing.save_revision(user=by, clean=False, log_action="wagtail.create")
    return listing


@transaction.atomic
def change_draft(
    *,
    listing: Listing,
    by: User,
    organiser: Organiser,
    on: dt.date,
    fields: Mapping[str, Any] | None = None,
    words: Mapping[str, Mapping[str, str]] | None = None,
    holds: Collection[str] = (),
) -> ListingRefusal | None:
    """A new draft with these `fields` of the listing and these `words` by language ({"sv": {"title": …}}).

    `holds`: languages whose text is said to be right still, though another one was changed.
    """
    locked = lock_listing(listing)
    if refusal := change_refusal(locked, organiser, on):
        return refusal
    draft = draft_of(locked)
    if _prices_would_not_fit(draft, fields or {}):
        return ListingRefusal.PRICED
    for name, value in (fields or {}).items():
        setattr(draft, name, value)
    _write(draft, words or {}, organiser.required_languages, holds)
    if draft.first_published_at is None:  # as the admin does: nobody sees it yet
        draft.save()
    draft.save_revision(user=by, clean=False, log_action=True)
    return None


def _prices_would_not_fit(draft: Listing, fields: Mapping[str, Any]) -> bool:
    """A price list is one of a unit, and a package's has its parts."""
    changes = any(name in fields and fields[name] != getattr(draft, name) for name in ("kind", "unit"))
    return changes and PriceVersion.objects.filter(listing=draft.pk).exists()


def lock_listing(listing: Listing) -> Listing:
    """The row of now. Changes of one listing wait for each other."""
    found = Listing.objects.select_for_update(of=("self",)).select_related("provider", "category")
    return found.get(pk=listing.pk)


def _write(draft: Listing, words: Mapping[str, Mapping[str, str]], required: list[str], holds: Collection[str]) -> None:
    after = texts_of(draft)
    before = copies(after)
    for language, changes in words.items():
        text = after.setdefault(language, ListingText(language=language))
        for name, value in changes.items():
            setattr(text, name, value)
    kept = {language: text for language, text in after.items() if has_words(text)}
    keep_step(before, kept, required, holds)
    draft.texts.set(kept.values())


@transaction.atomic
def send_listing(*, listing: Listing, by: User, organiser: Organiser, on: dt.date) -> ListingRefusal | None:
    """To the county's review. Sent twice it waits once."""
    locked = lock_listing(listing)
    if refusal := send_refusal(locked, organiser, on):
        return refusal
    state = locked.current_workflow_state
    if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(user=by)
    else:
        locked.get_workflow().start(locked, by)
    return None


@transaction.atomic
def hide_listing(*, listing: Listing, by: User) -> ListingRefusal | None:
    """Nobody new can choose it from now on; what was chosen goes on. To show it again it is sent to the county."""
    locked = lock_listing(listing)
    if not locked.live:
        return ListingRefusal.NOT_LIVE
    UnpublishAction(locked, user=by).execute(skip_permission_checks=True)
    send_ids([locked.pk])
    return None


@transaction.atomic
def take_back_listing(*, listing: Listing, by: User) -> ListingRefusal | None:
    """It is the provider's draft again."""
    locked = lock_listing(listing)
    state = locked.current_workflow_state
    if state is None or state.status != WorkflowState.STATUS_IN_PROGRESS:
        return ListingRefusal.NOT_UNDER_REVIEW
    state.cancel(user=by)
    return None
