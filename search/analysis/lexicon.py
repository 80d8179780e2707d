"""The words of our field (`lexicon.csv`): which mean the same, and what compounds are made of.

A concept is written "=clean" where stems stand, without a language: it is the same in all three.
"""

import csv
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

from .words import LANGUAGES, fold, marked, stem

FILE = Path(__file__).resolve().parent / "lexicon.csv"
KINDS = ("part", "light", "word")
SHORTEST = 3
"""Letters of the shortest form that is known inside a compound."""
SAFE = 4
"""Letters that a known end, and what is left before it, must have where the rest of a compound is unknown; a known
beginning must have one more, for more words begin alike than end alike."""
JOINTS = {"sv": ("", "s"), "fi": ("", "n")}
"""Letters that may join two parts: "avlastningsvård", "ikkunanpesu". English writes its compounds apart."""


@dataclass(frozen=True)
class Entry:
    concept: str
    kind: str
    words: Mapping[str, tuple[str, ...]]


@dataclass
class Lexicon:
    """By language: concepts of the forms of parts, of the stems of whole words, and of the parts that they have."""

    parts: dict[str, dict[str, str]] = field(default_factory=lambda: {code: {} for code in LANGUAGES})
    words: dict[str, dict[str, str]] = field(default_factory=lambda: {code: {} for code in LANGUAGES})
    compounds: dict[str, dict[tuple[str, ...], str]] = field(default_factory=lambda: {code: {} for code in LANGUAGES})


def entries() -> Iterator[Entry]:
    with FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            yield Entry(row["concept"], row["kind"], {code: tuple(row[code].split()) for code in LANGUAGES})


def digest() -> str:
    """Of the file: another one needs another index."""
    return hashlib.sha256(FILE.read_bytes()).hexdigest()


@cache
def lexicon() -> Lexicon:
    made, listed = Lexicon(), list(entries())
    for concept, code, word in (*_words_of(listed, "part"), *_words_of(listed, "light")):
        for form in forms(word, code):
            made.parts[code].setdefault(form, concept)
    for concept, code, word in _words_of(listed, "word"):
        token = stem(word, code)
        made.words[code].setdefault(token, concept)
        if len(found := _covered(token, made.parts[code], code)) > 1:
            made.compounds[code].setdefault(_concepts(found, made.parts[code]), concept)
    return made


@cache
def known_words() -> Mapping[str, tuple[str, ...]]:
    """All words of the lexicon by their marked stems: they are rightly spelled even where no listing has them."""
    found: dict[str, tuple[str, ...]] = {}
    for _, code, word in (each for kind in KINDS for each in _words_of(list(entries()), kind)):
        token = marked(stem(word, code), code)
        found[token] = (*found.get(token, ()), word)
    return found


@cache
def concept_words() -> Mapping[str, Mapping[str, str]]:
    """For people: the first word of each concept, by language; English ones may be empty."""
    return {f"={entry.concept}": {code: (*words, "")[0] for code, words in entry.words.items()} for entry in entries()}


def _words_of(listed: list[Entry], kind: str) -> Iterator[tuple[str, str, str]]:
    for entry in listed:
        if entry.kind == kind:
            yield from ((entry.concept, code, word) for code, words in entry.words.items() for word in words)


def forms(word: str, language: str) -> list[str]:
    """As it stands inside a compound and, stemmed, at its end; Finnish words in -us and -nen change inside."""
    found = [fold(word), stem(word, language)]
    if language == "fi" and word.endswith(("us", "ys")):
        found += [f"{fold(word)[:-1]}kse", f"{fold(word)[:-1]}ks", fold(word)[:-1]]
    if language == "fi" and word.endswith("nen"):
        found += [f"{fold(word)[:-3]}s", f"{fold(word)[:-3]}se"]
    return [form for form in dict.fromkeys(found) if len(form) >= SHORTEST]


@lru_cache(maxsize=50_000)
def synonym(token: str, language: str) -> str:
    """The concept of a whole word's stem, or of a compound with the same parts; empty for none."""
    known = lexicon()
    concept = known.words[language].get(token) or known.compounds[language].get(parts(token, language, loose=False))
    return f"={concept}" if concept else ""


@lru_cache(maxsize=50_000)
def parts(token: str, language: str, loose: bool = True) -> tuple[str, ...]:
    """The concepts that a stem is made of, one for a word that is a part itself; empty when it is not known.

    `loose`: one end may be unknown, and is then a stem of its own ("sv:bibliotek" in "biblioteksservice").
    """
    known = lexicon().parts[language]
    if found := _covered(token, known, language):
        return _concepts(found, known)
    return _one_end(token, known, language) if loose and language in JOINTS else ()


def weighty(pieces: tuple[str, ...]) -> tuple[str, ...]:
    """The parts that say what it is about: "meal" of "meal service"; all where none or each says little."""
    return tuple(each for each in pieces if each[1:] not in _light()) or pieces


@cache
def _light() -> frozenset[str]:
    return frozenset(entry.concept for entry in entries() if entry.kind == "light")


def _covered(token: str, known: Mapping[str, str], language: str) -> tuple[str, ...]:
    """The fewest known forms that make up all of it."""
    if token in known or language not in JOINTS:
        return (token,) if token in known else ()
    best: dict[int, tuple[str, ...]] = {len(token): ()}
    for start in range(len(token) - SHORTEST, -1, -1):
        if ways := list(_ways(token, start, best, known, language)):
            best[start] = min(ways, key=len)
    return best.get(0, ())


def _ways(
    token: str, start: int, best: Mapping[int, tuple[str, ...]], known: Mapping[str, str], language: str
) -> Iterator[tuple[str, ...]]:
    for end in range(start + SHORTEST, len(token) + 1):
        if token[start:end] in known:
            for joint in JOINTS[language] if end < len(token) else ("",):
                if token.startswith(joint, end) and end + len(joint) in best:
                    yield (token[start:end], *best[end + len(joint)])


def _one_end(token: str, known: Mapping[str, str], language: str) -> tuple[str, ...]:
    """The longest known end, or else the longest known beginning, and the stem of what is left."""
    for at in range(SAFE, len(token) - SAFE + 1):
        if found := _covered(token[at:], known, language):
            head = _without_joint(token[:at], language)
            return (marked(stem(head, language), language), *_concepts(found, known))
    for at in range(len(token) - SAFE, SAFE, -1):
        found = _covered(token[:at], known, language)
        if sum(map(len, found)) > SAFE:
            return (*_concepts(found, known), marked(stem(token[at:], language), language))
    return ()


def _without_joint(head: str, language: str) -> str:
    joint = JOINTS[language][-1]
    return head[: -len(joint)] if joint and len(head) > SAFE and head.endswith(joint) else head


def _concepts(found: tuple[str, ...], known: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"={known[form]}" for form in found))
