"""Who may change who helps a client. Sentences without a request."""

from django.urls import reverse

from marketplace.accounts.models import User

from .acting import Acting
from .enums import ActingBy
from .models import Mandate


def first_page(user: User) -> str | None:
    """Whoever has no other work here chooses for whom they have come."""
    return reverse("clients:people")


def may_manage_helpers(acting: Acting) -> bool:
    """The client herself, or her own case manager; never a helper, and never a stand-in."""
    return acting.by in {ActingBy.SELF, ActingBy.ASSIGNMENT}


def may_end(acting: Acting, mandate: Mandate) -> bool:
    """Helpers end only what they hold themselves."""
    return may_manage_helpers(acting) or mandate.person_id == acting.user.pk
