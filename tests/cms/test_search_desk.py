"""Editors see what a query becomes, what it finds and why, and which words found nothing."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from marketplace.accounts.enums import Role
from search.indexing import rebuild
from search.models import MissedWord
from tests.catalogue.conftest import ON

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/search-words/"


@pytest.fixture
def editor(client: Client, staff) -> Client:
    client.force_login(staff[Role.EDITOR])
    return client


@pytest.fixture
def listings(make_listing, set_value):
    set_value(4000)
    return [make_listing(title="Hemstädning"), make_listing(title="Hemstädning med fönster")]


def test_a_query_its_hits_and_the_parts_of_their_scores(editor, listings) -> None:
    rebuild(ON)
    page = editor.get(ADDRESS, {"q": "hjälp med hemstädnign", "lang": "sv"})
    told = page.content.decode()
    assert [word["word"] for word in page.context["words"]] == ["hjälp", "hemstädnign"]
    unknown = page.context["words"][1]
    assert not unknown["known"]
    assert "hemstädning (sv)" in unknown["near"]
    assert page.context["result"].did_you_mean == "hjälp med hemstädning"
    hits = page.context["hits"]
    assert [hit["listing"].pk for hit in hits] == list(page.context["result"].ids)
    assert {hit["listing"].pk for hit in hits} == {listing.pk for listing in listings}
    (word, score, leaves), *_ = hits[0]["words"]
    assert word == "hemstädnign"
    assert "rubrik: hemstädning (sv)" in [text for text, _ in leaves]
    assert score >= leaves[0][1] > 0
    assert hits[0]["score"] == sum(score for _, score, _ in hits[0]["words"])
    for words in ("hemstädning (sv)", str(hits[0]["score"]), "okänt ord", "ger bara poäng", "Kanske menades"):
        assert words in told


def test_a_hit_leads_to_the_search_words_of_its_category(editor, client, listings, staff) -> None:
    rebuild(ON)
    where = f'href="/admin/category/edit/{listings[0].category_id}/"'
    asked = {"q": "hemstädning", "lang": "sv"}
    assert where in editor.get(ADDRESS, asked).content.decode()
    assert 'href="/admin/category/"' in editor.get(ADDRESS).content.decode()
    group = staff[Role.EDITOR].groups.get()
    group.permissions.remove(*group.permissions.filter(codename__endswith="_category"))
    assert where not in client.get(ADDRESS, asked).content.decode()


def test_parts_and_synonyms_are_in_words(editor, listings) -> None:
    rebuild(ON)
    (word,) = editor.get(ADDRESS, {"q": "kotisiivous", "lang": "fi"}).context["words"]
    assert word["parts"] == [("fi", "koti + siivous")]
    assert word["synonyms"] == ["kotisiivous"]


def test_statements_do_not_grow_with_the_hits(editor, listings, make_listing) -> None:
    counts = []
    for _ in range(2):
        rebuild(ON)
        with CaptureQueriesContext(
            connection,
        ) as statements:
            assert editor.get(ADDRESS, {"q": "hemstädning", "lang": "sv"}).context["hits"]
        counts.append(len(statements))
        for number in range(4):
            make_listing(title=f"Hemstädning {number}")
    assert counts[0] == counts[1]


def test_what_is_tried_is_not_remembered(editor, listings) -> None:
    rebuild(ON)
    page = editor.get(ADDRESS, {"q": "zebra", "lang": "sv"})
    assert page.context["result"].total == 0
    assert not MissedWord.objects.exists()


def test_words_that_found_nothing(editor) -> None:
    for word, days in (("zebra", 3), ("giraff", 2)):
        for ago in range(days):
            MissedWord.objects.create(word=word, language="sv", on=ON - dt.timedelta(days=ago))
    told = editor.get(ADDRESS).content.decode()
    assert "?q=zebra&amp;lang=sv" in told
    assert "giraff" not in told


@pytest.mark.parametrize(
    "asked",
    [{"q": "x" * 201, "lang": "sv"}, {"q": "städning", "lang": "xx"}, {"q": ""}],
)
def test_bad_input_is_said_kindly_and_kept(editor, asked) -> None:
    page = editor.get(ADDRESS, asked)
    assert page.status_code == 200
    assert page.context["form"].errors
    assert page.context["form"]["q"].value() == asked["q"]
    assert "hits" not in page.context


def test_without_an_index_it_says_so(editor) -> None:
    page = editor.get(ADDRESS, {"q": "städning", "lang": "sv"})
    assert page.context["silent"]
    assert "svarar inte just nu" in page.content.decode()


def test_signs_alone_leave_no_word(editor, listings) -> None:
    rebuild(ON)
    assert "inget ord kvar" in editor.get(ADDRESS, {"q": "!?", "lang": "sv"}).content.decode()


def test_it_stands_in_the_menu(editor) -> None:
    assert ADDRESS in editor.get("/admin/").content.decode()
