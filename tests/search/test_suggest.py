"""Suggestions while typing: what leads somewhere, forgiving, in the page's language."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue.models import Category
from catalogue.signals import send_scope
from search.near import beginning, nearly_beginning
from search.suggest import Directory, Entry, Suggestion, all_of, forget, suggest

pytestmark = pytest.mark.django_db


@pytest.fixture
def offered(make_listing, narpes, cleaning):
    """One service in cleaning; home service has none."""
    import time_machine

    with time_machine.travel(dt.datetime(2026, 11, 25, 10, tzinfo=dt.UTC), tick=False):
        Category.objects.filter(pk=cleaning.pk).update(search_terms_sv="dammsugning")
        yield make_listing(category=cleaning)


def words(typed: str, lang: str = "sv", *kinds: str) -> list[str]:
    forget()
    found = suggest(typed, lang, kinds) if kinds else suggest(typed, lang)
    return [each.words for each in found]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("s", ["Städning", "Stöd hemma"]),
        ("stä", ["Städning"]),
        ("stad", ["Städning"]),
        ("STÄDN", ["Städning"]),
        ("siiv", ["Städning"]),  # its Finnish name
        ("damms", ["Städning"]),  # a search term of the editors
        ("ning", ["Städning"]),  # a part of the word
        ("ständ", ["Städning"]),  # two letters swapped
        ("stsäd", ["Städning"]),  # one too many
        ("ståing", []),
        ("stäädnnig", ["Städning"]),  # two in a long word
        ("xtäädning", []),
        ("närps", ["Närpes", "64200 Närpes"]),
        ("närpes 64", ["64200 Närpes"]),
        ("65", ["65100 Vasa centrum"]),
        ("66", []),
        ("vasa", ["Vasa", "65100 Vasa centrum"]),
        ("", []),
        ("  ! ", []),
        ("zzzzzz", []),
        ("%00\x00", []),
    ],
)
def test_what_is_suggested(offered, typed: str, expected: list[str]) -> None:
    assert words(typed) == expected


def test_in_the_language_of_the_page(offered) -> None:
    assert words("städ", "fi") == ["Siivous"]
    assert words("vasa", "fi") == ["Vaasa", "65100 Vaasa keskus"]
    assert words("siiv", "en") == ["Städning"]


def test_only_what_the_box_asks_for(offered) -> None:
    provider = offered.provider
    assert words(provider.name[:4], "sv", "category") == []
    assert suggest(provider.name[:4], "sv", ["provider"]) == [
        Suggestion("provider", str(provider.pk), provider.name, provider.name)
    ]


def test_a_postal_area_puts_its_code_into_the_box(offered) -> None:
    assert suggest("närpes", "sv", ["area"]) == [Suggestion("area", "64200", "64200", "64200 Närpes")]
    assert suggest("närpes", "sv", ["town"]) == [Suggestion("town", "545", "Närpes", "Närpes")]


def test_what_cannot_be_chosen_leads_nowhere(offered) -> None:
    """Home service has no listing; taken from the list, neither the category nor its provider is suggested."""
    assert words("hemserv") == []
    name = offered.provider.name
    assert words(name) == [name]
    offered.unpublish()
    assert words("städ") == []
    assert words(name) == []


def test_a_change_is_seen_after_its_commit(offered, django_capture_on_commit_callbacks) -> None:
    assert words("fönst") == []
    with django_capture_on_commit_callbacks(execute=True):
        Category.objects.filter(code="cleaning").update(name_sv="Fönsterputs")
        send_scope("all", 0)
    assert [each.words for each in suggest("fönst", "sv")] == ["Fönsterputs"]


def test_kept_for_a_minute_and_not_into_the_next_day(offered) -> None:
    import time_machine

    suggest("vasa", "sv")
    with CaptureQueriesContext(connection) as seen:
        suggest("vasa", "sv")
    assert len(seen) == 0
    with time_machine.travel(dt.datetime(2026, 11, 26, 10, tzinfo=dt.UTC)), CaptureQueriesContext(connection) as seen:
        suggest("vasa", "sv")
    assert len(seen) > 0


def test_the_number_of_queries_does_not_grow(offered, make_listing, home_help) -> None:
    def queries() -> int:
        forget()
        with CaptureQueriesContext(connection) as seen:
            suggest("vasa", "sv")
        return len(seen)

    before = queries()
    for _ in range(3):
        make_listing(category=home_help)
    assert queries() == before


def test_the_list_for_browsers_without_script(offered) -> None:
    assert all_of("category", "sv") == ["Städning", "Stöd hemma"]
    assert all_of("town", "fi") == ["Närpiö", "Vaasa"]
    assert all_of("town", "sv", most=1) == []


def test_as_many_as_one_can_look_at() -> None:
    many = Directory(Entry("provider", str(n), (f"Hjälp {n:02d}",) * 3) for n in range(30))
    assert [each.words for each in many.find("hjä", "sv", ["provider"], 3)] == ["Hjälp 00", "Hjälp 01", "Hjälp 02"]
    assert len(many.find("hjä", "sv", ["provider"])) == 8


def brute(one: str, other: str) -> int:
    """Optimal string alignment, by the definition."""
    if not one or not other:
        return len(one) + len(other)
    best = min(
        brute(one[:-1], other) + 1, brute(one, other[:-1]) + 1, brute(one[:-1], other[:-1]) + (one[-1] != other[-1])
    )
    if len(one) > 1 and len(other) > 1 and one[-1] == other[-2] and one[-2] == other[-1]:
        best = min(best, brute(one[:-2], other[:-2]) + 1)
    return best


def test_the_walk_finds_what_the_definition_finds() -> None:
    """Over all words of up to four letters of three, one letter off."""
    letters, words = "abc", [""]
    for _ in range(4):
        words += [word + letter for word in words for letter in letters]
    listed = sorted({word for word in words if word})
    for typed in ("abca", "ab", "ccab", "a"):
        found = {listed[spot] for spots in nearly_beginning(listed, typed, 1) for spot in spots}
        wanted = {word for word in listed if any(brute(word[:n], typed) <= 1 for n in range(len(word) + 1))}
        assert found == wanted
    assert [listed[spot] for spot in beginning(listed, "cbc")] == ["cbc", "cbca", "cbcb", "cbcc"]
