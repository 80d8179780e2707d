"""How fast an engine is, where the time goes, what it weighs, and how soon an edit is seen."""

import json
import os
import random
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..analysis.chain import query_words
from ..engine import Engine
from ..plan import run
from ..query import SearchQuery
from ..scoring import build
from ..tree import AnyOf, AtLeast, Best, Node, Plan, Words
from .children import answers
from .country import Area, Country
from .runs import ON
from .sets import OWN_QUERIES

WRITERS, EDITS = 4, 8
QUERIES, MOST_ROUNDS = 100, 20
Times = list[float]
"""Milliseconds."""


@dataclass
class Weight:
    documents_a_second: float
    bytes_on_disk: int
    kilobytes_a_worker: int
    seen_after: Times


class Timed:
    """Passes all calls on to an engine, and adds up how long it takes."""

    def __init__(self, engine: Engine) -> None:
        self._engine, self.seconds = engine, 0.0

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._engine, name)

        def timed(*args: Any) -> Any:
            started = time.perf_counter()
            try:
                return method(*args)
            finally:
                self.seconds += time.perf_counter() - started

        return timed


def questions(places: Sequence[str], seed: int = 7) -> list[SearchQuery]:
    """Our own judged queries as a page asks them; each place for one after the other, or none."""
    chance = random.Random(seed)
    with OWN_QUERIES.open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file if line.strip()]
    drawn = [chance.choice(rows) for _ in range(QUERIES)]
    codes = chance.choices(places, k=QUERIES) if places else [""] * QUERIES
    return [
        SearchQuery(q=row["query"], lang=row["lang"], postcode=code, left_cents=4500)
        for row, code in zip(drawn, codes, strict=True)
    ]


def ask(engine: Engine, asked: Sequence[SearchQuery]) -> tuple[dict[str, Times], float]:
    """Times by what was measured, and how many listings a question finds on average.

    The engine is warm, but no question was asked before: engines keep the counts of those.
    """
    times: dict[str, Times] = {name: [] for name in ("whole", "plan", "engine", "fetch", "without grams", "raw")}
    found = _warmed(engine, asked)
    for query in asked:
        engine.forget_questions()
        timed = Timed(engine)
        whole = _milliseconds(lambda timed=timed, query=query: run(timed, query, ON))
        times["whole"].append(whole)
        times["engine"].append(timed.seconds * 1000)
        times["plan"].append(whole - timed.seconds * 1000)
        for name, plan in _plans(engine, query).items():
            engine.forget_questions()
            times[name].append(_milliseconds(lambda plan=plan: engine.fetch(plan)))
        times["raw"].append(_milliseconds(_raw(engine, _plans(engine, query)["fetch"])))
    return times, statistics.mean(found)


def _warmed(engine: Engine, asked: Sequence[SearchQuery]) -> list[int]:
    """Asks all of them until that gets no quicker; a server in Java compiles what it does often. How many are found."""
    before, found = float("inf"), []
    for _ in range(MOST_ROUNDS):
        engine.forget_questions()
        started = time.perf_counter()
        found = [run(engine, query, ON).total for query in asked]
        seconds = time.perf_counter() - started
        if seconds > before * 0.95:
            break
        before = seconds
    return found


def _milliseconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def _plans(engine: Engine, query: SearchQuery) -> dict[str, Plan]:
    node = build(query_words(query.q, query.lang), engine.counts())
    filters = (AnyOf("served", (query.postcode,)),) if query.postcode else ()
    nodes = {"fetch": node, "without grams": node and without_grams(node)}
    return {name: Plan(each, filters, None, "tie_0", 0, 20) for name, each in nodes.items()}


def without_grams(node: Node) -> Node | None:
    """The same question without its 4-grams; what had nothing else matches nothing and goes."""
    if isinstance(node, AtLeast) and node.field.startswith("ng_"):
        return None
    if isinstance(node, Best):
        kept = tuple(each for each in map(without_grams, node.nodes) if each)
        return Best(kept, node.tie) if kept else None
    if isinstance(node, Words):
        kept = tuple(each for each in map(without_grams, node.nodes) if each)
        fillers = tuple(each for each in map(without_grams, node.fillers) if each)
        return Words(kept, min(node.needed, len(kept)), fillers) if kept else None
    return node


