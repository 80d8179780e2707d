"""Where help is wanted: a postal code, or a town's name in Swedish or Finnish."""

import re
from dataclasses import dataclass

from .models import PostalArea
from .remembered import remembered

CODE = re.compile(r"\d{5}")


@dataclass(frozen=True)
class Found:
    """What a search for a place gave: the areas to choose among (one: it is clear), or none."""

    areas: list[PostalArea]

    @property
    def only(self) -> PostalArea | None:
        return self.areas[0] if len(self.areas) == 1 else None


def find_area(postcode: str | None) -> PostalArea | None:
    """The postal area with that code, its municipality along; None if there is none."""
    code = (postcode or "").strip()
    if not CODE.fullmatch(code):
        return None
    return remembered().areas.get(code)


def search_places(text: str) -> Found:
    """By postal code, else by the name of a town or a postal area; names that begin so if none is equal.

    Compared in Python: SQLite knows capital letters in ASCII only, and there are few areas.
    """
    wanted = text.strip().casefold()
    if not wanted:
        return Found([])
    if found := re.search(r"\b\d{5}\b", wanted):
        area = find_area(found.group())
        return Found([area] if area else [])
    areas = list(remembered().areas.values())
    towns = [area for area in areas if wanted in _names(area.municipality)]
    exact = towns or [area for area in areas if wanted in _names(area)]
    return Found(exact or [area for area in areas if _begins(area, wanted)])


def _names(row: object) -> set[str]:
    return {row.name_sv.casefold(), row.name_fi.casefold()}  # type: ignore[attr-defined]


def _begins(area: PostalArea, wanted: str) -> bool:
    return any(name.startswith(wanted) for name in _names(area) | _names(area.municipality))
