"""Schemathesis asks what nobody would: no 5xx, and no answer that the description does not name."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from marketplace.demo.world import World
from search import api

pytestmark = [pytest.mark.django_db, pytest.mark.once]
EXAMPLES = 60
OPERATIONS = {"/api/v1/listings", "/api/v1/listings/{listing_id}", "/api/v1/suggest"}
PLAIN = {"Accept-Encoding": "identity"}
"""This client unpacks nothing."""
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
)
BOUNDED = hypothesis_settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,  # the same questions in every run
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Requests leave the test's connection open, as they do for Django's own test client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def operations(stage: World, settings: Any, one_connection: None) -> dict[str, Any]:
    settings.API_REQUESTS_A_MINUTE = 0
    settings.ALLOWED_HOSTS = ["*"]
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())
    return {each.ok().path: each.ok() for each in schema.get_all_operations()}


@pytest.mark.parametrize("mode", list(GenerationMode), ids=["right", "wrong"])
@pytest.mark.parametrize("path", sorted(OPERATIONS))
def test_no_answer_is_a_surprise(operations: dict[str, Any], path: str, mode: GenerationMode) -> None:
    assert set(operations) == OPERATIONS
    api.rebuild()
    seen: set[int] = set()

    @BOUNDED
    @given(case=operations[path].as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        response = case.call(headers=PLAIN)
        seen.add(response.status_code)
        case.validate_response(response, checks=CHECKS)

    ask()
    assert seen <= {200, 400, 404, 414}


REAL: list[tuple[str, dict[str, Any]]] = [
    ("/api/v1/listings", {}),
    ("/api/v1/listings", {"q": "städning", "postcode": "65100", "lang": "fi", "sort": "cheapest"}),
    ("/api/v1/listings", {"category": ["cleaning", "meals"], "speaks": ["sv", "fi"], "kind": ["service"], "page": 2}),
    (
        "/api/v1/listings",
        {"q": "zzzz", "max_budget_cents": 5000, "own_share_zero": "true", "provider_kind": ["company"]},
    ),
    ("/api/v1/suggest", {"q": "vas", "lang": "fi"}),
]


@pytest.mark.parametrize("indexed", [True, False])
def test_sensible_questions_are_answered_as_described(operations: dict[str, Any], indexed: bool) -> None:
    if indexed:
        api.rebuild()
    for path, query in REAL:
        response = operations[path].Case(query=query).call(headers=PLAIN)
        assert response.status_code == 200
        operations[path].Case(query=query).validate_response(response, checks=CHECKS)


def test_every_listing_is_told_as_described(operations: dict[str, Any], stage: World) -> None:
    operation = operations["/api/v1/listings/{listing_id}"]
    for query in ({"postcode": "65100", "lang": "fi"}, {"lang": "en"}):
        for listing in stage.listings.values():
            case = operation.Case(path_parameters={"listing_id": listing.pk}, query=query)
            response = case.call(headers=PLAIN)
            assert response.status_code == 200
            case.validate_response(response, checks=CHECKS)
