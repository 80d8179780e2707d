"""The contract on a real Elasticsearch, and what only it can do."""

import os
import uuid
from typing import ClassVar

import pytest
from django.test import override_settings

from search.engines import engine_apart
from search.plan import run
from search.query import SearchQuery

from .contract import ON, EngineContract, make

pytestmark = pytest.mark.engine
PREFIX = f"test-{uuid.uuid4().hex[:8]}"


@pytest.fixture(autouse=True, scope="module")
def gone_afterwards():
    yield
    with override_settings(SEARCH_URL=os.environ["SEARCH_URL"], SEARCH_PREFIX=PREFIX):
        for shards in (1, 3):
            engine_apart("elasticsearch", f"contract{shards}", shards).drop()


@pytest.mark.parametrize("shards", [1, 3])
class TestElastic(EngineContract):
    """A new index takes a second or two: tests that only read share one."""

    built: ClassVar[dict[int, list[dict]]] = {}

    @pytest.fixture(autouse=True)
    def server(self, elastic, settings, shards):
        settings.SEARCH_PREFIX = PREFIX
        self.shards = shards

    def make_engine(self, tmp_path):
        return engine_apart("elasticsearch", f"contract{self.shards}", self.shards)

    @pytest.fixture
    def engine(self, tmp_path, monkeypatch):
        if self.shards not in self.built:
            self.built[self.shards] = self.whole(self.make_engine(tmp_path))
        self.documents = self.built[self.shards]
        engine = self.make_engine(tmp_path)
        for name in ("update", "rebuild", "drop"):
            monkeypatch.setattr(engine, name, self.noticed(getattr(engine, name)))
        return engine

    def noticed(self, change):
        def changed(*args, **kwargs):
            self.built.pop(self.shards, None)
            return change(*args, **kwargs)

        return changed

    def test_a_page_is_one_request_and_one_more_for_each_filtered_facet(self, engine, monkeypatch) -> None:
        asked, search = [], engine._search
        monkeypatch.setattr(engine, "_search", lambda body: asked.append(body) or search(body))
        assert run(engine, SearchQuery(q="städning", postcode="65100", left_cents=4500), ON).facets["fits"]["yes"] > 0
        assert len(asked) == 1
        assert run(engine, SearchQuery(q="städning", kind=("service",)), ON).facets["kind"] == {"service": 150}
        assert len(asked) == 3

    def test_an_older_version_never_takes_a_newer_ones_place(self, engine) -> None:
        newer = make(5, "Fotvård", "Jalkahoito") | {"version": 30}
        engine.update([newer], [7], 30)
        engine.update([make(5, "Städning", "Siivous") | {"version": 29}, make(7, "Städning", "Siivous")], [5], 29)
        assert self.ids(engine, q="fotvård") == [5]
        assert 7 not in self.ids(engine)
        engine.update([make(7, "Fotvård", "Jalkahoito") | {"version": 30}], [5], 31)
        assert self.ids(engine, q="fotvård") == [7]
