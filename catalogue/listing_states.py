"""How a listing and its draft stand: computed from Wagtail's revisions and workflow, and from dates."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from wagtail.models import TaskState, WorkflowState

from marketplace.foundation.templatetags.ui import active_language

from .enums import ListingState
from .models import Listing, ListingText

PUBLIC = frozenset({ListingState.LIVE, ListingState.STALE, ListingState.HIDDEN})


@dataclass(frozen=True)
class ListingCase:
    """A listing as its provider sees it. Load with `Listing.objects.for_provider()`: no query for each row."""

    listing: Listing
    on: dt.date
    lease_days: int

    @cached_property
    def draft(self) -> Listing:
        """The listing with the words of its newest draft. Never save it: `actions.change_draft` does."""
        return draft_of(self.listing)

    @cached_property
    def texts(self) -> dict[str, ListingText]:
        return {text.language: text for text in self.draft.texts.all()}

    @property
    def title(self) -> str:
        """Of the newest draft, in the active language if it has one; empty if there is none yet."""
        if not self.listing.has_unpublished_changes or self.listing.latest_revision is None:
            text = self.listing.text()
            return text.title if text else ""
        rows = self.listing.latest_revision.content.get("texts", [])
        titles = {row["language"]: row["title"] for row in rows if row["title"]}
        return titles.get(active_language()) or titles.get("sv") or next(iter(titles.values()), "")

    @property
    def workflow(self) -> WorkflowState | None:
        return self.listing.current_workflow_state

    @property
    def public(self) -> ListingState | None:
        """What clients see of it; None before the first publication."""
        if not self.listing.live:
            return ListingState.HIDDEN if self.listing.first_published_at else None
        return ListingState.STALE if self.is_stale else ListingState.LIVE

    @property
    def is_stale(self) -> bool:
        last = max((check.on for check in self.listing.freshness_checks.all()), default=None)
        return last is None or (self.on - last).days > self.lease_days

    @property
    def work(self) -> ListingState | None:
        """What happens to the draft; None if there is nothing that is not published."""
        if self.workflow is not None:
            waits = self.workflow.status == WorkflowState.STATUS_IN_PROGRESS
            return ListingState.REVIEW if waits else ListingState.RETURNED
        is_new = self.listing.first_published_at is None
        return ListingState.DRAFT if is_new or self.listing.has_unpublished_changes else None

    @property
    def states(self) -> list[ListingState]:
        return [state for state in (self.public, self.work) if state]

    @property
    def task(self) -> TaskState | None:
        return self.workflow.current_task_state if self.workflow else None

    @property
    def comment(self) -> str:
        """What the county wrote when it sent the draft back."""
        return self.task.comment if self.task and self.work == ListingState.RETURNED else ""


def draft_of(listing: Listing) -> Listing:
    """The newest draft, or the listing itself if nothing is unpublished. Its provider and category come along."""
    draft: Any = listing.get_latest_revision_as_object()
    if draft is not listing:
        for name in ("provider", "category"):
            known = getattr(listing, name)
            if known.pk == getattr(draft, f"{name}_id"):
                setattr(draft, name, known)
    return draft  # type: ignore[no-any-return]
