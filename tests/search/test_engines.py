import pytest

from search.engine import SearchUnavailable
from search.engines import current_engine, engine_apart

from .contract import make


def test_an_engine_apart_never_touches_the_sites_index() -> None:
    apart = engine_apart("tantivy", "trial")
    apart.rebuild([make(1, "Fotvård", "Jalkahoito")], [])
    assert apart.status()["documents"] == 1
    assert current_engine().status()["answers"] is False
    apart.drop()
    assert apart.status()["answers"] is False


def test_an_engine_that_is_none_and_one_that_is_not_there() -> None:
    with pytest.raises(ValueError, match="the engines are tantivy, elasticsearch"):
        engine_apart("solr", "trial")
    with pytest.raises(SearchUnavailable):
        engine_apart("elasticsearch", "trial")
