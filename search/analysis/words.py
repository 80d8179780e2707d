"""From text to stems: lower-case, split, stop words, Snowball, fold. The same for index and query.

Folding comes after stemming: the stemmers know å ä ö, and typing without dots then loses nothing.
"""

import re
import unicodedata
from functools import cache, lru_cache

import Stemmer

LANGUAGES = ("sv", "fi", "en")
CHAIN_VERSION = 3
"""Part of the fingerprint: another number means that the index must be built anew."""

WORD = re.compile(r"[^\W_]+")
SNOWBALL = {"sv": "swedish", "fi": "finnish", "en": "english"}
FOLDS = str.maketrans({"å": "a", "ä": "a", "ö": "o", "ø": "o", "æ": "a", "ß": "s"})


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


STOP = {
    "sv": _listed(
        "och i att det som en ett på är av för den till de med jag om du inte så var han hon vi ni man vid "
        "från ur din ditt dina min mitt mina eller men när kan ska vill har hos där här alla efter under mot "
        "utan sig sin får få dig mig oss er bli blir samt även"
    ),
    "fi": _listed(
        "ja on ei se ne että tai sekä myös kun jos niin kuin mutta vain joka jotka hän he me te sinä minä "
        "olla ovat oli voi voit sinun minun hänen meidän teidän heidän tämä nämä jossa josta joita ole sen "
        "niitä myötä kanssa varten"
    ),
    "en": _listed(
        "the a an and or of to in on for with is are be it that this as at by from you your we our they i my "
        "can not if when who what which will"
    ),
}

FILLERS = {
    "sv": _listed("hjälp behöver söker någon hemma hem"),
    "fi": _listed("apu apua tarvitsen etsin kotiin kotona joku"),
    "en": _listed("help need looking home someone"),
}
"""Words of a question that only add to the score: nobody is left out for want of them."""


def split(text: str) -> list[str]:
    """Lower-case words; letters written as letter + mark become one letter first."""
    return WORD.findall(composed(text).lower())


def composed(text: str) -> str:
    """Letters written as letter + mark as one letter."""
    return unicodedata.normalize("NFC", text)


def fold(word: str) -> str:
    """Without dots and accents: "städning" → "stadning"."""
    plain = unicodedata.normalize("NFD", word.translate(FOLDS))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


@cache
def _stemmer(language: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(SNOWBALL[language], 0)


@lru_cache(maxsize=20_000)
def stem(word: str, language: str) -> str:
    """The folded stem of a lower-case word."""
    return fold(_stemmer(language).stemWord(word))


def stems(text: str, language: str) -> list[str]:
    """Stems in the order of the text, stop words left out."""
    return [stem(word, language) for word in split(text) if word not in STOP[language]]


def marked(token: str, language: str) -> str:
    """A token in a field that all languages share: "sv:stad"."""
    return f"{language}:{token}"
