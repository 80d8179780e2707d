"""What the catalogue tells those above it, inside the transaction of the change."""

from collections.abc import Iterable

from django.dispatch import Signal

listings_changed = Signal()
"""Sent with `ids` (listing ids) or `scope` (("category", id), ("provider", id), ("organiser", id) or ("all", 0)); the
other of the two is None."""

step_taken = Signal()
"""Sent with `step`: an ApprovalStep, just written."""
colleague_invited = Signal()
"""Sent with `invitation` and its `token`, which is stored nowhere else."""
colleague_joined = Signal()
"""Sent with `invitation`, taken up by `invitation.member`."""
account_given = Signal()
"""Sent with `account`: a PaymentAccount that waits for a second person."""


def send_ids(ids: Iterable[int]) -> None:
    """These listings changed."""
    listings_changed.send(sender="catalogue", ids=sorted(set(ids)), scope=None)


def send_scope(kind: str, pk: int) -> None:
    """Everything under that category, provider or organiser may have changed."""
    listings_changed.send(sender="catalogue", ids=None, scope=(kind, pk))
