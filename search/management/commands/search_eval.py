"""Measures the search on judged queries: `manage.py search_eval [--documents D --queries Q] [--terms T] [--json]`."""

import json
import uuid
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from marketplace.foundation.dates import today
from search.engine import SearchUnavailable
from search.engines import NAMES, engine_apart
from search.indexing import all_documents
from search.measuring.runs import Run, ask, figures, report
from search.measuring.sets import BadSet, JudgedSet, from_files, own
from search.measuring.terms import TermTable

COLUMNS = {
    "n": "queries",
    "ndcg10": "nDCG@10",
    "recall20": "recall@20",
    "mrr10": "MRR@10",
    "zero_share": "no hits",
    "set_precision": "set precision",
    "cheapest_p10": "cheapest P@10",
}


class Command(BaseCommand):
    help = (
        "Asks judged queries of an index of its own and says how right the answers are. Without files: our own "
        "queries over the catalogue in the database (the demo's)."
    )

    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--documents", type=Path, help="one JSON object a line: id, name_fi, name_sv, short_fi …")
        parser.add_argument("--queries", type=Path, help="one JSON object a line: query, lang, relevant_ids")
        parser.add_argument("--terms", type=Path, help="a table of concepts: fi, sv, en, alt_fi, alt_sv, alt_en")
        parser.add_argument(
            "--engine", nargs="+", choices=NAMES, default=["tantivy"], metavar="E", help=", ".join(NAMES)
        )
        parser.add_argument("--json", action="store_true", help="one object on standard output")

    def handle(self, *args: object, **options: Any) -> None:
        if (options["documents"] is None) != (options["queries"] is None):
            raise CommandError("Documents and queries belong together: give both files, or none.")
        try:
            judged = _judged(options["documents"], options["queries"])
            table = TermTable.read(options["terms"]) if options["terms"] else None
            runs = [each for name in options["engine"] for each in self._runs(name, judged, table)]
        except (BadSet, SearchUnavailable) as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(report(judged, runs), ensure_ascii=False))
            return
        for each in runs:
            self._tell(each)

    def _runs(self, name: str, judged: JudgedSet, table: TermTable | None) -> Iterator[Run]:
        engine = engine_apart(name, f"eval-{uuid.uuid4().hex[:8]}")
        prices = any("p_base" in each for each in judged.documents)
        try:
            self.stderr.write(f"{name}: indexing {len(judged.documents)} documents")
            engine.rebuild(judged.documents, [])
            for terms in [None, table] if table else [None]:
                self.stderr.write(
                    f"{name}: {len(judged.queries)} queries{', with the table of terms' if terms else ''}"
                )
                yield ask(engine, name, judged, terms, prices=prices)
        finally:
            engine.drop()

    def _tell(self, each: Run) -> None:
        self.stdout.write(f"\n{each.engine}, {'with' if each.terms else 'without'} the table of terms")
        groups = {"all": list(each.answers), **each.by_lang(), **{k: v for k, v in each.by_kind().items() if k}}
        self.stdout.write(f"{'':12}" + "".join(f"{words:>15}" for words in COLUMNS.values()))
        for name, answers in groups.items():
            values = figures(answers)
            cells = [f"{int(values['n']):>15}", *(f"{values[key]:>15.3f}" for key in list(COLUMNS)[1:])]
            self.stdout.write(f"{name:12}" + "".join(cells))


def _judged(documents: Path | None, queries: Path | None) -> JudgedSet:
    if documents and queries:
        return from_files(documents, queries)
    found = list(all_documents(today()))
    if not found:
        raise BadSet("There is nothing in the catalogue. Build the demo first: make run.")
    return own(found)
