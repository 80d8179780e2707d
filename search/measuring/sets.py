"""Judged sets: documents, and queries with what is right to find. The judgements are for measuring only."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..analysis.words import LANGUAGES
from ..documents import Words, document

OWN_QUERIES = Path(__file__).resolve().parent / "queries.jsonl"
TITLE, CATEGORY = ("name",), ("service_classes", "life_events")
BODY = ("short", "description", "background", "restrictions", "instructions", "charge_info", "target_groups")


class BadSet(Exception):
    """A file that cannot be read as a judged set; the words say where and why."""


@dataclass(frozen=True)
class Judged:
    """One query. `grades`: how right each document is, by its number in the index; the others are wrong.

    `kind` and `clean` (the query as it would be without its typo) sort our own queries; others leave them empty.
    """

    query: str
    lang: str
    grades: Mapping[int, int]
    kind: str = ""
    clean: str = ""


@dataclass(frozen=True)
class JudgedSet:
    """`documents` as the engines take them; `names`: what each document's number is called in the files."""

    documents: Sequence[Mapping[str, Any]]
    queries: Sequence[Judged]
    names: Mapping[int, str] = field(default_factory=dict)


def from_files(documents: Path, queries: Path) -> JudgedSet:
    """Thin documents (texts only, by language) and queries with `relevant_ids`, one JSON object a line.

    Raises `BadSet`.
    """
    rows = list(_lines(documents))
    numbers = {_field(row, "id", documents): number for number, row in enumerate(rows, start=1)}
    made = [document(number, thin_words(row), {}, {}) for number, row in enumerate(rows, start=1)]
    judged = [
        Judged(
            _field(row, "query", queries),
            _field(row, "lang", queries),
            {numbers[name]: 1 for name in _field(row, "relevant_ids", queries) if name in numbers},
        )
        for row in _lines(queries)
    ]
    return JudgedSet(made, judged, {number: name for name, number in numbers.items()})


def thin_words(row: Mapping[str, Any]) -> Words:
    """The texts of a described service: its name is the title, its classes the category, all else the body."""
    return Words(title=_texts(row, TITLE), category=_texts(row, CATEGORY), body=_texts(row, BODY))


def _texts(row: Mapping[str, Any], names: Sequence[str]) -> list[tuple[str, str]]:
    found = [(code, row.get(f"{name}_{code}") or "") for name in names for code in LANGUAGES]
    return [(code, " ".join(text) if isinstance(text, list) else text) for code, text in found if text]


def own(documents: Sequence[Mapping[str, Any]]) -> JudgedSet:
    """Our own queries over the catalogue's documents: graded by category, so that any catalogue can be asked."""
    lineages = {each["id"]: each["category"] for each in documents}
    judged = [
        Judged(row["query"], row["lang"], _by_category(row["grades"], lineages), row["kind"], row.get("clean", ""))
        for row in _lines(OWN_QUERIES)
    ]
    return JudgedSet(documents, judged, {number: str(number) for number in lineages})


def _by_category(grades: Mapping[str, int], lineages: Mapping[int, Sequence[str]]) -> dict[int, int]:
    best = {number: max((grades.get(code, 0) for code in codes), default=0) for number, codes in lineages.items()}
    return {number: grade for number, grade in best.items() if grade}


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield _row(line, f"{path}, line {number}")
    except (OSError, UnicodeDecodeError) as error:
        raise BadSet(f"{path}: {error}") from error


def _row(line: str, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise BadSet(f"{where}: {error}") from error
    if not isinstance(row, dict):
        raise BadSet(f"{where}: an object in braces is expected")
    return row


def _field(row: Mapping[str, Any], name: str, path: Path) -> Any:
    if name not in row:
        raise BadSet(f"{path}: a line without “{name}”")
    return row[name]
