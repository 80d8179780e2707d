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
OF_RESERVATION = RESOLUTIONS | {EntryKind.RESERVE, EntryKind.REFUND}
"""Kinds that move the money of one reservation; the others move the granted sum."""


class MoneyRefusal(TextChoices):
    """Why the ledger itself says no. Upper rooms add reasons of their own."""

    OVER_BUDGET = "OVER_BUDGET", _("more than what is left")
    CUT_BELOW_USED = "CUT_BELOW_USED", _("more is reserved and used than would be granted")
    NOT_HELD = "NOT_HELD", _("the money is not reserved any more")
    OVER_RESERVED = "OVER_RESERVED", _("more than what was reserved")
    OVER_CAPTURED = "OVER_CAPTURED", _("more than what was used")
