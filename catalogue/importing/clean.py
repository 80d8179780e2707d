"""One row's cells as values of our fields, or what is wrong with each. Pure."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from stdnum.exceptions import ValidationError as StdnumError
from stdnum.fi import ytunnus

from marketplace.foundation.formats import SPOKEN

from ..enums import ProviderKind
from ..models import ProviderRecord
from .problems import Problem

SPACE = re.compile(r"[ \t\r\n\f\v\u00a0]+")
UNREADABLE = re.compile(r"[\x00-\x1f\x7f\ufffd\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
DATES = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y")
SHOWN = 60
"""Characters of a wrong value that its words repeat."""
MOST = {
    field.name: field.max_length
    for field in ProviderRecord._meta.concrete_fields
    if field.max_length and field.name not in {"kind", "business_id"}
}
LENGTHS = {**MOST, "kind": 80, "business_id": 20, "languages": 200, "lat": 30, "lon": 30, "ended_on": 30}
KINDS = {
    ProviderKind.MUNICIPALITY: (
        "municipality municipal kommun kommunal kommunen kunta kunnallinen public offentlig julkinen",
        "local authority/health board/own unit",
    ),
    ProviderKind.COMPANY: ("company private privat företag yritys yksityinen", "private company"),
    ProviderKind.ASSOCIATION: (
        "association förening yhdistys järjestö voluntary non-profit nonprofit foundation stiftelse säätiö",
        "voluntary or not for profit/private (non-profit)/private (foundation)/third sector/tredje sektorn",
    ),
    ProviderKind.OTHER: ("other annan muu", ""),
}
KIND_OF = {
    word: kind for kind, (words, phrases) in KINDS.items() for word in (*words.split(), *phrases.split("/")) if word
}
LANGUAGE_OF = {words[code]: key for key, words in SPOKEN.items() for code in ("sv", "fi", "en")}
LANGUAGE = re.compile(r"[a-z]{2,3}")


class Wrong(Exception):
    def __init__(self, code: str, **facts: Any) -> None:
        self.problem = Problem(code, facts)


def clean(cells: Mapping[str, str], columns: Mapping[str, str]) -> tuple[dict[str, Any], list[Problem]]:
    """Values of the mapped fields (and `ended_on`, empty unless a column says otherwise), and what is wrong."""
    values: dict[str, Any] = {"ended_on": None}
    problems = []
    for field, column in columns.items():
        try:
            values[field] = READ.get(field, plain)(tidy(cells.get(column, ""), field))
        except Wrong as wrong:
            problems.append(wrong.problem)
    if not problems:
        problems = _together(values)
    return values, problems


def tidy_space(cell: str) -> str:
    """One line of composed letters."""
    return SPACE.sub(" ", unicodedata.normalize("NFC", cell)).strip()


def tidy(cell: str, field: str) -> str:
    """Not too long, and all of it readable."""
    text = tidy_space(cell)
    if UNREADABLE.search(text):
        raise Wrong("unreadable", field=field)
    if len(text) > LENGTHS[field]:
        raise Wrong("too_long", field=field, length=len(text), most=LENGTHS[field])
    if not text and field in {"key", "name"}:
        raise Wrong("missing", field=field)
    return text


def plain(text: str) -> str:
    return text


def _together(values: Mapping[str, Any]) -> list[Problem]:
    """Both coordinates or neither, and on the map."""
    lat, lon = values.get("lat"), values.get("lon")
    if (lat is None) != (lon is None) or (lat is not None and not (abs(lat) <= 90 and abs(lon) <= 180)):
        return [Problem("point", {"value": f"{lat} {lon}"})]
    return []


def _kind(text: str) -> str:
    kind = KIND_OF.get(text.casefold()) if text else ProviderKind.OTHER
    if kind is None:
        raise Wrong("kind", value=text[:SHOWN])
    return kind.value


def _languages(text: str) -> list[str]:
    """Codes in their order: "sv;fi", "sv, fi", "svenska"."""
    codes = []
    for word in filter(None, re.split(r"[;,/ ]+", text.casefold())):
        code = LANGUAGE_OF.get(word, word)
        if not LANGUAGE.fullmatch(code):
            raise Wrong("language", value=word[:SHOWN])
        codes.append(code)
    return list(dict.fromkeys(codes))


def _email(text: str) -> str:
    try:
        if text:
            validate_email(text)
    except ValidationError as error:
        raise Wrong("email", value=text[:SHOWN]) from error
    return text


def _business_id(text: str) -> str:
    try:
        return ytunnus.format(ytunnus.validate(text)) if text else ""
    except StdnumError as error:
        raise Wrong("business_id", value=text[:SHOWN]) from error


def _coordinate(field: str) -> Callable[[str], float | None]:
    def read(text: str) -> float | None:
        try:
            number = float(text.replace(",", ".").replace("−", "-")) if text else None
        except ValueError as error:
            raise Wrong("number", field=field, value=text[:SHOWN]) from error
        if number is not None and not abs(number) <= 180:  # also what is no number at all (nan)
            raise Wrong("point", value=text[:SHOWN])
        return number

    return read


def _date(text: str) -> dt.date | None:
    for form in DATES if text else ():
        try:
            return dt.datetime.strptime(text, form).date()
        except ValueError:
            continue
    if text:
        raise Wrong("date", value=text[:SHOWN])
    return None


READ: dict[str, Callable[[str], Any]] = {
    "kind": _kind,
    "languages": _languages,
    "email": _email,
    "business_id": _business_id,
    "lat": _coordinate("lat"),
    "lon": _coordinate("lon"),
    "ended_on": _date,
}
