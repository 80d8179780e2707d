"""Words that begin as something typed does, or nearly so, in a sorted list. Plain Python, quick by walking the list as
a tree of letters: a branch that is too far away is left as a whole."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

LAST_LETTER = "\U0010ffff"


def beginning(words: Sequence[str], typed: str) -> range:
    """The places of the words that begin with `typed`."""
    return range(bisect_left(words, typed), bisect_left(words, typed + LAST_LETTER))


def nearly_beginning(words: Sequence[str], typed: str, most: int) -> Iterator[range]:
    """The places of words with a beginning at most `most` letters off: one more, one less, another, or two swapped.

    With two the first letter must be right, which spares most of the walk.
    """
    spots = beginning(words, typed[0]) if most > 1 else range(len(words))
    yield from _Walk(words, typed, most).below(spots.start, spots.stop, "", list(range(len(typed) + 1)), None)


class _Walk:
    def __init__(self, words: Sequence[str], typed: str, most: int) -> None:
        self.words, self.typed, self.most = words, typed, most

    def below(self, low: int, high: int, before: str, row: list[int], older: list[int] | None) -> Iterator[range]:
        """`row[j]`: how far the beginning `before` is from the first j letters typed; `older`: one letter sooner."""
        if row[-1] <= self.most:
            yield range(low, high)
            return
        depth = len(before)
        while low < high:
            if len(self.words[low]) == depth:
                low += 1
                continue
            here = before + self.words[low][depth]
            end = bisect_left(self.words, here + LAST_LETTER, low, high)
            fresh = self._next(here, row, older)
            if min(fresh) <= self.most:
                yield from self.below(low, end, here, fresh, row)
            low = end

    def _next(self, here: str, row: list[int], older: list[int] | None) -> list[int]:
        letter, typed = here[-1], self.typed
        fresh = [row[0] + 1]
        for j, other in enumerate(typed, start=1):
            far = min(row[j] + 1, fresh[j - 1] + 1, row[j - 1] + (letter != other))
            if older and j > 1 and other == here[-2] and letter == typed[j - 2]:
                far = min(far, older[j - 2] + 1)
            fresh.append(far)
        return fresh
