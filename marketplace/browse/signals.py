"""What search pages tell the rooms above, while the page is made."""

from django.dispatch import Signal

found_nothing = Signal()
"""`request` and `filters` (a valid ListingFilter): a search without a result. Sender: Findings."""
