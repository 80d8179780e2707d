"""The county's answer to a listing that was sent in: published, or sent back with a comment."""

import datetime as dt

from django.db import transaction
from wagtail.models import TaskState

from marketplace.accounts.models import User

from ..enums import ListingRefusal
from ..listing_rules import review_refusal
from ..models import Listing, Organiser
from .drafts import lock_listing


@transaction.atomic
def publish_listing(
    *, listing: Listing, by: User, organiser: Organiser, on: dt.date, seen: int | None, comment: str = ""
) -> ListingRefusal | None:
    """`seen`: the id of the revision that the official has read. Clients see it at once."""
    locked = lock_listing(listing)
    if refusal := review_refusal(locked, by=by, organiser=organiser, on=on, seen=seen, publishes=True):
        return refusal
    _task(locked).approve(user=by, comment=comment)
    return None


@transaction.atomic
def return_listing(
    *, listing: Listing, by: User, organiser: Organiser, on: dt.date, seen: int | None, comment: str
) -> ListingRefusal | None:
    """Back to the provider, who reads the comment."""
    locked = lock_listing(listing)
    if refusal := review_refusal(locked, by=by, organiser=organiser, on=on, seen=seen, publishes=False):
        return refusal
    _task(locked).reject(user=by, comment=comment)
    return None


def _task(listing: Listing) -> TaskState:
    task = listing.current_workflow_task_state
    assert task is not None, "review_refusal lets only running reviews through"
    return task
