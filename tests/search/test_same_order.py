"""Both engines give the same ids in the same order for every judged query and for many drawn ones."""

import datetime as dt
import random
from collections.abc import Iterator

import pytest

from search.documents import Words, document
from search.engine import Engine
from search.engines import engine_apart
from search.plan import run
from search.query import SORTS, SearchQuery

from .contract import AREAS, KINDS, columns
from .test_judged import judged  # noqa: F401  (the demo's whole catalogue and our judged queries)

# With the database: else these run last of all, where transactional tests have left it empty.
pytestmark = [pytest.mark.engine, pytest.mark.django_db]
DAYS = [dt.date(2026, 11, 23) + dt.timedelta(days=number) for number in range(7)]
EVERYTHING = 10_000
WORDLESS = Words()
REWRITTEN = 75


def drawn(chance: random.Random, number: int) -> SearchQuery:
    """Filters, places and orders of every kind, in some mixture; half of them with words."""
    words = chance.choice(WORDS) if number % 2 else ""
    return SearchQuery(
        q=words,
        lang=chance.choice(["sv", "fi"]),
        postcode=chance.choice(["", *AREAS]),
        kind=chance.choice([(), ("service",)]),
        speaks=chance.choice([(), ("fi",), ("sv", "fi")]),
        provider_kind=chance.choice([(), tuple(chance.sample(KINDS, 2))]),
        own_share_zero=chance.random() < 0.2,
        max_budget_cents=chance.choice([None, None, 4200]),
        left_cents=4400,
        sort=chance.choice(SORTS),
        page=chance.choice([1, 1, 2, 5]),
        page_size=chance.choice([10, 50, EVERYTHING]),
    )


WORDS = [
    "städning",
    "stadhjälp hemma",
    "kotisiivous",
    "siivouspalvelua",
    "trygghet telefon",
    "hjälp med mat",
    "ateria",
    "snö",
    "lumityöt pihalla talvella",
    "fotvrd",
    "sjukskötare hem",
    "kauppa-apu",
]


@pytest.fixture(params=[1, 3], ids=["1 shard", "3 shards"])
def pair(request, elastic) -> Iterator[tuple[Engine, Engine]]:
    engines = engine_apart("tantivy", "same"), engine_apart("elasticsearch", "same", request.param)
    yield engines
    for engine in engines:
        engine.drop()


def with_places(documents: list[dict]) -> list[dict]:
    """Prices of every place drawn anew: the demo's follow rules that give few equals."""
    chance = random.Random(11)
    plain = [{k: v for k, v in each.items() if k[0] not in "bod" or not k[1:].isdigit()} for each in documents]
    return [_placed(each, columns(chance)) for each in plain]


def _placed(made: dict, prices: dict[str, int]) -> dict:
    served = document(made["id"], WORDLESS, {}, prices)["served"]
    return {**made, **prices, "served": served}


def test_every_answer_is_the_same_before_and_after_rewrites(pair, judged) -> None:  # noqa: F811
    documents = with_places(judged.documents)
    for engine in pair:
        assert engine.rebuild(documents, AREAS) == len(documents)
    chance = random.Random(75)
    asked = [SearchQuery(q=each.query, lang=each.lang, page_size=EVERYTHING) for each in judged.queries]
    asked += [drawn(chance, number) for number in range(120)]
    compare(pair, asked)
    changed = chance.sample(documents, REWRITTEN)
    for engine in pair:
        for start in range(0, REWRITTEN, 25):
            engine.update(changed[start : start + 25], [])
    compare(pair, asked)


def compare(pair: tuple[Engine, Engine], asked: list[SearchQuery]) -> None:
    for number, query in enumerate(asked):
        ours, theirs = (run(engine, query, DAYS[number % 7]) for engine in pair)
        assert ours == theirs, query
