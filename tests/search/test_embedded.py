import os
import shutil

import pytest

from search.engine import SearchUnavailable
from search.engines import embedded, embedded_reading
from search.engines.embedded import EmbeddedEngine
from search.plan import run
from search.query import SearchQuery
from search.scoring import Counts
from search.tree import AnyOf, AtLeast, Plan, Term

from .contract import ON, EngineContract, make


class TestEmbedded(EngineContract):
    def make_engine(self, tmp_path) -> EmbeddedEngine:
        return EmbeddedEngine(tmp_path / "search")

    def test_another_process_sees_commits_and_swaps(self, engine, tmp_path) -> None:
        other = EmbeddedEngine(tmp_path / "search")
        assert len(self.ids(other)) == 300
        engine.update([], [1])
        assert len(self.ids(other)) == 299
        engine.rebuild([make(1, "Fotvård", "Jalkahoito")], ["65100"])
        assert self.ids(other) == [1]
        assert len(list((tmp_path / "search").glob("index-*"))) == 1

    def test_counts_are_kept_until_the_next_commit_and_cannot_be_spoilt(self, engine, tmp_path, monkeypatch) -> None:
        other = EmbeddedEngine(tmp_path / "search")
        assert other.count(None, [], ["category"], {})["category"]["p4"] == 300
        other.count(None, [], ["category"], {}).clear()
        with monkeypatch.context() as patch:
            patch.setattr(embedded_reading, "Translator", None)  # whoever reckons anew fails
            assert other.count(None, [], ["category"], {})["category"]["p4"] == 300
        other.forget_questions()
        with monkeypatch.context() as patch, pytest.raises(SearchUnavailable):
            patch.setattr(embedded_reading, "Translator", None)
            other.count(None, [], ["category"], {})
        engine.update([], [1])
        assert other.count(None, [], ["category"], {})["category"]["p4"] == 299
        assert other.count(None, [AnyOf("category", ("c1",))], ["category"], {})["category"]["p4"] == 49

    def test_at_most_so_many_counts_are_kept(self, engine, monkeypatch) -> None:
        monkeypatch.setattr(embedded, "MOST_COUNTED", 2)
        for code in ("c1", "c2", "c3"):
            assert engine.count(None, [AnyOf("category", (code,))], ["kind"], {})["kind"] == {"service": 50}
        assert len(engine._reader.now().counted) == 1

    @pytest.mark.parametrize(
        "narrow",
        [("provider_kind", ("company",)), ("provider_kind", ("association", "municipality")), ("speaks", ("sv",))],
    )
    def test_a_filter_goes_into_counted_tokens_and_leaves_out_only_what_it_should(self, engine, narrow) -> None:
        """“ning” and “stad” are in three titles of six, “hems” in one, “veck” in another."""
        tokens = ("^hem", "hems", "^vec", "stad", "ning")
        field, values = narrow
        expected = {
            made["id"]
            for made in self.documents
            if len(set(tokens) & set(made["ng_head"])) >= 3 and set(values) & set(made[field])
        }
        plan = Plan(AtLeast("ng_head", tokens, 3, 16), (AnyOf(field, values),), None, "tie_0", 0, 300)
        ids, total = engine.fetch(plan)
        assert set(ids) == expected
        assert 15 < total == len(expected) < 80

    def test_a_commit_while_it_is_opened_is_seen(self, engine, tmp_path, monkeypatch) -> None:
        read = Counts.from_json

        def slowly(text: str) -> Counts:
            engine.update([], [1])
            return read(text)

        assert len(self.ids(engine)) == 300
        other = EmbeddedEngine(tmp_path / "search")
        with monkeypatch.context() as patch:
            patch.setattr(embedded_reading.Counts, "from_json", slowly)
            other.areas()
        assert other.count(None, [], ["category"], {})["category"]["p4"] == 299
        assert len(self.ids(other)) == 299

    def test_a_second_commit_in_one_tick_of_the_clock_is_seen(self, engine) -> None:
        assert len(self.ids(engine)) == 300
        meta = engine._reader.now().opened.path / "meta.json"
        first = meta.stat().st_mtime_ns
        engine.update([], [1])
        os.utime(meta, ns=(first, first))
        assert len(self.ids(engine)) == 299

    def test_a_swap_while_it_is_opened_is_not_felt(self, engine, tmp_path, monkeypatch) -> None:
        swapped = []

        class Slow(embedded_reading.OpenIndex):
            def __init__(self, directory, state) -> None:
                if not swapped:
                    swapped.append(engine.rebuild([make(1, "Fotvård", "Jalkahoito")], ["65100"]))
                super().__init__(directory, state)

        other = EmbeddedEngine(tmp_path / "search")
        monkeypatch.setattr(embedded_reading, "OpenIndex", Slow)
        assert self.ids(other) == [1]
        assert swapped == [1]

    def test_who_still_looks_at_an_older_state_leaves_nothing_in_the_newer(self, engine) -> None:
        asked = Term("lem_title", "sv:sotning", 16)
        older = engine._reader.now()
        engine.update([make(301, "Sotning", "Nuohous")], [])
        newer = engine._reader.now()
        assert [each.searcher.search(each.query(asked, ())).count for each in (older, newer, older)] == [0, 1, 0]
        older.counted["a question"] = {}
        assert engine._reader.now() is newer
        assert not newer.counted

    def test_what_was_translated_before_an_edit_is_translated_anew(self, engine) -> None:
        asked = Plan(Term("lem_title", "sv:sotning", 16), (), None, "tie_0", 0, 10)
        assert engine.fetch(asked) == ([], 0)
        engine.update([make(301, "Sotning", "Nuohous")], [])
        assert engine.fetch(asked) == ([301], 1)

    def test_equals_beyond_what_is_fetched_at_first_are_in_order_too(self, engine, monkeypatch) -> None:
        whole = self.ids(engine, q="städning"), self.ids(engine, q="städning", sort="cheapest")
        monkeypatch.setattr(embedded, "EQUALS", 5)
        monkeypatch.setattr(embedded, "EQUAL_SHARE", 1000)
        for sort, expected in zip(("best", "cheapest"), whole, strict=True):
            parts = [i for page in range(1, 20) for i in self.ids(engine, 10, q="städning", page=page, sort=sort)]
            assert parts == expected[:190]

    def test_no_index_a_deleted_one_and_one_of_other_code_do_not_answer(self, engine, tmp_path, monkeypatch) -> None:
        with pytest.raises(SearchUnavailable):
            run(EmbeddedEngine(tmp_path / "elsewhere"), SearchQuery(), ON)
        monkeypatch.setattr(embedded_reading, "code_fingerprint", lambda: "other")
        with pytest.raises(SearchUnavailable):
            run(EmbeddedEngine(tmp_path / "search"), SearchQuery(), ON)
        shutil.rmtree(tmp_path / "search")
        with pytest.raises(SearchUnavailable):
            run(engine, SearchQuery(), ON)
        assert engine.status()["answers"] is False

    def test_a_panic_of_the_engine_is_no_answer(self, engine, monkeypatch) -> None:
        class PanicException(BaseException):
            pass

        def panic(*args, **kwargs):
            raise PanicException("index out of bounds")

        monkeypatch.setattr(embedded_reading, "Translator", panic)
        with pytest.raises(SearchUnavailable):
            run(engine, SearchQuery(q="städning"), ON)
