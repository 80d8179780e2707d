"""Four letters at a time, with marks where a word begins and ends: what finds compounds and slips of the hand."""

from functools import lru_cache

from .words import fold

SIZE = 4
SHORTEST = 3
"""Shorter words have no grams: they would resemble everything."""


@lru_cache(maxsize=20_000)
def grams(word: str) -> tuple[str, ...]:
    """Distinct grams of the folded word in order: "siivous" → ^sii siiv iivo ivou vous ous$."""
    folded = fold(word)
    if len(folded) < SHORTEST:
        return ()
    framed = f"^{folded}$"
    return tuple(dict.fromkeys(framed[at : at + SIZE] for at in range(max(1, len(framed) - SIZE + 1))))
