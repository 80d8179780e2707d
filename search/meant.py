"""“Did you mean”: the question with its unknown words put right, as people write them."""

from rapidfuzz.distance import OSA

from .analysis.chain import QueryWord
from .analysis.words import WORD, composed, fold
from .scoring import Counts

FARTHEST = 3
"""Letters between what was typed and what is offered: an ending may differ besides the slip."""


def did_you_mean(text: str, words: list[QueryWord], counts: Counts, language: str) -> str:
    """The corrected question in the page's language; empty where there is nothing to put right.

    Only words of titles, categories, search terms and the lexicon are offered: a text may itself have slips.
    """
    right = {word.word: form for word in words if (form := _right(word, counts, language))}
    plain = composed(text).strip()
    meant = WORD.sub(lambda found: right.get(found.group().lower(), found.group()), plain)
    return meant if meant != plain else ""


def _right(word: QueryWord, counts: Counts, language: str) -> str:
    """The nearest form, and of equals the commonest."""
    typed = fold(word.word)
    offered: list[tuple[int, int, str]] = []
    for near in counts.nearest(word):
        if near.token.startswith(f"{language}:"):
            often = counts.stems.get(near.token, 0)
            forms = counts.spellings.get(near.token, ())
            offered += [(OSA.distance(typed, fold(form)), -often, form) for form in forms]
    distance, _, form = min(offered, default=(0, 0, ""))
    return form if distance <= FARTHEST else ""
