"""What choosing tells the rooms above it, inside the transaction of the act. Senders are the models' classes."""

from django.dispatch import Signal

selection_requested = Signal()
"""`selection`"""
selection_accepted = Signal()
"""`selection`"""
selection_declined = Signal()
"""`selection`"""
selection_expired = Signal()
"""`selection`: the provider did not answer in time."""
selection_withdrawn = Signal()
"""`selection`"""
visit_skipped = Signal()
"""`visit`: by the client's side."""
visit_cancelled = Signal()
"""`visit`: by the provider."""
visit_recorded = Signal()
"""`visit`"""
visit_confirmed = Signal()
"""`visit`: by the client's side or by time."""
visit_disputed = Signal()
"""`visit`"""
choice_refused = Signal()
"""`draft`, its `client` (with postal area) and `refusal`: a page says no. Sent while the page is made."""
suggestion_made = Signal()
"""`suggestion`"""
suggestion_answered = Signal()
"""`suggestion`"""
