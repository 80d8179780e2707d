"""Rounding of money. Amounts are integer euro cents; this is the one place where a fraction of a cent is decided."""

from decimal import ROUND_HALF_UP, Decimal


def half_up(cents: Decimal) -> int:
    """Whole cents, half up (12.5 → 13)."""
    return int(cents.quantize(Decimal(1), rounding=ROUND_HALF_UP))
