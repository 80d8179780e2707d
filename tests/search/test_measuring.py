"""The figures by hand, the files, and the command as it is called."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from search.measuring.measures import full, ndcg, precision, recall, reciprocal_rank
from search.measuring.sets import from_files
from search.measuring.terms import TermTable

DOCUMENTS = [
    {"id": "a", "name_sv": "Fotvård", "name_fi": "Jalkahoito", "short_sv": "Naglar klipps."},
    {"id": "b", "name_sv": "Snöskottning", "name_fi": "Lumityöt", "service_classes_fi": ["Piha"]},
    {"id": "c", "name_sv": "Bibliotek", "name_fi": "Kirjasto", "short_fi": None},
]
QUERIES = [
    {"query": "naglar", "lang": "sv", "relevant_ids": ["a"]},
    {"query": "piha", "lang": "fi", "relevant_ids": ["b", "elsewhere"]},
    {"query": "qqqq", "lang": "fi", "relevant_ids": ["c"]},
    {"query": "boksamling", "lang": "sv", "relevant_ids": ["c"]},
]
TERMS = "uri,fi,sv,en,alt_fi,alt_sv,alt_en\nx,kirjasto,bibliotek,library,,boksamling | läsesal,\n"


def test_figures_of_an_answer() -> None:
    grades = {1: 2, 2: 1, 3: 2}
    assert ndcg([1, 3, 2], grades) == 1.0
    assert ndcg([9, 9, 9], grades) == 0.0
    assert ndcg([2, 1, 3], grades) == pytest.approx((1 + 3 / 1.5849625 + 3 / 2) / (3 + 3 / 1.5849625 + 1 / 2))
    assert full(grades) == {1, 3}
    assert full({1: 1}) == {1}
    assert recall([1, 2, 9], grades) == 0.5
    assert recall([9, 3, 1], grades, depth=1) == 0.0
    assert precision([1, 9, 2, 9], grades) == 0.5
    assert precision([], grades) == 0.0
    assert [reciprocal_rank(ids, grades) for ids in ([9, 2], [9], [*[9] * 10, 1])] == [0.5, 0.0, 0.0]


@pytest.fixture
def files(tmp_path) -> list[str]:
    made = {"documents": tmp_path / "d.jsonl", "queries": tmp_path / "q.jsonl", "terms": tmp_path / "t.csv"}
    made["documents"].write_text("\n".join(json.dumps(row) for row in DOCUMENTS))
    made["queries"].write_text("\n".join(json.dumps(row) for row in QUERIES) + "\n\n")
    made["terms"].write_text(TERMS)
    return [f"--{name}={path}" for name, path in made.items()]


def called(*arguments: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("search_eval", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_one_object_on_standard_output(files, settings) -> None:
    out, err = called(*files, "--json")
    assert "indexing 3 documents" in err
    told = json.loads(out)
    assert {**told, "runs": len(told["runs"])} == {
        "format": "search_eval/1",
        "documents": 3,
        "queries": 4,
        "runs": 2,
    }
    without, with_terms = told["runs"]
    assert list(without) == ["engine", "terms", "by_lang", "results"]
    assert (without["engine"], without["terms"], with_terms["terms"]) == ("tantivy", False, True)
    assert without["by_lang"] == {
        "fi": {"n": 2, "mrr10": 0.5, "zero_share": 0.5},
        "sv": {"n": 2, "mrr10": 0.5, "zero_share": 0.5},
    }
    assert without["results"] == [
        {"query": "naglar", "lang": "sv", "ids": ["a"]},
        {"query": "piha", "lang": "fi", "ids": ["b"]},
        {"query": "qqqq", "lang": "fi", "ids": []},
        {"query": "boksamling", "lang": "sv", "ids": []},
    ]
    assert [each["ids"] for each in with_terms["results"]] == [["a"], ["b"], [], ["c"]]
    assert not list(Path(settings.SEARCH_DIR).parent.glob("search-eval-*"))


def test_judgements_change_no_answer(files, tmp_path) -> None:
    before = json.loads(called(*files, "--json")[0])
    blind = [{**row, "relevant_ids": []} for row in QUERIES]
    (tmp_path / "q.jsonl").write_text("\n".join(json.dumps(row) for row in blind))
    after = json.loads(called(*files, "--json")[0])
    assert [run["results"] for run in after["runs"]] == [run["results"] for run in before["runs"]]
    assert after["runs"][0]["by_lang"]["fi"]["mrr10"] == 0


def test_people_read_a_table(files) -> None:
    out, _ = called(*files)
    for words in ("nDCG@10", "recall@20", "no hits", "set precision", "cheapest P@10", "MRR@10"):
        assert words in out
    assert "tantivy, with the table of terms" in out


@pytest.mark.parametrize(
    ("documents", "queries", "words"),
    [
        ("{", '{"query": "x"}', "line 1"),
        ('{"name_fi": "x"}', "", "without “id”"),
        ('{"id": "a"}', '{"query": "x", "lang": "fi"}', "without “relevant_ids”"),
        ("[1]", "", "an object in braces"),
    ],
)
def test_a_file_that_is_none_is_named(tmp_path, documents, queries, words) -> None:
    (tmp_path / "d").write_text(documents)
    (tmp_path / "q").write_text(queries)
    with pytest.raises(CommandError, match=words):
        called(f"--documents={tmp_path / 'd'}", f"--queries={tmp_path / 'q'}")


def test_files_come_in_pairs_and_must_be_there(tmp_path) -> None:
    with pytest.raises(CommandError, match="belong together"):
        called("--documents=x")
    with pytest.raises(CommandError, match="No such file"):
        called(f"--documents={tmp_path / 'no'}", f"--queries={tmp_path / 'no'}")


def test_an_engine_that_is_not_there_is_told(files) -> None:
    with pytest.raises(CommandError, match="Elasticsearch"):
        called(*files, "--engine", "elasticsearch")


def test_thin_documents_have_title_category_and_body(tmp_path) -> None:
    (tmp_path / "d").write_text("\n".join(json.dumps(row) for row in DOCUMENTS))
    (tmp_path / "q").write_text("")
    first, second, _ = from_files(tmp_path / "d", tmp_path / "q").documents
    assert (first["lem_title"], first["lem_body"]) == (["sv:fotvard", "fi:jalkahoito"], ["sv:nagl", "sv:klipp"])
    assert second["lem_category"] == ["fi:piha"]


def test_a_label_asks_for_the_other_labels() -> None:
    table = TermTable([[("fi", "kirjasto"), ("sv", "bibliotek")], [("fi", "kirjasto"), ("en", "book-shelf")]])
    assert table.others("Kirjasto!") == [("sv", "bibliotek"), ("en", "book-shelf")]
    assert table.others("book shelf") == [("fi", "kirjasto")]
    assert table.others("kirja") == []
