"""Who we are and whom we trust: HTTPS and the user elastic on a server of our own."""

import datetime as dt
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import time_machine

from search.engine import EngineAway
from search.engines import current_engine
from search.engines.elastic_client import Access
from search.plan import run
from search.query import SearchQuery

from .contract import ON, make
from .nodes import PASSWORD, Cluster


@pytest.mark.parametrize(
    ("access", "hosts", "header"),
    [
        (Access("http://one:9201, http://two"), ["http://one:9201", "http://two:9200"], None),
        (Access("https://anna:l%C3%B6sen@one"), ["https://one:443"], "Basic YW5uYTpsw7ZzZW4="),
        (Access("https://one", "anna", "lösen"), ["https://one:443"], "Basic YW5uYTpsw7ZzZW4="),
        (Access("https://x:y@one", api_key="aWQ6bnlja2Vs"), ["https://one:443"], "ApiKey aWQ6bnlja2Vs"),
    ],
)
def test_where_it_is_and_who_we_are(access: Access, hosts: list[str], header: str | None) -> None:
    client = access.client()
    assert sorted(node.base_url for node in client.transport.node_pool.all()) == sorted(hosts)
    assert client._headers.get("authorization") == header


@pytest.fixture(scope="module")
def guarded() -> Iterator[Cluster]:
    with Cluster(tls=True) as cluster:
        yield cluster


@pytest.mark.cluster
@pytest.mark.parametrize("how", ["in the address", "by settings"])
def test_a_guarded_server_answers_who_it_knows_and_nobody_else(guarded, settings, how: str) -> None:
    node = guarded.nodes[0]
    settings.SEARCH_PREFIX, settings.SEARCH_CA_FILE = "guarded", str(guarded.ca_file)
    if how == "in the address":
        settings.SEARCH_URL = node.url
    else:
        settings.SEARCH_URL = f"https://127.0.0.1:{node.port}"
        settings.SEARCH_USER, settings.SEARCH_PASSWORD = "elastic", PASSWORD
    engine = current_engine()
    engine.rebuild([make(1, "Fotvård", "Jalkahoito")], ["65100"])
    assert run(engine, SearchQuery(q="fotvård"), ON).hits == (1,)
    engine.drop()


@pytest.mark.cluster
def test_a_wrong_password_and_an_unknown_signer_are_no_answer(guarded, settings) -> None:
    node = guarded.nodes[0]
    settings.SEARCH_PREFIX, settings.SEARCH_CA_FILE = "guarded", str(guarded.ca_file)
    settings.SEARCH_URL = f"https://elastic:wrong@127.0.0.1:{urlsplit(node.url).port}"
    with pytest.raises(EngineAway, match="401"):
        run(current_engine(), SearchQuery(), ON)
    settings.SEARCH_URL, settings.SEARCH_CA_FILE = node.url, ""
    with pytest.raises(EngineAway, match="certificate"):
        run(current_engine(), SearchQuery(), ON)


def test_where_all_nodes_failed_the_one_that_failed_longest_ago_is_asked():
    pool = Access("http://one,http://two,http://three").client().transport.node_pool
    nodes = {node.config.host: node for node in pool.all()}
    with time_machine.travel(dt.datetime(2026, 11, 25, 10, tzinfo=dt.UTC), tick=False) as clock:
        pool.mark_dead(nodes["one"])
        for _ in range(3):
            clock.shift(60)
            while pool.get() is not nodes["one"]:
                pass
            pool.mark_dead(nodes["one"])
        for name in ("two", "three"):
            clock.shift(1)
            pool.mark_dead(nodes[name])
        assert pool.get() is nodes["one"]
