"""Known words near a mistyped one, found among all words of the index and the lexicon.

Compared without dots, so that å, ä and ö left out or put in are no slip at all.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from .words import LANGUAGES, fold, marked

SHORTEST = 4
"""Shorter words have too many neighbours."""
LONG = 8
"""Letters from which two slips are forgiven."""
ENDING = 3
LAST = "\U0010ffff"


@dataclass(frozen=True, order=True)
class Near:
    """`distance`: letters left out, put in, changed or swapped. `token`: a marked stem."""

    distance: int
    token: str


class Vocabulary:
    """Marked stems. Looked up among those of the same first letter or the same end: one of both is right as a rule."""

    def __init__(self, tokens: Collection[str], forms: Mapping[str, Iterable[str]] | None = None) -> None:
        """`forms`: whole words by their marked stems, which need not be among `tokens`."""
        self._tokens, self._forms = tokens, forms or {}
        self._groups: dict[tuple[str, bool], Mapping[int, list[str]]] = {}

    @cached_property
    def _plain(self) -> list[str]:
        """Stems and folded words without their languages. Made when the first slip is met."""
        stems = {token[3:] for tokens in (self._tokens, self._forms) for token in tokens}
        return sorted(word for word in stems | set(self._written) if len(word) >= SHORTEST)

    @cached_property
    def _written(self) -> Mapping[str, list[str]]:
        """The marked stems of folded words."""
        found = defaultdict(list)
        for token, words in self._forms.items():
            for word in words:
                found[fold(word)].append(token)
        return dict(found)

    @cached_property
    def _reversed(self) -> list[str]:
        return sorted(plain[::-1] for plain in self._plain)

    def __contains__(self, token: str) -> bool:
        return token in self._tokens or token in self._forms

    def near(self, forms: Iterable[str]) -> list[Near]:
        """The nearest to any of the folded forms of a word; only those one letter away where there are such."""
        best: dict[str, int] = {}
        for form in dict.fromkeys(forms):
            for plain, distance in self._around(form):
                best[plain] = min(distance, best.get(plain, distance))
        least = min(best.values(), default=0)
        nearest = [plain for plain, distance in best.items() if distance == least]
        return sorted({Near(least, token) for plain in nearest for token in self._called(plain)})

    def _called(self, plain: str) -> list[str]:
        stems = [token for code in LANGUAGES if (token := marked(plain, code)) in self]
        return stems + self._written.get(plain, [])

    def _around(self, form: str) -> Iterable[tuple[str, int]]:
        if len(form) < SHORTEST or form.isdigit():
            return
        most = 2 if len(form) >= LONG else 1
        for group in (self._group(form[0], False), self._group(form[: -ENDING - 1 : -1], True)):
            for length in range(len(form) - most, len(form) + most + 1):
                found = extract(form, group.get(length, ()), scorer=OSA.distance, score_cutoff=most, limit=None)
                yield from ((plain, int(distance)) for plain, distance, _ in found)

    def _group(self, key: str, backwards: bool) -> Mapping[int, list[str]]:
        """Words that begin (or end, letters turned round) so, by length."""
        if (key, backwards) not in self._groups:
            by_length = defaultdict(list)
            for word in _beginning(self._reversed if backwards else self._plain, key):
                by_length[len(word)].append(word[::-1] if backwards else word)
            self._groups[key, backwards] = dict(by_length)
        return self._groups[key, backwards]


def _beginning(words: Sequence[str], key: str) -> Sequence[str]:
    return words[bisect_left(words, key) : bisect_left(words, key + LAST)]
