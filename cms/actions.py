"""Builds the editors' pages of a new site: trees in step, texts of our own. What editors changed is never touched."""

import datetime as dt
from html import escape
from typing import Any

from django.db import transaction
from wagtail.models import Locale, Page, Site

from catalogue.models import Listing

from .models import ArticlePage, HomePage, NewsPage
from .texts import about, guides
from .texts.home import HOME
from .texts.news import NEWS

LANGUAGES = ("sv", "fi", "en")
NEWS_TITLES = {"sv": "Nyheter", "fi": "Uutiset", "en": "News"}

PAGES: list[tuple[str, dict[str, dict[str, Any]]]] = [
    ("how-it-works", guides.HOW_IT_WORKS),
    ("relatives", guides.FOR_RELATIVES),
    ("providers-guide", guides.FOR_PROVIDERS),
    ("accessibility", about.ACCESSIBILITY),
    ("privacy", about.PRIVACY),
    ("data-sources", about.DATA_SOURCES),
    ("easy", about.EASY),
    ("feedback", about.FEEDBACK),
    ("contact", about.CONTACT),
]


def build_pages(*, on: dt.date, phone: str, featured: list[int] | None = None, with_news: bool = False) -> HomePage:
    """Makes the start pages, guides and footer pages in every language; returns the Swedish start page.

    Pages that exist (by language and slug) are left as they are, so it is safe to run again.
    """
    with transaction.atomic():
        homes = _homes()
        _articles(homes, [(slug, None, words) for slug, words in PAGES], phone)
        for language, home in homes.items():
            _add(home, NewsPage(title=NEWS_TITLES[language], slug="news"))
        if with_news:
            _articles(homes, [(slug, on - dt.timedelta(days=ago), words) for ago, slug, words in NEWS], phone)
        for language, home in homes.items():
            if not home.body:
                _fill_home(home, HOME[language], featured or [])
    return homes["sv"]


def _homes() -> dict[str, HomePage]:
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in LANGUAGES}
    root = Page.get_first_root_node()
    first = HomePage.objects.filter(locale=locales["sv"]).first() or _first_home(root, locales["sv"])
    homes = {"sv": first}
    for code in LANGUAGES[1:]:
        found = first.get_translation_or_none(locales[code])
        homes[code] = found.specific if found else _sister(first, locales[code])
    return homes


def _first_home(root: Page, locale: Locale) -> HomePage:
    """The Swedish start page, in place of the page that a new Wagtail site comes with."""
    Page.objects.filter(depth=2, slug="home").exclude(content_type__model="homepage").delete()
    root = Page.objects.get(pk=root.pk)
    words = HOME["sv"]
    home = HomePage(title=words["title"], slug="home", heading=words["heading"], lead=words["lead"], locale=locale)
    root.add_child(instance=home)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "port": 80, "root_page": home, "site_name": "Min vardag"},
    )
    return home


def _sister(first: HomePage, locale: Locale) -> HomePage:
    words = HOME[locale.language_code]
    page = first.copy_for_translation(locale)
    page.title, page.heading, page.lead, page.body = words["title"], words["heading"], words["lead"], []
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def _articles(homes: dict[str, HomePage], pages: list[tuple[str, dt.date | None, dict[str, Any]]], phone: str) -> None:
    """Sisters of one article share a translation key, so that the language links lead from one to the other."""
    for slug, date, words_of in pages:
        key = None
        for language, words in words_of.items():
            page = ArticlePage(title=words["title"], slug=slug, date=date, lead=words["lead"])
            page.body, page.easy_body = _body(words, phone), _list(words.get("easy", []))
            if key:
                page.translation_key = key
            key = _add(homes[language], page).translation_key


def _add(home: HomePage, page: Page) -> Page:
    """Puts the page under its start page and publishes it, unless one with its slug is there."""
    found = home.get_children().filter(slug=page.slug).first()
    if found:
        return found
    page.locale = home.locale
    home.add_child(instance=page)
    page.save_revision().publish()
    return page


def _body(words: dict[str, Any], phone: str) -> list[tuple[str, dict[str, Any]]]:
    parts: list[tuple[str, dict[str, Any]]] = [
        ("section", {"heading": heading, "text": "".join(f"<p>{escape(text)}</p>" for text in paragraphs)})
        for heading, paragraphs in words["sections"]
    ]
    if "people" in words:
        people = [{"name": n, "task": t, "place": p, "phone": phone, "email": ""} for n, t, p in words["people"]]
        parts.append(("people", {"heading": words["people_heading"], "people": people}))
    return parts


def _list(sentences: list[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(s)}</li>' for s in sentences)}</ul>" if sentences else ""


def _fill_home(home: HomePage, words: dict[str, Any], featured: list[int]) -> None:
    heading, steps = words["steps"]
    doors = [
        {"icon": icon, "heading": head, "text": text, "page": target, "link_text": link}
        for icon, slug, (head, text, link) in (
            ("users", "relatives", words["relatives"]),
            ("store", "providers-guide", words["providers"]),
        )
        if (target := home.get_children().filter(slug=slug).first())
    ]
    parts: list[tuple[str, dict[str, Any]]] = [
        ("search_box", {"hint": words["hint"]}),
        ("tiles", {"heading": words["tiles"]}),
        ("steps", {"heading": heading, "steps": [{"heading": h, "text": t} for h, t in steps]}),
    ]
    if featured:
        parts.append(("featured", {"heading": words["featured"], "listings": _listings(featured)}))
    parts.append(("help", {"heading": words["help"][0], "text": words["help"][1]}))
    if doors:
        parts.append(("doors", {"doors": doors}))
    parts.append(("news", {"heading": words["news"]}))
    home.body = parts
    home.save_revision().publish()


def _listings(ids: list[int]) -> list[Any]:
    found = Listing.objects.in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]
