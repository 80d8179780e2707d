"""The pseudo-language: every translated message stands in ⟦ ⟧, and so does what people have written.

Messages are marked where they are looked up, people's texts where they are read from the database, names of days
and months where they are kept. A letter outside the marks was typed into a template or into the code, or its
message has no translation.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from html.parser import HTMLParser
from typing import Any
from unittest.mock import patch

from django.apps import apps
from django.db import models
from django.utils.translation import trans_real
from wagtail import blocks
from wagtail.models import Revision
from wagtail.rich_text import RichText

from catalogue.translations import WORDS
from marketplace.foundation import formats

LANGUAGES = ("sv", "fi")
OPEN, CLOSE = "⟦", "⟧"
ROOTS = ("catalogue", "cms", "marketplace", "wagtail")
CODES = set(
    "code number path url_path hostname language_code national_code time_zone icon key kind what value phone".split()
    + "password code_hash token_hash".split()
)
"""Text columns that stand in addresses and in the code. One that is shown as a word is found by that."""
NO_TEXT = (models.EmailField, models.SlugField, models.URLField)

SPOKEN_ATTRIBUTES = {"alt", "aria-label", "aria-description", "aria-roledescription", "label", "placeholder", "title"}
UNSEEN = {"script", "style", "template"}
KEYS = {"code"}
"""Keys and codes to be copied sign by sign."""
SAME_EVERYWHERE = re.compile(r"[\w.+-]+@[\w.-]+|https?://\S+|\b\d+\s(?:h|km|min)\b")
"""Mail and web addresses; hours, kilometres and minutes by their signs."""
OWN_NAMES = set(formats.LANGUAGES.values())
"""Where one chooses a language, each is called as it calls itself."""
WORD = re.compile(r"[^\W\d_]+")


def mark(words: str) -> str:
    return f"{OPEN}{words}{CLOSE}" if WORD.search(words) else words


class Marked(trans_real.DjangoTranslation):
    """A language with its messages in marks. A message it lacks has none, whatever it falls back to."""

    def gettext(self, message: str) -> str:
        return mark(super().gettext(message)) if message in self._catalog else message

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        try:
            return mark(self._catalog.plural(singular, number))
        except KeyError:
            return singular if number == 1 else plural


@contextmanager
def pseudo_language() -> Iterator[None]:
    """Swedish and Finnish in marks, both: a letter is in its receiver's language, whoever looks at it."""
    with ExitStack() as stack:
        stack.enter_context(patch.dict(trans_real._translations, {code: Marked(code) for code in LANGUAGES}))
        for column in written_columns():
            stack.enter_context(patch.object(column, "from_db_value", _read, create=True))
        stack.enter_context(patch.object(DRAFTS, "from_db_value", _read_draft))
        stack.enter_context(patch.object(blocks.CharBlock, "to_python", lambda block, value: mark(value)))
        stack.enter_context(patch.object(blocks.RichTextBlock, "to_python", lambda block, value: RichText(mark(value))))
        for table in (formats.MONTHS, formats.WEEKDAYS, formats.SPOKEN):
            stack.enter_context(patch.dict(table, {key: _marked(names) for key, names in table.items()}))
        for names in (formats.AND, formats.LESS_THAN_A_KM):
            stack.enter_context(patch.dict(names, _marked(names)))
        for name in ("day_short", "in_month"):  # these bend the names, or put a word before them
            stack.enter_context(patch.object(formats, name, _said(getattr(formats, name))))
        yield


def written_columns() -> Iterator[models.Field]:
    """Text that people write: no choice of ours, no code, no address."""
    for model in apps.get_models():
        if model.__module__.partition(".")[0] in ROOTS:
            for column in model._meta.local_fields:
                is_text = isinstance(column, (models.CharField, models.TextField)) and not isinstance(column, NO_TEXT)
                if is_text and not column.choices and column.name not in CODES:
                    yield column


def _read(value: Any, expression: Any, connection: Any) -> Any:
    return mark(value) if isinstance(value, str) else value


DRAFTS = Revision._meta.get_field("content")
"""Where the words of a listing's draft lie, as JSON."""


def _read_draft(value: Any, expression: Any, connection: Any) -> Any:
    content = type(DRAFTS).from_db_value(DRAFTS, value, expression, connection)
    for text in content.get("texts", []) if isinstance(content, dict) else []:
        text |= {name: mark(text[name]) for name in WORDS if name in text}
    return content


def _marked(names: Any) -> Any:
    return {key: mark(name) for key, name in names.items()} if isinstance(names, dict) else [mark(n) for n in names]


def _said(words: Callable[..., str]) -> Callable[..., str]:
    return lambda *args: mark(words(*args))


class Seen(HTMLParser):
    """What a page says: its text in one piece, and each attribute that is read aloud."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.attributes, self.inside = "", [], ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside, values = tag, dict(attrs)
        self.attributes += [value for name, value in attrs if name in SPOKEN_ATTRIBUTES and value]
        is_button = tag == "input" and values.get("type") in {"submit", "button", "reset"}
        if values.get("name") == "description" or is_button:
            self.attributes.append(values.get("content") or values.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside not in UNSEEN | KEYS:
            self.text += data


def outside(text: str) -> str:
    """What stands outside the marks. A mark without its other half is told, or it would hide the rest."""
    depth, kept = 0, []
    for sign in text:
        depth += (sign == OPEN) - (sign == CLOSE)
        if depth < 0:
            return f"an end mark without its beginning near {''.join(kept)[-60:]}"
        kept.append(" " if depth or sign == CLOSE else sign)
    return f"{depth} marks are not closed" if depth else "".join(kept)


def unmarked(html: str) -> list[str]:
    """The words of a page that no mark is around."""
    seen = Seen(html)
    pieces = [SAME_EVERYWHERE.sub("", outside(piece)) for piece in (seen.text, *seen.attributes)]
    return [word for piece in pieces for word in WORD.findall(piece) if word not in OWN_NAMES]
