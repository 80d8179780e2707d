"""What the catalogue tells those above it, inside the transaction of the change."""

from django.dispatch import Signal

listings_changed = Signal()
"""Sent with `ids` (listing ids) or `scope` (("category", id), ("provider", id), ("organiser", id) or ("all", 0))."""
