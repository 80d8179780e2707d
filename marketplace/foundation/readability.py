"""How hard a text is to read, by a measure that is right for its language. Pure.

Swedish (and English): LIX, words in a sentence + per cent of words of more than six letters (C. H. Björnsson,
Läsbarhet, Stockholm 1968).

Finnish, whose words are long by nature: Wiio's short formula, 2.7 + 0.3 × long words in a hundred, where a word is long
whose base form has four syllables or more; it gives the school class, 1–12, that reads the text with ease (O. A. Wiio,
Viestinnän perusteet, 5th edition, Espoo 1989). The base form is taken from Snowball's stem: a stem that ends in a
consonant has lost its last syllable.
"""

import re
from dataclasses import dataclass

import Stemmer

WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
END = re.compile(r"[.!?:…]+(?=\s|$)|\n+")
LONG_LETTERS = 6
LONG_SYLLABLES = 4
VOWELS = "aeiouyäöå"
TOGETHER = frozenset(f"{v}{v}" for v in VOWELS) | frozenset(
    "ai ei oi ui yi äi öi au eu iu ou ey iy äy öy ie uo yö".split()
)
"""Two vowels of one syllable: the long ones and the diphthongs."""

EASY, MIDDLING, HARD = "easy", "middling", "hard"
LIMITS = {"lix": (30, 40), "wiio": (6, 8)}
"""Up to the first a text is easy, up to the second middling."""


@dataclass(frozen=True)
class Reading:
    """`name`: lix or wiio; `value`: its figure, to one decimal; `level`: easy, middling or hard."""

    name: str
    value: float
    words: int
    sentences: int

    @property
    def easy(self) -> int:
        """Up to this figure a text is easy."""
        return LIMITS[self.name][0]

    @property
    def level(self) -> str:
        easy, middling = LIMITS[self.name]
        return EASY if self.value <= easy else MIDDLING if self.value <= middling else HARD


def reading(text: str, language: str) -> Reading | None:
    """None where there are no words."""
    words = WORD.findall(text.lower())
    if not words:
        return None
    sentences = sum(bool(WORD.search(part)) for part in END.split(text))
    name, value = ("wiio", wiio(words)) if language == "fi" else ("lix", lix(words, sentences))
    return Reading(name, round(value, 1), len(words), sentences)


def lix(words: list[str], sentences: int) -> float:
    long = sum(len(word) > LONG_LETTERS for word in words)
    return len(words) / sentences + 100 * long / len(words)


def wiio(words: list[str]) -> float:
    stems = Stemmer.Stemmer("finnish").stemWords(words)
    long = sum(_base_syllables(stem) >= LONG_SYLLABLES for stem in stems)
    return 2.7 + 0.3 * 100 * long / len(words)


def _base_syllables(stem: str) -> int:
    return syllables(stem) + (stem[-1:] not in VOWELS)


def syllables(word: str) -> int:
    """As Finnish parts them: each vowel group, but two vowels that are no pair belong to two syllables."""
    count, before = 0, ""
    for letter in word:
        if letter not in VOWELS:
            before = ""
        elif before and before + letter in TOGETHER:
            before = ""  # a third vowel begins a syllable of its own
        else:
            count, before = count + 1, letter
    return count
