"""Organizations out of HSDS 3 JSON: a list, a page (`contents`), one object, or one a line; never whole in memory.

Services give the organization behind them, once.
"""

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .cells import unguarded
from .columns import FIELDS
from .problems import Problem, UnreadableFile
from .tables import CHUNK, Row, digest_of, unpacked

READ = 1 << 16
MOST_ELEMENT = 4 * CHUNK
CONTENTS = re.compile(r'\s*\{[^\[\]{}]*"(?:contents|organizations|services)"\s*:\s*\[')
BETWEEN = re.compile(r"[\s,]*")
BUSINESS_ID = re.compile(r"business.?id|y-tunnus|fi-prh", re.IGNORECASE)


class HsdsTable:
    is_hsds = True
    header = list(FIELDS)
    delimiter = ","
    notice = ""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.digest = digest_of(path)
        self.total: int | None = sum(1 for _ in self.rows())

    def rows(self) -> Iterator[Row]:
        """The number of a row is that of its element, from 1."""
        given: set[str] = set()
        for number, element in enumerate(self._elements(), start=1):
            found = flat(element)
            if found is None:
                yield Row(number, problem=Problem("no_object"))
            elif not isinstance(element.get("organization"), dict):
                yield Row(number, found)
            elif found["key"] not in given:
                given.add(found["key"])
                yield Row(number, found)

    def _elements(self) -> Iterator[Any]:
        with unpacked(self.path) as file:
            yield from elements(io.TextIOWrapper(file, "utf-8-sig", errors="surrogateescape"))


def elements(text: io.TextIOBase) -> Iterator[Any]:
    """The objects of a list, one after the other."""
    decoder = json.JSONDecoder()
    buffer = text.read(READ)
    inside = CONTENTS.match(buffer) or re.match(r"\s*\[", buffer)
    position, count = inside.end() if inside else 0, 0
    while True:
        position = BETWEEN.match(buffer, position).end()  # type: ignore[union-attr]
        if buffer[position : position + 1] == "]":
            return
        try:
            if position >= len(buffer):
                raise ValueError
            element, end = decoder.raw_decode(buffer, position)
        except (ValueError, RecursionError) as error:
            more = "" if isinstance(error, RecursionError) else text.read(READ)
            if not more and position >= len(buffer) and not inside:
                return
            if not more or len(buffer) - position > MOST_ELEMENT:
                raise UnreadableFile("broken_json", count=count) from error
            buffer, position = buffer[position:] + more, 0
            continue
        yield element
        position, count = end, count + 1


def flat(element: Any) -> dict[str, str] | None:
    """Our fields of an organization, or of the organization that gives a service; None for anything else."""
    if not isinstance(element, dict):
        return None
    service = element if isinstance(element.get("organization"), dict) else {}
    organization = service.get("organization") or element
    location = _first(organization, "locations") or _part(_first(service, "service_at_locations"), "location")
    address, phone = _first(location, "addresses"), _first(organization, "phones") or _first(service, "phones")
    found = {
        "key": organization.get("id"),
        "name": organization.get("name"),
        "email": organization.get("email"),
        "website": organization.get("website") or organization.get("uri"),
        "organisation": _part(organization, "parent_organization").get("name"),
        "business_id": _business_id(organization),
        "languages": " ".join(_languages(location, phone, service)),
        "phone": phone.get("number"),
        "address": address.get("address_1"),
        "postcode": address.get("postal_code"),
        "town": address.get("city"),
        "region": address.get("region"),
        "lat": location.get("latitude"),
        "lon": location.get("longitude"),
    }
    return {name: unguarded(_text(found.get(name))) for name in FIELDS}


def _first(row: dict[str, Any], name: str) -> dict[str, Any]:
    rows = row.get(name)
    return rows[0] if isinstance(rows, list) and rows and isinstance(rows[0], dict) else {}


def _part(row: dict[str, Any], name: str) -> dict[str, Any]:
    found = row.get(name)
    return found if isinstance(found, dict) else {}


def _business_id(organization: dict[str, Any]) -> Any:
    rows = organization.get("organization_identifiers")
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, dict) and BUSINESS_ID.search(_text(row.get("identifier_scheme"))):
            return row.get("identifier")
    return ""


def _languages(*holders: dict[str, Any]) -> list[str]:
    rows = [row for holder in holders if isinstance(holder.get("languages"), list) for row in holder["languages"]]
    return list(dict.fromkeys(_text(row.get("code")) for row in rows if isinstance(row, dict)))


def _text(value: Any) -> str:
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
