"""Sums, dates and lists as words in Swedish, Finnish and English. Pure: the language is given."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from urllib.parse import urlsplit, urlunsplit

NBSP = "\u00a0"
MINUS = "\u2212"
LANGUAGES = {"sv": "Svenska", "fi": "Suomi", "en": "English"}

MONTHS = {
    "sv": [
        "januari",
        "februari",
        "mars",
        "april",
        "maj",
        "juni",
        "juli",
        "augusti",
        "september",
        "oktober",
        "november",
        "december",
    ],
    "fi": [
        "tammikuu",
        "helmikuu",
        "maaliskuu",
        "huhtikuu",
        "toukokuu",
        "kesäkuu",
        "heinäkuu",
        "elokuu",
        "syyskuu",
        "lokakuu",
        "marraskuu",
        "joulukuu",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
WEEKDAYS = {
    "sv": ["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"],
    "fi": ["maanantai", "tiistai", "keskiviikko", "torstai", "perjantai", "lauantai", "sunnuntai"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}
AND = {"sv": "och", "fi": "ja", "en": "and"}
LESS_THAN_A_KM = {"sv": "mindre än 1 km", "fi": "alle 1 km", "en": "less than 1 km"}
# As the object of "talar", "puhuu", "speaks".
SPOKEN = {
    "sv": {"sv": "svenska", "fi": "ruotsia", "en": "Swedish"},
    "fi": {"sv": "finska", "fi": "suomea", "en": "Finnish"},
    "en": {"sv": "engelska", "fi": "englantia", "en": "English"},
    "ru": {"sv": "ryska", "fi": "venäjää", "en": "Russian"},
    "et": {"sv": "estniska", "fi": "viroa", "en": "Estonian"},
    "de": {"sv": "tyska", "fi": "saksaa", "en": "German"},
    "fr": {"sv": "franska", "fi": "ranskaa", "en": "French"},
    "es": {"sv": "spanska", "fi": "espanjaa", "en": "Spanish"},
    "uk": {"sv": "ukrainska", "fi": "ukrainaa", "en": "Ukrainian"},
    "ar": {"sv": "arabiska", "fi": "arabiaa", "en": "Arabic"},
    "so": {"sv": "somaliska", "fi": "somalia", "en": "Somali"},
    "vi": {"sv": "vietnamesiska", "fi": "vietnamia", "en": "Vietnamese"},
    "fse": {"sv": "finländskt teckenspråk", "fi": "suomalaista viittomakieltä", "en": "Finnish Sign Language"},
    "fss": {
        "sv": "finlandssvenskt teckenspråk",
        "fi": "suomenruotsalaista viittomakieltä",
        "en": "Finland-Swedish Sign Language",
    },
}


def euro(cents: int, language: str, *, always_cents: bool = False) -> str:
    """45 €, 45,50 €, 1 234 € (English: 45.50 €, 1,234 €); whole euros without decimals unless asked for."""
    euros, rest = divmod(abs(cents), 100)
    comma, thousand = (".", ",") if language == "en" else (",", NBSP)
    whole = f"{euros:,}".replace(",", thousand)
    tail = f"{comma}{rest:02}" if rest or always_cents else ""
    return f"{MINUS if cents < 0 else ''}{whole}{tail}{NBSP}€"


def number(value: Decimal | float, language: str) -> str:
    """1,5 and 2, never 2,0; at most two decimals, rounded half up."""
    rounded = Decimal(str(value)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    text = f"{rounded:f}".rstrip("0").rstrip(".")
    return text if language == "en" else text.replace(".", ",")


def day_short(day: dt.date, language: str) -> str:
    """1 december; Finnish 1. joulukuuta."""
    month = MONTHS[language][day.month - 1]
    return f"{day.day}.{NBSP}{month}ta" if language == "fi" else f"{day.day}{NBSP}{month}"


def day_words(day: dt.date, language: str) -> str:
    """tisdag 1 december; Finnish tiistai 1. joulukuuta."""
    return f"{WEEKDAYS[language][day.weekday()]} {day_short(day, language)}"


def day_long(day: dt.date, language: str) -> str:
    """1 december 2026."""
    return f"{day_short(day, language)} {day.year}"


def month_name(month: dt.date, language: str) -> str:
    return MONTHS[language][month.month - 1]


def month_year(month: dt.date, language: str) -> str:
    return f"{month_name(month, language)} {month.year}"


def in_month(month: dt.date, language: str) -> str:
    """i december, joulukuussa, in December: where money is left and visits are."""
    name = month_name(month, language)
    return f"{name}ssa" if language == "fi" else f"{'in' if language == 'en' else 'i'} {name}"


def clock(time: dt.time, language: str, *, always_minutes: bool = False) -> str:
    """10 or 9.30, as after "klockan" or "kello"; English 10:00. In a column of times all have minutes: 10.00."""
    if language == "en":
        return f"{time.hour}:{time.minute:02}"
    return f"{time.hour}.{time.minute:02}" if time.minute or always_minutes else str(time.hour)


def km(metres: int, language: str) -> str:
    """Whole kilometres, half up; under one kilometre in words."""
    return LESS_THAN_A_KM[language] if metres < 1000 else f"{(metres + 500) // 1000}{NBSP}km"


def list_words(items: Iterable[object], language: str) -> str:
    """a, b och c."""
    words = [str(item) for item in items]
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {AND[language]} {words[-1]}"


def spoken(codes: Iterable[str], language: str) -> str:
    """svenska och finska; ruotsia ja suomea. A code without a name here is left out."""
    return list_words([SPOKEN[code][language] for code in codes if code in SPOKEN], language)


def tel(phone: str, country: str = "+358") -> str:
    """The address of a phone number: tel:+358501234567 from 050 123 4567."""
    digits = "".join(sign for sign in phone if sign.isdigit())
    if phone.strip().startswith("+"):
        return f"tel:+{digits}"
    return f"tel:{country}{digits[1:]}" if digits.startswith("0") else f"tel:{digits}"


def swap_language(full_path: str, language: str, languages: Sequence[str] = tuple(LANGUAGES)) -> str:
    """The same page in another language: path words are English everywhere, only the prefix differs."""
    scheme, host, path, query, fragment = urlsplit(full_path)
    first, _, rest = path.lstrip("/").partition("/")
    path = f"/{language}/{rest}" if first in languages else f"/{language}/"
    return urlunsplit((scheme, host, path, query, fragment))


def tenths(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def jar_parts(granted: int, left: int, held: int = 0, take: int = 0) -> list[dict[str, str]]:
    """The levels of a month's jar, from below: what is left, this choice, what is reserved.

    All in cents; `left` is what is left after `take`. The inside is 60 units high with its floor at y = 77.
    """
    parts, floor = [], 77.0
    for kind, cents in (("left", left), ("take", take), ("held", held)):
        height = min(60 * max(cents, 0) / granted, floor - 17) if granted > 0 else 0
        if height > 0:
            floor -= height
            parts.append({"kind": kind, "y": tenths(floor), "height": tenths(height)})
    return parts
