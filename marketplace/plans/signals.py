"""What plans tell those above them, inside the transaction."""

from django.dispatch import Signal

plan_decided = Signal()
"""Sent with `decision`."""

review_asked = Signal()
"""Sent with `request` (a ReviewRequest)."""
