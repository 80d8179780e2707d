"""The drawn catalogue and its measuring: what they are made of, not how quick this machine is."""

import os
import time

import pytest
from django.core.management import CommandError, call_command

from catalogue.geo import Point
from search.documents import OWN_STEP
from search.measuring import bench, children
from search.measuring.country import Area, Country, county_areas
from search.query import SearchQuery
from search.tree import AtLeast, Best, Term, Words


def test_the_county_has_its_areas_and_the_same_seed_draws_the_same() -> None:
    country = Country(county_areas())
    assert len(country.areas) == 120
    first, again = list(country.documents(40)), list(Country(county_areas()).documents(40))
    assert first == again
    assert first != list(Country(county_areas(), seed=1).documents(40))


def test_a_drawn_listing_is_priced_where_it_is_served_and_within_reach() -> None:
    for made in Country(county_areas()).documents(60):
        codes = made["served"]
        assert 1 <= len(codes) <= 40
        for code in codes:
            own, price = divmod(made[f"o{code}"], OWN_STEP)
            assert made[f"b{code}"] + own == price
            assert price == made["p_base"] + made[f"d{code}"] // 1000 * 10
            assert made[f"d{code}"] <= 60_000


def test_people_live_where_there_are_people() -> None:
    empty, full = Area("00001", "091", Point(60.2, 25.0), 0), Area("00002", "091", Point(60.3, 25.0), 100)
    homes = {code for made in Country([empty, full]).documents(20) for code in made["served"] if not made[f"d{code}"]}
    assert homes == {"00002"}


def test_without_grams_all_else_stays() -> None:
    term, grams = Term("lem_title", "sv:stad", 16), AtLeast("ng_head", ("^sta",), 1, 16)
    parts = AtLeast("par_title", ("sv:hem",), 1, 16)
    tree = Words((Best((term, Best((grams,), 0.5), parts), 0.25), Best((grams,), 0.25)), 2)
    assert bench.without_grams(tree) == Words((Best((term, parts), 0.25),), 1)
    assert bench.without_grams(Best((grams,), 0.5)) is None


def test_questions_are_our_judged_ones_each_with_a_place() -> None:
    asked = bench.questions(["65100", "65200"])
    assert len(asked) == 100
    assert {query.postcode for query in asked} == {"65100", "65200"}
    assert {query.postcode for query in bench.questions([])} == {""}
    assert all(isinstance(query, SearchQuery) and query.q for query in asked)


@pytest.mark.once
@pytest.mark.parametrize("name", ["tantivy", pytest.param("elasticsearch", marks=pytest.mark.engine)])
def test_the_command_measures_and_leaves_nothing(name, request, settings, monkeypatch, capsys) -> None:
    if name == "elasticsearch":
        request.getfixturevalue("elastic")
    monkeypatch.setattr(bench, "QUERIES", 5)
    monkeypatch.setattr(bench, "EDITS", 1)
    call_command("bench_search", "--listings", "40", "80", "--engine", name, "--where", "county")
    told = capsys.readouterr().out
    assert told.startswith("Derived catalogue")
    assert f"{name}, county (120 postal areas), 80 listings" in told
    assert "(4 processes write)" in told
    assert f"{name}: whole p50 and p95 as multiples of 40 listings in the county" in told


@pytest.mark.parametrize("number", ["0", "-5", "many"])
def test_a_catalogue_of_nothing_is_refused(number) -> None:
    with pytest.raises(CommandError, match="a whole number from 1 on"):
        call_command("bench_search", f"--listings={number}")


@pytest.mark.once
def test_a_process_that_does_not_answer_is_given_up(monkeypatch) -> None:
    monkeypatch.setattr(children, "SECONDS", 0.1)
    with pytest.raises(ChildProcessError):
        children.answers(sleep, [(60,)])


@pytest.mark.once
def test_all_answer_from_processes_of_their_own() -> None:
    told = children.answers(process_and, [("a",), ("b",)])
    assert {word for _, word in told} == {"a", "b"}
    assert len({os.getpid(), *(number for number, _ in told)}) == 3


def sleep(seconds, turn) -> None:
    time.sleep(seconds)


def process_and(word, turn) -> tuple[int, str]:
    with turn:
        return os.getpid(), word


@pytest.mark.once
def test_a_process_that_fails_is_told_at_once() -> None:
    with pytest.raises(ChildProcessError):
        children.answers(sleep, [("long",)])
