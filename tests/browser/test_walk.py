"""Every page once, as the person it is for, in Swedish and Finnish: none left out, no word that cannot be translated,
and in the browser nothing that axe finds, nothing too small to press, nothing wider than 320 px."""

import datetime as dt
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.template import Context, Template
from django.test import Client as Browser
from django.urls import get_resolver, path
from django.utils.translation import override

from marketplace.accounts.models import User
from search.api import rebuild
from tests.access.test_table import addresses
from tests.access.world import Things

from .eyes import PHONE, WIDE, eyes
from .marks import LANGUAGES, pseudo_language, unmarked
from .stops import NO_PAGE, POST_ONLY, error_pages, pages, stops

pytestmark = pytest.mark.django_db


def left_out(patterns: list[Any], things: Things) -> set[str]:
    with override(settings.LANGUAGE_CODE):
        views = set(addresses(patterns, prefixes=("admin/",))) - {"admin/"}
    return views - POST_ONLY - set(NO_PAGE) - {stop.view for stop in stops(things)}


def test_every_view_is_a_stop(things: Things, browsers: dict[str, Browser]) -> None:
    assert left_out(get_resolver().url_patterns, things) == set()


def test_a_planted_view_is_missed(things: Things, browsers: dict[str, Browser]) -> None:
    planted = path("planted/", lambda request: HttpResponse(), name="planted")
    assert left_out([*get_resolver().url_patterns, planted], things) == {"planted/"}


def test_every_stop_is_a_view(things: Things, browsers: dict[str, Browser]) -> None:
    with override(settings.LANGUAGE_CODE):
        views = set(addresses(get_resolver().url_patterns, prefixes=("admin/",)))
    assert {stop.view for stop in stops(things)} - views == set()


@pytest.mark.parametrize("view", NO_PAGE)
def test_without_a_page(things: Things, view: str) -> None:
    address, status = NO_PAGE[view]
    assert Browser().get(address).status_code == status


TRILINGUAL = "500"
"""Leans on no translation, so it says everything three times."""


@pytest.mark.once
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_outside_the_marks(things: Things, browsers: dict[str, Browser], language: str) -> None:
    rebuild()
    found = {}
    with pseudo_language():
        for stop, answer in pages(things, browsers, language):
            found[str(stop)] = unmarked(answer.content.decode())
        for name, answer in error_pages(language):
            found[name] = [] if name == TRILINGUAL else unmarked(answer.content.decode())
    wrong = [f"{where}: {' '.join(words)}" for where, words in found.items() if words]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ('<p>{% translate "Log in" %}</p>', []),
        ('<p>{% translate "Log in" %} here</p>', ["here"]),
        (
            '<p title="Hard">{% translate "A message without a translation" %}</p>',
            "A message without a translation Hard".split(),
        ),
        ('<input type="submit" value="Send"><img alt="">', ["Send"]),
        ("<p>{{ user.first_name }} {{ user.email }} typed</p>", ["typed"]),
        ("<p>{{ day|day_words }}, {{ day|in_month }}, {{ day|month_year }}, {{ 800|km }}</p>", []),
        ("{% blocktranslate with name=user.first_name %}Log in with {{ name }}{% endblocktranslate %}", []),
        ("<style>b { color: red }</style><code>ABCD</code>", []),
        ("<p>⟦open</p>", "marks are not closed".split()),
    ],
)
def test_planted_words_are_found(db: None, template: str, words: list[str]) -> None:
    User.objects.create_user("signe@example.org", first_name="Signe")
    with pseudo_language(), override("fi"):
        context = {"user": User.objects.get(email="signe@example.org"), "day": dt.date(2026, 12, 1)}
        assert unmarked(Template("{% load i18n %}" + template).render(Context(context))) == words


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_seen(things: Things, browsers: dict[str, Browser], browser: Any, language: str) -> None:
    """axe looks at the wide page in Swedish and at the phone's in Finnish."""
    rebuild()
    width = {"sv": WIDE, "fi": PHONE}[language]
    wrong = []
    with eyes(browser) as seen:
        for stop, answer in pages(things, browsers, language):
            wrong += [f"{stop}: {finding}" for finding in seen.findings(stop.url(language), answer, width)]
        for name, answer in error_pages(language):
            wrong += [f"{name}: {finding}" for finding in seen.findings(f"/{language}/", answer, width)]
    assert not wrong, "\n".join(wrong)


PLANTED = """<!doctype html><html lang="sv"><title>t</title><main><h1>h</h1>{}</main></html>"""


@pytest.mark.browser
@pytest.mark.parametrize(
    ("part", "finding"),
    [
        ('<input name="q">', "label: "),
        ('<button aria-label="x" style="width: 40px; height: 60px"></button>', "40 × 60 px: <button"),
        ('<p>More: <a href="/x/" style="display: inline-block">here</a></p>', "px: <a"),
        ('<table style="width: 400px"><tr><td>1</td></tr></table>', "px wide"),
        ('<p style="color: #666; background: #fff">5.7:1</p>', "color-contrast-enhanced: "),
        ('<p lang="zz">x</p>', "valid-lang: "),
    ],
)
def test_planted_faults_are_seen(browser: Any, part: str, finding: str) -> None:
    with eyes(browser) as seen:
        found = list(seen.findings("/", HttpResponse(PLANTED.format(part)), WIDE))
    assert [finding in one for one in found].count(True) == 1, found


@pytest.mark.browser
def test_a_link_in_a_sentence_may_be_as_low_as_its_line(browser: Any) -> None:
    with eyes(browser) as seen:
        part = '<p>Read more in <a href="/x/">our guide</a> about it.</p>'
        assert list(seen.findings("/", HttpResponse(PLANTED.format(part)), WIDE)) == []
