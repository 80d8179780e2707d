"""Rights and their grounds."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Right(IntegerChoices):
    """What a person may do for a client; each includes those before it."""

    SEE = 1, _("see")
    SUGGEST = 2, _("see and suggest")
    CHOOSE = 3, _("see, suggest and choose")


class MandateBasis(TextChoices):
    CONSENT = "consent", _("the client's own consent")
    GUARDIAN = "guardian", _("guardian")
    POWER_OF_ATTORNEY = "power_of_attorney", _("continuing power of attorney")
    FAMILY_CARER = "family_carer", _("family carer")


class Kinship(TextChoices):
    """What the person is to the client, so that pages can say "your daughter"."""

    DAUGHTER = "daughter", _("daughter")
    SON = "son", _("son")
    SPOUSE = "spouse", _("spouse")
    SIBLING = "sibling", _("brother or sister")
    GRANDCHILD = "grandchild", _("grandchild")
    FRIEND = "friend", _("friend")
    OTHER = "other", _("helper")


class Profession(TextChoices):
    NURSE = "nurse", _("nurse")
    SOCIAL_WORKER = "social_worker", _("social worker")


class ActingBy(TextChoices):
    """By which right someone acts or looks."""

    SELF = "self", _("the client")
    MANDATE = "mandate", _("mandate")
    ASSIGNMENT = "assignment", _("case manager")
    STAND_IN = "stand_in", _("stand-in for the case manager")
    PROVIDER = "provider", _("provider")
