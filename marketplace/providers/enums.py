from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class RegistrationRefusal(TextChoices):
    """Why a registration does not become a provider."""

    UNANSWERED = "UNANSWERED", _("A question is not answered yet.")
    TAKEN = "TAKEN", _("A provider with this business ID is here already. Ask its owner to invite you, or call us.")


class LeaseStage(IntegerChoices):
    """How far a freshness lease has run, in order: of 90 days on day 60, 75 and 90."""

    FIRST = 1
    SECOND = 2
    OVER = 3


class PriceChangeState(TextChoices):
    """How far a change of prices has come. Whether its day has come follows from the date and is not stored."""

    DRAFT = "draft", _("not sent yet")
    WAITING = "waiting", _("waits for the county")
    TAKEN = "taken", _("decided")
    RETURNED = "returned", _("sent back by the county")


OPEN_CHANGES = frozenset({PriceChangeState.DRAFT, PriceChangeState.RETURNED})
"""The provider can still write in it."""


class PriceChangeRefusal(TextChoices):
    """Why a change of prices is not sent, or not decided."""

    NOTHING = "NOTHING", _("No price differs from what holds that day. Change a price first.")
    TROUBLE = "TROUBLE", _("Something must be put right first.")
    NOT_OPEN = "NOT_OPEN", _("This change of prices was handled already.")
    CONFLICT = "CONFLICT", _("You work for this provider, or did within a year, so someone else must decide.")
    TOO_LATE = "TOO_LATE", _("The first day has passed. Send the prices back, so that a new day can be chosen.")
    STALE = "STALE", _("The prices changed meanwhile. Look at them again.")
