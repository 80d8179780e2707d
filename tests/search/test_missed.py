"""Words that found nothing: once a day, nobody's, shown from the third day on, and never in a page's way."""

import datetime as dt

import pytest
from django.db import DatabaseError

from search import missed
from search.api import SearchQuery, search
from search.engines import current_engine
from search.models import MissedWord
from search.plan import run

from .contract import ON, make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_listing(monkeypatch):
    monkeypatch.setattr(missed, "today", lambda: ON)
    missed._pending.clear()
    current_engine().rebuild([make(1, "Städning", "Siivous")], ["65100"])


def rows() -> list[tuple[str, str, dt.date]]:
    return sorted(MissedWord.objects.values_list("word", "language", "on"))


def page_ends() -> None:
    missed.write_pending()


def test_a_word_is_written_once_a_day_after_the_answer() -> None:
    for _ in range(3):
        search(SearchQuery(q="Zebra!", lang="sv"))
    assert rows() == []
    page_ends()
    search(SearchQuery(q="zebra", lang="sv"))
    search(SearchQuery(q="zebra", lang="fi"))
    page_ends()
    assert rows() == [("zebra", "fi", ON), ("zebra", "sv", ON)]
    assert {field.name for field in MissedWord._meta.fields} == {"id", "word", "language", "on"}


def test_only_what_is_to_blame() -> None:
    def words(**asked) -> tuple[str, ...]:
        return run(current_engine(), SearchQuery(**asked), ON).missed

    assert words(q="städning") == ()
    assert words(q="zebra städning hemma") == ("zebra",)
    assert run(current_engine(), SearchQuery(q="zebra städning hemma"), ON).hits == (1,)  # without the zebra
    assert words(q="städnng") == ()
    assert words(q="städning fotvård") == ("städning", "fotvård")
    assert words(q="städning fotvård", kind=("package",)) == ()
    assert words(q="städning", kind=("package",)) == ()
    assert words(q="zebra", postcode="65100") == ("zebra",)


def test_numbers_and_scraps_are_never_kept() -> None:
    missed.remember(SearchQuery(), ["0401234567", "131052", "a4", "zz", "x" * 31, "zebra"])
    page_ends()
    assert rows() == [("zebra", "sv", ON)]


def days(word: str, *ago: int) -> None:
    for number in ago:
        MissedWord.objects.create(word=word, language="sv", on=ON - dt.timedelta(days=number))


def test_three_different_days_show_a_word() -> None:
    days("zebra", 0, 5, 27)
    days("giraff", 1, 2)
    days("elefant", 0, 1, 28)
    days("lejon", 0, 1, 2, 3)
    assert missed.shown(ON) == [
        missed.Missed("lejon", "sv", 4, ON),
        missed.Missed("zebra", "sv", 3, ON),
    ]


def test_old_rows_go_with_the_tick() -> None:
    days("zebra", 0, 27, 28, 90)
    assert missed.tick(ON) == 2
    assert [on for _, _, on in rows()] == [ON - dt.timedelta(days=27), ON]


def test_nobody_fills_the_table(monkeypatch) -> None:
    monkeypatch.setattr(missed, "MOST_A_DAY", 2)
    days("zebra", 0, 1)
    missed.remember(SearchQuery(), ["giraff", "lejon"])
    page_ends()
    missed.remember(SearchQuery(), ["tiger"])
    page_ends()
    assert [word for word, _, on in rows() if on == ON] == ["giraff", "zebra"]
    missed.remember(SearchQuery(), ["word"] * 500)
    assert len(missed._pending) == 100


def test_a_failing_database_breaks_no_page(monkeypatch, caplog) -> None:
    def broken(*_):
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(missed, "_write", broken)
    assert search(SearchQuery(q="zebra")).total == 0
    page_ends()
    assert "the disk is full" in caplog.text
    assert rows() == []


def test_a_page_writes_it_at_its_end(client, stage) -> None:
    current_engine().rebuild([make(1, "Städning", "Siivous")], ["65100"])
    assert client.get("/sv/search/?q=zebra").status_code == 200
    assert [word for word, *_ in rows()] == ["zebra"]
