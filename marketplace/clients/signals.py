"""What this room tells those above it, inside the transaction."""

from django.dispatch import Signal

invitation_made = Signal()
"""`invitation`, `token` (plain; only in the mail and on the page; stored at most until the mail has gone)."""
invitation_accepted = Signal()
"""`invitation`, with its mandate."""
mandate_given = Signal()
"""`mandate`"""
mandate_ended = Signal()
"""`mandate`"""
