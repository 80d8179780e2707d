from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RegistrationRefusal(TextChoices):
    """Why a registration does not become a provider."""

    UNANSWERED = "UNANSWERED", _("A question is not answered yet.")
    TAKEN = "TAKEN", _("A provider with this business ID is here already. Ask its owner to invite you, or call us.")
