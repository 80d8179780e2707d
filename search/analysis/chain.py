"""The chain as a whole: what a text becomes in the index, and what a question's words become."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from .grams import grams
from .lexicon import parts, synonym
from .near import Near, Vocabulary
from .words import FILLERS, LANGUAGES, STOP, fold, marked, split, stem

Streams = tuple[list[str], list[str], list[str]]


def streams(texts: Iterable[tuple[str, str]]) -> Streams:
    """(language, text) pairs → distinct tokens of `lem`, `par` and `ng`. No frequencies are kept."""
    lem: dict[str, None] = {}
    par: dict[str, None] = {}
    ng: dict[str, None] = {}
    for language, text in texts:
        for word in split(text):
            if word in STOP[language]:
                continue
            token = stem(word, language)
            lem[marked(token, language)] = None
            par.update((piece, None) for piece in pieces(token, language))
            ng.update((gram, None) for gram in grams(word))
    return list(lem), list(par), list(ng)


def pieces(token: str, language: str) -> tuple[str, ...]:
    """What a stem is in `par`: its parts, or itself when it has none, and the concept of the whole."""
    found = parts(token, language) or (marked(token, language),)
    whole = synonym(token, language)
    return (*found, whole) if whole else found


@dataclass(frozen=True)
class QueryWord:
    """One distinct word of a question.

    By language, the page's first: its stems, its parts (as in `par`; one for a word that is no compound) and the
    concept of the whole. Another language's word is not taken apart where an end of it is unknown.
    """

    word: str
    stems: Mapping[str, str]
    parts: Mapping[str, tuple[str, ...]]
    synonyms: Mapping[str, str]
    grams: tuple[str, ...]
    filler: bool = False
    near: tuple[Near, ...] = ()
    """Known words that may be meant, where this one is unknown."""
    lost: bool = False
    """Unknown, and nothing is near."""

    def known(self, vocabulary: Vocabulary) -> bool:
        """Found in the index or the lexicon, or made of such words alone."""
        return any(
            marked(token, code) in vocabulary or self.synonyms[code] or parts(token, code, loose=False)
            for code, token in self.stems.items()
        )


def query_words(text: str, language: str) -> list[QueryWord]:
    """The question's distinct words without stop words of the page's language; two with one stem are one."""
    languages = (language, *(other for other in LANGUAGES if other != language))
    found: dict[str, QueryWord] = {}
    for word in split(text):
        if word in STOP[language]:
            continue
        by_language = {code: stem(word, code) for code in languages}
        found.setdefault(
            by_language[language],
            QueryWord(
                word,
                by_language,
                {code: parts(token, code, loose=code == language) for code, token in by_language.items()},
                {code: synonym(token, code) for code, token in by_language.items()},
                grams(word),
                any(word in FILLERS[code] for code in languages),
            ),
        )
    return list(found.values())


def with_near(words: Iterable[QueryWord], vocabulary: Vocabulary) -> list[QueryWord]:
    """The words, the unknown ones with those that may be meant."""
    return [word if word.known(vocabulary) else _guessed(word, vocabulary) for word in words]


def _guessed(word: QueryWord, vocabulary: Vocabulary) -> QueryWord:
    """A slip is no part of a compound: where something is near, what is left of the word says nothing."""
    near = tuple(vocabulary.near(_spelled(word)))
    whole = {code: parts(token, code, loose=not near) if word.parts[code] else () for code, token in word.stems.items()}
    return replace(word, near=near, lost=not near, parts=whole)


def _spelled(word: QueryWord) -> list[str]:
    return [*word.stems.values(), fold(word.word)]


def name_words(text: str, language: str) -> list[QueryWord]:
    """The words of a name that is rightly spelled and in that language: its stems and parts only."""
    return [
        QueryWord(
            each.word,
            {language: each.stems[language]},
            {language: each.parts[language]},
            {language: each.synonyms[language]},
            (),
        )
        for each in query_words(text, language)
    ]
