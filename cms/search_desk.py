"""The editors' page of the search: what a query becomes, what it finds and why, and which words found nothing."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from catalogue.models import Listing
from marketplace.foundation.dates import today
from search.analysis.chain import QueryWord
from search.analysis.lexicon import concept_words
from search.analysis.words import LANGUAGES
from search.engine import SearchUnavailable
from search.engines import current_engine
from search.explain import Explanation, Hit, Leaf, explain
from search.filters import SPEAKS_CHOICES
from search.missed import shown
from search.query import SearchQuery
from search.scoring import Counts
from search.tree import AtLeast, Prefix, Term

MOST_LEAVES = 6
FIELDS = {
    "title": gettext_lazy("title"),
    "category": gettext_lazy("category and search words"),
    "body": gettext_lazy("text"),
    "head": gettext_lazy("title and category"),
}
LEAVES = {
    ("lem", Term): gettext_lazy("%(field)s: %(words)s"),
    ("lem", Prefix): gettext_lazy("%(field)s: a word that begins so, %(words)s"),
    ("par", Term): gettext_lazy("%(field)s: a part or a synonym, %(words)s"),
    ("par", AtLeast): gettext_lazy("%(field)s: all parts of the word, %(words)s"),
    ("most", AtLeast): gettext_lazy("%(field)s: most parts of the word, %(words)s"),
    ("ng", AtLeast): gettext_lazy("%(field)s: letters in a row alike, at least %(words)s"),
}


class DeskForm(forms.Form):
    q = forms.CharField(label=gettext_lazy("Search as a client would"), max_length=200)
    lang = forms.ChoiceField(label=gettext_lazy("Language of the page"), choices=SPEAKS_CHOICES)


@require_safe
def search_desk(request: HttpRequest) -> HttpResponse:
    """Asked with `q` and `lang`; nothing that is tried here is remembered."""
    form = DeskForm(request.GET if "q" in request.GET else None, initial={"lang": "sv"})
    context: dict[str, Any] = {"form": form, "missed": shown(today())}
    if form.is_valid():
        query = SearchQuery(q=form.cleaned_data["q"], lang=form.cleaned_data["lang"])
        try:
            context |= _told(explain(current_engine(), query, today()), query.lang)
        except SearchUnavailable:
            context["silent"] = True
    return render(request, "cms/admin/search_desk.html", context)


def _told(told: Explanation, language: str) -> dict[str, Any]:
    titles = Listing.objects.with_texts().in_bulk([hit.pk for hit in told.hits])
    name = _Names(told.counts, language)
    return {
        "words": [_word(word, name) for word in told.words],
        "needed": told.needed,
        "asked_for": sum(not word.filler for word in told.words) or len(told.words),
        "result": told.result,
        "hits": [_hit(hit, titles[hit.pk], name) for hit in told.hits if hit.pk in titles],
    }


class _Names:
    """Tokens of the index in words for people."""

    def __init__(self, counts: Counts, language: str) -> None:
        self.counts, self.language = counts, language

    def of(self, token: str) -> str:
        if token.startswith("="):
            words = concept_words()[token]
            return next(word for word in (words[self.language], words["sv"]) if word)
        code, _, stem = token.partition(":")
        return f"{self.counts.spellings.get(token, (stem,))[0]} ({code})"

    def all(self, tokens: Iterable[str]) -> str:
        return " + ".join(self.of(token) for token in tokens)


def _word(word: QueryWord, name: _Names) -> dict[str, Any]:
    parts = {code: word.parts[code] for code in LANGUAGES if word.parts[code]}
    return {
        "word": word.word,
        "filler": word.filler,
        "known": word.known(name.counts.vocabulary),
        "stems": [(code, stem, name.counts.stems.get(f"{code}:{stem}", 0)) for code, stem in word.stems.items()],
        "parts": [(code, name.all(each)) for code, each in parts.items()],
        "synonyms": sorted({name.of(concept) for concept in word.synonyms.values() if concept}),
        "near": [name.of(near.token) for near in name.counts.nearest(word)],
    }


def _hit(hit: Hit, listing: Listing, name: _Names) -> dict[str, Any]:
    return {
        "listing": listing,
        "score": hit.score,
        "relaxed": hit.relaxed,
        "words": [
            (each.word.word, each.score, [(_leaf(leaf, name), leaf.score) for leaf in each.leaves[:MOST_LEAVES]])
            for each in hit.words
        ],
    }


def _leaf(leaf: Leaf, name: _Names) -> str:
    stream, _part, place = leaf.field.partition("_")
    if isinstance(leaf, AtLeast) and stream == "par" and leaf.needed < len(leaf.tokens):
        stream = "most"
    return LEAVES[stream, type(leaf)] % {"field": FIELDS[place], "words": _asked(leaf, name)}


def _asked(leaf: Leaf, name: _Names) -> str:
    if isinstance(leaf, AtLeast):
        return name.all(leaf.tokens) if leaf.field.startswith("par") else f"{leaf.needed}/{len(leaf.tokens)}"
    return name.of(leaf.token)
