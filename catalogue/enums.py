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


WITH_THE_OFFICIAL = frozenset({ApprovalState.APPLIED, ApprovalState.ANSWERED})
"""After such a step the county has the next word."""


class Standing(TextChoices):
    """How an application stands on a day; computed from its steps and periods, never stored."""

    DRAFT = "draft", _("not sent yet")
    WAITING = "waiting", _("waits for the county")
    QUESTION = "question", _("waits for the provider's answer")
    APPROVED = "approved", _("approved")
    COMING = "coming", _("approved from a later day")
    SUSPENDED = "suspended", _("suspended")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")
    ENDED = "ended", _("ended")


class EvidenceKind(TextChoices):
    REGISTER = "register", _("register")
    INSURANCE = "insurance", _("insurance")
    SELF_MONITORING = "self_monitoring", _("self-monitoring plan")
    REFERENCE = "reference", _("reference")
    OTHER = "other", _("other")


class StepRefusal(TextChoices):
    """Why a step of an approval cannot be taken now. Values of actions; `catalogue/words.py` says them."""

    CONFLICT = "CONFLICT", _("You work for this provider, or did within a year, so someone else must decide.")
    STALE = "STALE", _("Someone else has taken a step meanwhile. Read it below, and then decide.")
    NOT_NOW = "NOT_NOW", _("This step cannot be taken as things stand.")
    NOT_IN_FORCE = "NOT_IN_FORCE", _("There is no approval in force on that day.")
    OVERLAP = "OVERLAP", _("The provider is already approved for a part of that time.")
    DATES = "DATES", _("The last day must not be before the first.")
    PAST = "PAST", _("The first day must be today or later.")
    FAR = "FAR", _("The first day can be at most two years from today.")
    MISSING = "MISSING", _("Something is missing still.")
    NO_BUSINESS_ID = "NO_BUSINESS_ID", _("Add the business ID before you apply for approval.")


class ListingState(TextChoices):
    """How a listing stands for its provider; computed, never stored. `catalogue/listing_states.py` says which."""

    DRAFT = "draft", _("draft")
    REVIEW = "review", _("under review")
    RETURNED = "returned", _("returned")
    LIVE = "live", _("live")
    STALE = "stale", _("too long since it was checked")
    HIDDEN = "hidden", _("hidden")


class ListingRefusal(TextChoices):
    """Why a step with a listing cannot be taken now."""

    NOT_APPROVED = "NOT_APPROVED", _("The county has not approved you for this kind of help now.")
    UNDER_REVIEW = (
        "UNDER_REVIEW",
        _("The county is reading the listing now. Take it back first if you want to change it."),
    )
    NOT_UNDER_REVIEW = "NOT_UNDER_REVIEW", _("The county is not reading the listing any more.")
    NOT_LIVE = "NOT_LIVE", _("Clients do not see the listing now.")
    PRICED = "PRICED", _("A price is set already, so this cannot change. Write a new listing instead.")
    NOTHING_NEW = "NOTHING_NEW", _("Nothing has changed since it was published.")
    UNANSWERED = "UNANSWERED", _("Something is missing still. Answer the questions that are marked.")
    OUTDATED = (
        "OUTDATED",
        _("A text was changed in one language only. Say that the other one still holds, or change it."),
    )
    CONFLICT = "CONFLICT", _("You work for this provider, or did within a year, so someone else must decide.")
    STALE = "STALE", _("Someone has changed or decided it meanwhile. Read it again below, and then decide.")
    NO_REVIEW = "NO_REVIEW", _("Nobody is set to read listings. Call us.")
    LOCKED = "LOCKED", _("The county has locked the listing. Call us.")


class ColleagueRefusal(TextChoices):
    """Why a colleague is not removed."""

    LAST_OWNER = "LAST_OWNER", _("There must be an owner. Make someone else an owner first.")


class AccountRefusal(TextChoices):
    """Why a payment account is not taken into use."""

    SAME_PERSON = "SAME_PERSON", _("Who gave the account cannot confirm it. Another person must.")
    NOT_OPEN = "NOT_OPEN", _("The account was confirmed or taken back already.")


class CarryOver(TextChoices):
    ALL = "all", _("all of it")
    NONE = "none", _("nothing")
    CAP = "cap", _("up to a cap")


class PriceWindow(TextChoices):
    """On which days a provider's new price may begin."""

    ANY_DAY = "day", _("any day")
    MONTH = "month", _("the first day of a month")
    QUARTER = "quarter", _("the first day of a quarter")
    HALF_YEAR = "half_year", _("1 January and 1 July")
    YEAR = "year", _("1 January")


class PriceRefusal(TextChoices):
    """Why a new price cannot begin on a day, or cannot be so high. `catalogue/price_rules.py` adds the facts."""

    NO_DAY = "NO_DAY", _("Say from which day the new prices hold.")
    TOO_SOON = "TOO_SOON", _("The prices can change on %(first)s at the earliest, so that clients have time.")
    OUTSIDE_WINDOW = "OUTSIDE_WINDOW", _("Prices can begin on %(window)s. The nearest day is %(next)s.")
    TOO_FAR = "TOO_FAR", _("Prices can be set up to %(last)s. Choose an earlier day.")
    ABOVE_CAP = (
        "ABOVE_CAP",
        _("%(time)s: the client pays nothing by law for this help, so the price is at most %(cap)s."),
    )


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
