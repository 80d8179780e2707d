"""What a draft changes of what is published: field by field, the words taken away and added. Pure but for the texts."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from marketplace.foundation.templatetags.ui import spoken

from .models import Listing, ListingText
from .translations import WORDS

SAME, GONE, NEW = "same", "gone", "new"


@dataclass(frozen=True)
class Piece:
    """`kind`: same, gone or new."""

    kind: str
    words: str


@dataclass(frozen=True)
class Change:
    """One field; `language` is empty where it has none. `before` is empty where nothing was published."""

    label: str
    language: str
    before: str
    after: str

    @property
    def is_change(self) -> bool:
        return self.before != self.after

    @property
    def pieces(self) -> list[Piece]:
        """The text with what is gone and what is new, in reading order."""
        return pieces(self.before, self.after)


def changes(live: Listing | None, draft: Listing) -> list[Change]:
    """All fields that have words before or after, those of one language together. `live` is None before the first."""
    found = [Change(_("Staff speak"), "", spoken(live.speaks) if live else "", spoken(draft.speaks))]
    found.append(Change(_("Photo"), "", _photo(live), _photo(draft)))
    found += _of_texts(_texts(live), _texts(draft))
    return [change for change in found if change.before or change.after]


def _photo(listing: Listing | None) -> str:
    return listing.photo.title if listing is not None and listing.photo else ""


def _texts(listing: Listing | None) -> dict[str, ListingText]:
    return {text.language: text for text in listing.texts.all()} if listing is not None else {}


def _of_texts(before: dict[str, ListingText], after: dict[str, ListingText]) -> Iterator[Change]:
    for language in ("sv", "fi", "en"):
        for name in WORDS:
            label = capfirst(str(ListingText._meta.get_field(name).verbose_name))
            old, new = (getattr(texts.get(language), name, "") for texts in (before, after))
            yield Change(label, language, old, new)


def pieces(before: str, after: str) -> list[Piece]:
    """Words and the space between them; what is gone stands before what is new in its place."""
    old, new = _words(before), _words(after)
    found: list[Piece] = []
    for what, i1, i2, j1, j2 in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, added = "".join(old[i1:i2]), "".join(new[j1:j2])
        parts = [(SAME, gone)] if what == "equal" else [(GONE, gone), (NEW, added)]
        found += [Piece(kind, words) for kind, words in parts if words]
    return found


def _words(text: str) -> list[str]:
    """Nothing is lost: joined they are the text."""
    return re.findall(r"\w+|\s+|[^\w\s]", text)
