"""The closed sets of words of the catalogue."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Unit(TextChoices):
    HOUR = "hour", _("hour")
    VISIT = "visit", _("visit")
    DAY = "day", _("day")
    MONTH = "month", _("month")
    PIECE = "piece", _("piece")
    ONCE = "once", _("once")


UNBANDED_UNITS = frozenset({Unit.MONTH, Unit.PIECE, Unit.ONCE})
"""Units without a time of day: their lines and values have the band NONE."""


class DayType(TextChoices):
    NONE = "none", _("any day")
    WEEKDAY = "weekday", _("weekday")
    SATURDAY = "saturday", _("Saturday")
    SUNDAY = "sunday", _("Sunday or holiday")


class DayPart(TextChoices):
    NONE = "none", _("any time")
    DAY = "day", _("day")
    EVENING = "evening", _("evening")
    NIGHT = "night", _("night")


class ProviderKind(TextChoices):
    MUNICIPALITY = "municipality", _("own unit of a municipality")
    COMPANY = "company", _("company")
    ASSOCIATION = "association", _("association")
    OTHER = "other", _("other")


class ListingKind(TextChoices):
    SERVICE = "service", _("service")
    PACKAGE = "package", _("service package")


class MemberRole(TextChoices):
    OWNER = "owner", _("owner")
    EDITOR = "editor", _("editor of listings")
    RECORDER = "recorder", _("recorder of visits")


CAN_EDIT = frozenset({MemberRole.OWNER, MemberRole.EDITOR})


class ApprovalState(TextChoices):
    """The kinds of steps of an approval."""

    APPLIED = "applied", _("applied")
    QUESTION = "question", _("question asked")
    ANSWERED = "answered", _("question answered")
    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("refused")
    SUSPENDED = "suspended", _("suspended")
    RESUMED = "resumed", _("resumed")
    WITHDRAWN = "withdrawn", _("withdrawn")


class CarryOver(TextChoices):
    ALL = "all", _("all of it")
    NONE = "none", _("nothing")
    CAP = "cap", _("up to a cap")


class HolidayKind(TextChoices):
    HOLIDAY = "holiday", _("holiday (counts as Sunday)")
    EVE = "eve", _("eve (counts as Saturday)")


class ImportState(TextChoices):
    """Where an import of providers stands."""

    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("under way")
    DONE = "done", _("done")
    FAILED = "failed", _("could not be read")
    REPLACED = "replaced", _("replaced by a newer one")


UNFINISHED = frozenset({ImportState.WAITING, ImportState.RUNNING})
