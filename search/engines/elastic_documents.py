"""What Elasticsearch is told of a document, and how an index must look to take it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ..documents import FACETS, NO_PRICE, RAW, TEXT, WHOLE_NUMBERS
from ..engine import Document
from ..scoring import Counting

COLUMN = re.compile(r"[bod]\d+")
FIELDS = frozenset((*TEXT, *RAW, *WHOLE_NUMBERS))


def mappings(areas: Sequence[str]) -> dict[str, Any]:
    """Columns are doc values only. What is not named here is left out, so that a new postal area does no harm."""
    text = {"type": "text", "analyzer": "whitespace", "norms": False, "index_options": "docs"}
    raw = {name: {"type": "keyword", "doc_values": name in FACETS} for name in RAW}
    column = {"type": "long", "index": False}
    columns = [*WHOLE_NUMBERS, *(f"{letter}{code}" for code in areas for letter in "bod")]
    properties = {**dict.fromkeys(TEXT, text), **raw, **dict.fromkeys(columns, column)}
    return {"dynamic": False, "_source": {"enabled": False}, "properties": properties}


def index_action(document: Document) -> dict[str, Any]:
    fields = {name: " ".join(value) if name in TEXT else value for name, value in document.items() if _is_field(name)}
    source = {"p_base": NO_PRICE, **fields}
    return {"_op_type": "index", "_id": document["id"], "_source": source, **_versioned(document.get("version", 0))}


def _is_field(name: str) -> bool:
    return name in FIELDS or COLUMN.fullmatch(name) is not None


def delete_action(pk: int, version: int) -> dict[str, Any]:
    return {"_op_type": "delete", "_id": pk, **_versioned(version)}


def _versioned(version: int) -> dict[str, Any]:
    return {"version": version, "version_type": "external_gte"}


def counted(documents: Iterable[Document], counting: Counting) -> Iterator[dict[str, Any]]:
    for document in documents:
        counting.add(document)
        yield index_action(document)
