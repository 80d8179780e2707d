"""Identifiers for the outside: UUIDs (version 8) that are the same each time, and lead back to our rows.

48 bits of a hash of the site and the kind, then the row's number: two sites never give the same.
"""

import hashlib
import uuid
from collections.abc import Sequence

from django.conf import settings

NUMBER_BITS = 62
PART_BITS = 31
"""Of a number made of two rows'."""


def uuid_of(kind: str, *numbers: int) -> str:
    """Of one row, or of two (each below 2**31)."""
    number = 0
    for part in numbers:
        number = number << PART_BITS | part
    return str(uuid.UUID(int=_start(kind) << 80 | 8 << 76 | 2 << NUMBER_BITS | number))


def numbers_in(kind: str, text: str, count: int = 1) -> Sequence[int]:
    """The rows' numbers in an identifier of that kind; empty for any other text."""
    try:
        found = uuid.UUID(text).int
    except ValueError:
        return ()
    number = found & (1 << NUMBER_BITS) - 1
    numbers = [number] if count == 1 else [number >> PART_BITS, number & (1 << PART_BITS) - 1]
    return numbers if uuid_of(kind, *numbers) == text.lower() else ()


def _start(kind: str) -> int:
    digest = hashlib.sha256(f"{settings.WAGTAILADMIN_BASE_URL}|{kind}".encode()).digest()
    return int.from_bytes(digest[:6])
