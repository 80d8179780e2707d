from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReservationState(TextChoices):
    HELD = "held", _("reserved")
    CAPTURED = "captured", _("used")
    RELEASED = "released", _("released")
    EXPIRED = "expired", _("expired")


RESOLVED = frozenset({ReservationState.CAPTURED, ReservationState.RELEASED, ReservationState.EXPIRED})


class EntryKind(TextChoices):
    GRANT = "grant", _("granted")
    CUT = "cut", _("cut")
    RESERVE = "reserve", _("reserved")
    CAPTURE = "capture", _("used")
    RELEASE = "release", _("released")
    EXPIRE = "expire", _("expired")
    REFUND = "refund", _("refunded")
    CARRY_OUT = "carry_out", _("carried to the next month")
    CARRY_IN = "carry_in", _("carried from the month before")


RESOLUTIONS = frozenset({EntryKind.CAPTURE, EntryKind.RELEASE, EntryKind.EXPIRE})
