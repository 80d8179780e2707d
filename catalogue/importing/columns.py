"""Our fields of a provider, and which column of a table holds each: as given, as kept, or guessed from the headings."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from .problems import UnreadableFile

Columns = dict[str, str]
"""Our field -> the table's column."""

GUESSES: dict[str, tuple[str, ...]] = {
    "key": ("key", "uid", "id", "cs_number", "register_id", "tunnus", "nyckel", "avain"),
    "name": ("name", "name_sv", "service_name", "namn", "nimi", "name_fi"),
    "kind": ("kind", "sector", "sektor", "sektori", "legal_form"),
    "type": ("type", "type_label", "care_service", "service_type", "typ", "tyyppi"),
    "organisation": ("organisation", "organization", "provider_name", "operator"),
    "business_id": ("business_id", "fo_nummer", "y_tunnus"),
    "languages": ("languages", "language", "språk", "kielet"),
    "phone": ("phone", "telephone", "telefon", "puhelin"),
    "email": ("email", "e_mail", "epost", "e_post", "sähköposti"),
    "website": ("website", "url", "www", "webbplats", "kotisivu"),
    "address": ("address", "street", "address1", "address_1", "adress", "gatuadress", "osoite", "katuosoite"),
    "postcode": ("postcode", "postal_code", "zip", "postnummer", "postinumero"),
    "town": ("town", "city", "locality", "locality_sv", "ort", "postort", "postitoimipaikka", "locality_fi"),
    "region": ("region", "municipality", "municipality_sv", "council_area", "county", "kommun", "kunta"),
    "lat": ("lat", "latitude"),
    "lon": ("lon", "lng", "longitude"),
    "ended_on": ("ended_on", "end_date", "closed_on"),
}
"""Headings by which a column is guessed, the likeliest first; in a map they also stand for our field."""
FIELDS = tuple(GUESSES)
SAME = {field: field for field in FIELDS}


def guess(header: Sequence[str]) -> Columns:
    """What the headings look like. Perhaps without key or name."""
    plain = {_plain(column): column for column in reversed(header)}
    found = {field: next((plain[name] for name in names if name in plain), "") for field, names in GUESSES.items()}
    return {field: column for field, column in found.items() if column}


def _plain(heading: str) -> str:
    return "_".join(heading.casefold().replace("-", " ").split())


def read_map(path: Path) -> Columns:
    """MAP.json: {"key": "cs_number", "name": "service_name", …}. UnreadableFile if it is something else."""
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise UnreadableFile("map_json") from error
    return cleaned(found)


def cleaned(found: object) -> Columns:
    """With our own names of the fields; UnreadableFile for what is no map or names a field we do not have."""
    if not isinstance(found, dict) or not all(isinstance(column, str) for column in found.values()):
        raise UnreadableFile("map_json")
    columns: Columns = {}
    for name, column in found.items():
        field = name if name in GUESSES else next((f for f, names in GUESSES.items() if _plain(name) in names), None)
        if field is None:
            raise UnreadableFile("unknown_field", name=name[:40], fields=", ".join(FIELDS))
        if column:
            columns[field] = column
    return columns


def checked(columns: Mapping[str, str], header: Sequence[str]) -> Columns:
    """The map, if it fits the headings: key and name are there, every column is, and none of them twice."""
    if "key" not in columns or "name" not in columns:
        raise UnreadableFile("no_key", found=json.dumps(dict(columns), ensure_ascii=False) if columns else "–")
    for field, column in columns.items():
        if column not in header:
            raise UnreadableFile("no_column", column=column[:80], name=field)
        if header.count(column) > 1:
            raise UnreadableFile("twice_column", column=column[:80])
    return dict(columns)
