"""Asks an engine all queries of a judged set and sums up what came."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from ..engine import Engine
from ..plan import run
from ..query import SearchQuery
from .measures import ndcg, precision, recall, reciprocal_rank
from .sets import Judged, JudgedSet
from .terms import TermTable

FORMAT = "search_eval/1"
LISTED = 20
EVERYTHING = 10_000
ON = dt.date(2026, 1, 1)
"""Any fixed day: the order of equals changes with the weekday, and figures should not."""


@dataclass(frozen=True)
class Answer:
    """`ids`: all that was found, best first; `cheapest`: the first ten when the cheapest come first."""

    judged: Judged
    ids: Sequence[int]
    cheapest: Sequence[int] = ()


@dataclass(frozen=True)
class Run:
    """One engine, with or without the table of terms."""

    engine: str
    terms: bool
    answers: Sequence[Answer]

    def by_lang(self) -> dict[str, list[Answer]]:
        return grouped(self.answers, lambda answer: answer.judged.lang)

    def by_kind(self) -> dict[str, list[Answer]]:
        return grouped(self.answers, lambda answer: answer.judged.kind)


def ask(
    engine: Engine, name: str, judged: JudgedSet, table: TermTable | None, *, prices: bool = False, on: dt.date = ON
) -> Run:
    """The index must hold the set's documents. `prices`: ask also for the cheapest first."""
    answers = []
    for each in judged.queries:
        names = table.others(each.query) if table else []
        query = SearchQuery(q=each.query, lang=each.lang, page_size=EVERYTHING)
        ids = run(engine, query, on, names).ids
        first = SearchQuery(q=each.query, lang=each.lang, page_size=10, sort="cheapest")
        answers.append(Answer(each, ids, run(engine, first, on, names).ids if prices else ()))
    return Run(name, table is not None, answers)


def grouped(answers: Iterable[Answer], key: Callable[[Answer], str]) -> dict[str, list[Answer]]:
    groups: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        groups[key(answer)].append(answer)
    return dict(sorted(groups.items()))


def figures(answers: Sequence[Answer]) -> dict[str, float]:
    """Means over the queries; the precision of a set that is empty is left out of its mean."""
    found = [answer for answer in answers if answer.ids]
    return {
        "n": len(answers),
        "ndcg10": mean(ndcg(a.ids, a.judged.grades) for a in answers),
        "recall20": mean(recall(a.ids, a.judged.grades) for a in answers),
        "mrr10": mean(reciprocal_rank(a.ids, a.judged.grades) for a in answers),
        "zero_share": mean(float(not a.ids) for a in answers),
        "set_precision": mean(precision(a.ids, a.judged.grades) for a in found),
        "cheapest_p10": mean(precision(a.cheapest, a.judged.grades) for a in found),
    }


def mean(values: Iterable[float]) -> float:
    listed = list(values)
    return fmean(listed) if listed else 0.0


def report(judged: JudgedSet, runs: Iterable[Run]) -> dict[str, Any]:
    """The object that `--json` prints."""
    return {
        "format": FORMAT,
        "documents": len(judged.documents),
        "queries": len(judged.queries),
        "runs": [_run_report(judged, each) for each in runs],
    }


def _run_report(judged: JudgedSet, each: Run) -> dict[str, Any]:
    by_lang = {code: figures(answers) for code, answers in each.by_lang().items()}
    return {
        "engine": each.engine,
        "terms": each.terms,
        "by_lang": {
            code: {name: round(values[name], 4) for name in ("n", "mrr10", "zero_share")}
            for code, values in by_lang.items()
        },
        "results": [
            {
                "query": answer.judged.query,
                "lang": answer.judged.lang,
                "ids": [judged.names[number] for number in answer.ids[:LISTED]],
            }
            for answer in each.answers
        ],
    }