def _raw(engine: Any, plan: Plan) -> Callable[[], object]:
    """The engine's own twenty best: no tie, no count of all."""
    if hasattr(engine, "client"):
        from ..engines.elastic_queries import query

        body = {"query": query(plan.node, plan.filters).to_dict(), "size": 20, "_source": False}
        return lambda: engine.client.search(index=engine.indices.alias, body=body)
    seen = engine._reader.now()
    made = seen.query(plan.node, plan.filters)
    return lambda: seen.searcher.search(made, limit=20, count=False)


def weigh(engine: Engine, country: Country, count: int, areas: Sequence[str], anew: Callable[[], Engine]) -> Weight:
    """Builds the index, and tries what is not asking. `anew` opens the engine as another process would."""
    making = Making(country.documents(count))
    started = time.perf_counter()
    engine.rebuild(making, areas)
    seconds = time.perf_counter() - started - making.seconds
    return Weight(count / seconds, engine.status()["bytes"], memory(anew), visibility(anew, country, count))


class Making:
    """Documents, and how long it took to draw them: that is not the engine's."""

    def __init__(self, documents: Iterable[Mapping[str, Any]]) -> None:
        self._documents, self.seconds = iter(documents), 0.0

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        while True:
            started = time.perf_counter()
            document = next(self._documents, None)
            self.seconds += time.perf_counter() - started
            if document is None:
                return
            yield document


def memory(anew: Callable[[], Engine]) -> int:
    """Kilobytes of its own that a worker takes for searching."""
    return int(answers(_weighed, [(anew,)])[0])


def _weighed(anew: Callable[[], Engine], turn: Any) -> int:
    before = _own_kilobytes()
    engine = anew()
    for query in questions(sorted(engine.areas()) or [""])[:50]:
        run(engine, query, ON)
    return _own_kilobytes() - before


def _own_kilobytes() -> int:
    rows = (line.split() for line in Path("/proc/self/smaps_rollup").read_text().splitlines())
    return sum(int(row[1]) for row in rows if row[0].startswith("Private_Dirty"))


def visibility(anew: Callable[[], Engine], country: Country, count: int) -> Times:
    """Milliseconds from the beginning of an edit until another reader finds it, with four processes that write."""
    lists = answers(_edits, [(anew, country, count, number, EDITS) for number in range(WRITERS)])
    return [each for times in lists for each in times]


def _edits(anew: Callable[[], Engine], country: Country, count: int, number: int, edits: int, turn: Any) -> Times:
    writer, reader, chance = anew(), anew(), random.Random(number)
    return [_seen(writer, reader, country, chance, turn, count) for _ in range(edits)]


def _seen(writer: Engine, reader: Engine, country: Country, chance: random.Random, turn: Any, count: int) -> float:
    word = "zq" + "".join(chance.choices("bcdfghjklm", k=10))
    made = country.one(chance.randint(1, count), chance.choice(country.areas), chance, word)
    version = time.time_ns()
    started = time.perf_counter()
    if writer.one_writer:
        with turn:
            writer.update([made], [])
    else:
        writer.update([{**made, "version": version}], [])
    while made["id"] not in run(reader, SearchQuery(q=word), ON).hits:
        time.sleep(0.005)
    return (time.perf_counter() - started) * 1000


def middle_and_slow(times: Times) -> tuple[float, float]:
    """p50 and p95, in milliseconds."""
    ordered = sorted(times)
    return statistics.median(ordered), ordered[min(len(ordered) - 1, round(len(ordered) * 0.95))]


def served_places(areas: Sequence[Area]) -> list[str]:
    """Where people live, the more the oftener, so that a drawn place is an ordinary one."""
    return [area.code for area in random.Random(3).choices(areas, [area.people for area in areas], k=200)]


def cores() -> str:
    return f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
