"""Short names of the bands in the world's files: day type and part ("we" is a weekday's evening)."""

from catalogue.enums import DayPart, DayType

BANDS: dict[str, tuple[DayType, DayPart]] = {
    "wd": (DayType.WEEKDAY, DayPart.DAY),
    "we": (DayType.WEEKDAY, DayPart.EVENING),
    "wn": (DayType.WEEKDAY, DayPart.NIGHT),
    "sa": (DayType.SATURDAY, DayPart.DAY),
    "se": (DayType.SATURDAY, DayPart.EVENING),
    "sn": (DayType.SATURDAY, DayPart.NIGHT),
    "su": (DayType.SUNDAY, DayPart.DAY),
    "ue": (DayType.SUNDAY, DayPart.EVENING),
    "un": (DayType.SUNDAY, DayPart.NIGHT),
}
