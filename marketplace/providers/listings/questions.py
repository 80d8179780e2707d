"""The questions about a listing, one per page. Each answer is kept as a draft before the next is asked."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalogue.listing_states import ListingCase
from catalogue.offers import load_offers
from catalogue.views.listing import package_items
from catalogue.words import per_unit
from marketplace.foundation.formats import LANGUAGES
from marketplace.foundation.templatetags.ui import list_words, spoken

from .forms import UNIT_WORDS, DraftForm, KindForm, PlacesForm, SpeaksForm, UnitForm
from .package_forms import PackageForm
from .photo_forms import PhotoForm
from .word_forms import EasyForm, NameForm, TextForm

Said = list[tuple[str, str]]
"""Lines of an answer: the language's code (empty: the page's own) and the words."""


@dataclass(frozen=True)
class Question:
    """`key` stands in the address, `short` above the question and on the check page; `said` is the answer there."""

    key: str
    form: type[DraftForm]
    short: Promise
    said: Callable[[ListingCase], Said]
    lead: Promise | str = ""
    template: str = "listing_question.html"
    once: bool = False
    """Not asked any more when the listing was published: its answer is frozen, or changes elsewhere."""
    of_packages: bool = False
    """Asked about packages alone."""


def of_texts(*names: str) -> Callable[[ListingCase], Said]:
    """The words in every language that has them."""

    def said(case: ListingCase) -> Said:
        found = [(code, getattr(case.texts[code], name)) for code in LANGUAGES if code in case.texts for name in names]
        return [(code, words) for code, words in found if words]

    return said


def _kind(case: ListingCase) -> Said:
    return [("", capfirst(case.draft.get_kind_display()))]


def _unit(case: ListingCase) -> Said:
    return [("", str(UNIT_WORDS[case.draft.unit]))] if case.draft.unit else []  # type: ignore[index]


def _places(case: ListingCase) -> Said:
    rows = case.listing.served.select_related("municipality")
    return [("", list_words(sorted(row.municipality.name for row in rows)))] if rows else []


def _speaks(case: ListingCase) -> Said:
    return [("", capfirst(spoken(case.draft.speaks)))] if case.draft.speaks else []


def _photo(case: ListingCase) -> Said:
    if case.draft.photo is None:
        return [("", str(_("No photo")))]
    return [("", str(_("A photo"))), *of_texts("photo_alt")(case)]


def _parts(case: ListingCase) -> Said:
    """What is in the package, and its price."""
    offer = load_offers([case.listing.pk], case.on)[case.listing.pk]
    items = [("", item) for item in package_items(offer)]
    price = [("", per_unit(cents, case.draft.unit)) for cents in offer.lines.values()]
    return [*items, *price] if offer.items else []


EASY_LEAD = _("Say four things: what you do, who comes, when, and what it costs.")
PHOTO_LEAD = _("A photo is not required. It is shown in the list and on the page of the service.")
PARTS_LEAD = _("Only services that you have published, with their own prices.")
BOTH_LEAD = _("Swedish and Finnish stand side by side: both are needed before the listing can be published.")

WORDS_PAGE = "listing_words.html"

QUESTIONS = (
    Question("kind", KindForm, _("Service or package"), _kind, once=True),
    Question("unit", UnitForm, _("How the price is counted"), _unit, once=True),
    Question("name", NameForm, pgettext_lazy("listing", "Name"), of_texts("title", "summary"), BOTH_LEAD, WORDS_PAGE),
    Question("text", TextForm, _("Text"), of_texts("body"), BOTH_LEAD, WORDS_PAGE),
    Question("easy", EasyForm, _("Text in easy language"), of_texts("easy_body"), EASY_LEAD, WORDS_PAGE),
    Question("languages", SpeaksForm, _("Languages"), _speaks),
    Question("places", PlacesForm, _("Places"), _places),
    Question("photo", PhotoForm, _("Photo"), _photo, PHOTO_LEAD, "listing_photo.html"),
    Question(
        "price",
        PackageForm,
        _("What is in it, and its price"),
        _parts,
        PARTS_LEAD,
        "listing_package.html",
        once=True,
        of_packages=True,
    ),
)
BY_KEY = {question.key: question for question in QUESTIONS}


def asked_of(case: ListingCase) -> list[Question]:
    """Those that can be answered now, in order."""
    published = case.listing.first_published_at is not None
    return [
        question
        for question in QUESTIONS
        if not (question.once and published) and (case.draft.is_package or not question.of_packages)
    ]


def by_language(said: Said) -> list[tuple[str, str, list[str]]]:
    """Code and name of the language, and the lines in it."""
    return [
        (code, LANGUAGES.get(code, ""), [words for _code, words in lines])
        for code, lines in groupby(said, lambda line: line[0])
    ]


def before(case: ListingCase, question: Question) -> Question | None:
    """The question before this one; None for the first."""
    asked = asked_of(case)
    place = asked.index(question)
    return asked[place - 1] if place else None
