"""Who is told of a listing's way through the county's review.

Wagtail's own mails name the listing and lead into its admin, where a provider cannot go. These take their place: a
signal knows only one receiver by each of Wagtail's names for its own.
"""

from typing import Any

from wagtail.models import TaskState, WorkflowState
from wagtail.signals import published, task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from catalogue.models import Listing
from marketplace.accounts.models import User

from .actions import tell
from .enums import Kind
from .recipients import editors, officials


def to_read(sender: type, instance: TaskState, user: User | None = None, **kwargs: Any) -> None:
    """Sent for the first time, or again."""
    listing = instance.workflow_state.content_object
    if isinstance(listing, Listing):
        tell(officials(listing.provider), Kind.LISTING_TO_READ, but=user)


def returned(sender: type, instance: WorkflowState, user: User | None = None, **kwargs: Any) -> None:
    _tell_writers(instance, Kind.LISTING_RETURNED, user)


def approved(sender: type, instance: WorkflowState, user: User | None = None, **kwargs: Any) -> None:
    _tell_writers(instance, Kind.LISTING_PUBLISHED, user)


def published_past_review(sender: type, instance: Listing, **kwargs: Any) -> None:
    """By the button beside the review, which ends it without a word."""
    if state := instance.current_workflow_state:
        _tell_writers(state, Kind.LISTING_PUBLISHED, None)


def nobody(sender: type, **kwargs: Any) -> None:
    """That something was submitted is told by `to_read`."""


def _tell_writers(state: WorkflowState, kind: Kind, by: User | None) -> None:
    """Whoever sent it in; if that is one of the provider's people, all of its owners and editors."""
    listing, sender = state.content_object, state.requested_by
    if not isinstance(listing, Listing):
        return
    ours = editors(listing.provider)
    if sender is not None and sender not in ours:
        tell([sender] if kind == Kind.LISTING_RETURNED else [sender, *ours], kind, but=by)
    else:
        tell(ours, kind, but=by)


INSTEAD_OF_WAGTAILS = (
    (task_submitted, to_read, TaskState, "group_approval_task_submitted_email_notification"),
    (workflow_submitted, nobody, WorkflowState, "workflow_state_submitted_email_notification"),
    (workflow_rejected, returned, WorkflowState, "workflow_state_rejected_email_notification"),
    (workflow_approved, approved, WorkflowState, "workflow_state_approved_email_notification"),
)
for signal, receiver, kind_of, name in INSTEAD_OF_WAGTAILS:
    signal.connect(receiver, sender=kind_of, dispatch_uid=name)
published.connect(published_past_review, sender=Listing)
