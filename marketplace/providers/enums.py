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
