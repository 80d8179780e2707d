"""Whether a listing's texts in several languages still say the same. Pure: what is asked of is a text's words.

A text remembers the words of the other languages that it was checked against (as a hash). When those change it is
outdated, until it is changed too or someone says that it still holds.
"""

import copy
import hashlib
from collections.abc import Collection, Mapping

from .models import Listing, ListingText

WORDS = ("title", "summary", "body", "easy_body", "photo_alt")
"""The fields that have to be said in every language."""
Texts = Mapping[str, ListingText]
"""By language."""


def texts_of(listing: Listing) -> dict[str, ListingText]:
    return {text.language: text for text in listing.texts.all()}


def copies(texts: Texts) -> dict[str, ListingText]:
    """To compare with after a change."""
    return {language: copy.copy(text) for language, text in texts.items()}


def has_words(text: ListingText | None) -> bool:
    return text is not None and any(getattr(text, name) for name in WORDS)


def is_whole(text: ListingText | None) -> bool:
    """What `choosable` asks of a text."""
    return text is not None and bool(text.title and text.body)


def others_hash(texts: Texts, language: str, required: Collection[str]) -> str:
    """Of the words in the required languages other than this one; empty where there are none."""
    others = [texts[code] for code in sorted(required) if code != language and has_words(texts.get(code))]
    if not others:
        return ""
    words = [[text.language, *(getattr(text, name) for name in WORDS)] for text in others]
    return hashlib.sha256(repr(words).encode()).hexdigest()


def outdated(texts: Texts, required: Collection[str]) -> list[str]:
    """The languages whose text was checked against other words than those of now, the required ones first."""
    found = [code for code in texts if _is_outdated(texts, code, required)]
    return sorted(found, key=lambda code: (code not in required, code != "sv", code))


def _is_outdated(texts: Texts, language: str, required: Collection[str]) -> bool:
    text = texts[language]
    if not text.checked_against or not has_words(text):
        return False
    return text.checked_against != others_hash(texts, language, required)


def keep_step(before: Texts, after: Texts, required: Collection[str], holds: Collection[str] = ()) -> None:
    """Notes in `after` what was checked against what, given the texts `before` the change.

    A text that was changed was written with the others in sight. One that was not is outdated from now on, unless
    it is said to hold (`holds`: its language), had none beside it before, or the change only caught up with it.
    """
    changed = {code for code, text in after.items() if _words(text) != _words(before.get(code))}
    behind = set(outdated(before, required))
    for code, text in after.items():
        others = (changed & set(required)) - {code}
        was = others_hash(before, code, required)
        caught_up = bool(others) and (not was or (others <= behind and code not in behind))
        if code in changed or code in holds or caught_up:
            text.checked_against = others_hash(after, code, required)
        elif others and not text.checked_against:
            text.checked_against = was


def _words(text: ListingText | None) -> list[str]:
    return [getattr(text, name) if text is not None else "" for name in WORDS]
