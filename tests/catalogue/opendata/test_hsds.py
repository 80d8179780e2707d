"""`/api/hsds/`: what it tells, what it keeps to itself, and that it holds to the published schemas."""

import gzip
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalogue import actions
from catalogue.actions import Line
from catalogue.opendata.ids import numbers_in, uuid_of
from catalogue.opendata.reading import EVERYTHING
from tests.extras import data

from ..conftest import ON, WEEKDAY

pytestmark = pytest.mark.django_db
LISTS = ["services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms"]


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: ON)


def asked(client: Client, path: str, **query: Any) -> dict[str, Any]:
    answer = client.get(f"/api/hsds/{path}", query)
    assert answer.status_code == 200, answer.content
    return answer.json()


# Identifiers


def test_identifiers_lead_back() -> None:
    assert list(numbers_in("service", uuid_of("service", 7))) == [7]
    assert list(numbers_in("place", uuid_of("place", 7, 9).upper(), 2)) == [7, 9]
    assert uuid_of("service", 7) != uuid_of("organization", 7)


@pytest.mark.parametrize("text", ["", "7", "x" * 36, "00000000-0000-0000-0000-000000000007", "٧" * 32])
def test_others_lead_nowhere(text: str) -> None:
    assert not numbers_in("service", text)
    assert not numbers_in("service", uuid_of("organization", 7))


def test_another_site_has_other_identifiers(settings) -> None:
    here = uuid_of("service", 7)
    settings.WAGTAILADMIN_BASE_URL = "https://another.example"
    assert uuid_of("service", 7) != here


# What is told


def test_a_whole_service(client: Client, make_listing) -> None:
    listing = make_listing(prices={"lines": [Line(**WEEKDAY, cents=4550)]})
    found = asked(client, f"services/{uuid_of('service', listing.pk)}", language="sv")
    assert (found["name"], found["status"]) == ("Hemhjälp", "active")
    assert found["description"] == "Vi hjälper.\n\nVi hjälper dig hemma."
    assert [(c["amount"], c["currency"], c["option"]) for c in found["cost_options"]] == [(45.5, "EUR", "Vardag")]
    assert [area["extent"] for area in found["service_areas"]] == ["905"]
    assert found["organization"]["name"] == "Tranbärets Hemhjälp Ab"
    [place] = found["service_at_locations"]
    assert (place["location"]["latitude"], place["location"]["longitude"]) == (63.12, 21.6)
    assert [language["code"] for language in found["languages"]] == ["sv", "fi"]
    assert found["attributes"][0]["taxonomy_term"]["name"] == "Hemservice"
    assert found["url"].endswith(f"/sv/listings/{listing.pk}/")


def test_identifiers_agree_between_the_lists(client: Client, make_listing) -> None:
    make_listing()
    [service], [organization] = (asked(client, name)["contents"] for name in ("services", "organizations"))
    [place] = asked(client, "service_at_locations")["contents"]
    assert service["organization_id"] == organization["id"] == service["organization"]["id"]
    assert (place["service_id"], place["service"]["id"]) == (service["id"], service["id"])
    whole = asked(client, f"organizations/{organization['id']}")
    assert [each["id"] for each in whole["services"]] == [service["id"]]
    assert asked(client, f"service_at_locations/{place['id']}")["location"]["id"] == whole["locations"][0]["id"]
    term = asked(client, f"services/{service['id']}")["attributes"][0]["taxonomy_term"]
    assert asked(client, f"taxonomy_terms/{term['id']}")["name"] == term["name"]
    assert asked(client, f"taxonomies/{term['taxonomy_id']}")["id"] == term["taxonomy_id"]


def test_only_what_can_be_chosen_is_open(client: Client, make_listing, organiser, company, olof) -> None:
    listing = make_listing()
    imported = actions.add_provider(name="Ur registret", kind="company", source="register")
    make = [f"services/{uuid_of('service', listing.pk)}", f"organizations/{uuid_of('organization', company.pk)}"]
    assert all(client.get(f"/api/hsds/{path}").status_code == 200 for path in make)
    assert client.get(f"/api/hsds/organizations/{uuid_of('organization', imported.pk)}").status_code == 404
    actions.withdraw_approval(approval=organiser.approvals.get(), by=olof, on=ON, reason="Slutar")
    assert [client.get(f"/api/hsds/{path}").status_code for path in make] == [404, 404]
    assert [asked(client, name)["total_items"] for name in LISTS[:3]] == [0, 0, 0]


def test_people_and_phone_numbers_stay_inside(client: Client, make_listing, company, olof) -> None:
    company.phone, company.email = "06 123 4567", "petra@example.org"
    company.save()
    make_listing()
    actions.add_member(provider=company, user=olof, role="owner", on=ON)
    for name in LISTS:
        text = client.get(f"/api/hsds/{name}", {"full": "true"}).content.decode()
        assert "example.org" not in text and "123 4567" not in text


# Asking


def test_pages(client: Client, make_listing) -> None:
    for number in range(3):
        make_listing(title=f"Hjälp {number}")
    first, last = (asked(client, "services", per_page=2, page=page) for page in (1, 2))
    assert {k: v for k, v in first.items() if k != "contents"} == {
        "total_items": 3,
        "total_pages": 2,
        "page_number": 1,
        "size": 2,
        "first_page": True,
        "last_page": False,
        "empty": False,
    }
    assert (last["size"], last["first_page"], last["last_page"]) == (1, False, True)
    beyond = asked(client, "services", per_page=2, page=9)
    assert (beyond["size"], beyond["empty"], beyond["last_page"]) == (0, True, True)


def names(client: Client, **query: Any) -> list[str]:
    return [service["name"] for service in asked(client, "services", **query)["contents"]]


def test_filters(client: Client, make_listing, cleaning, home_help) -> None:
    listing = make_listing(title="Hemhjälp")
    make_listing(title="Städning", category=cleaning)
    assert names(client, search="städ") in ([], ["Städning"])  # SQLite knows capitals in ASCII only
    assert names(client, search="Städ") == ["Städning"]
    assert names(client, taxonomy_term_id=uuid_of("taxonomy_term", cleaning.pk)) == ["Städning"]
    assert names(client, taxonomy_term_id=uuid_of("taxonomy_term", cleaning.parent_id)) == ["Hemhjälp", "Städning"]
    assert names(client, organization_id=uuid_of("organization", listing.provider_id)) == ["Hemhjälp", "Städning"]
    assert names(client, organization_id=uuid_of("organization", 999)) == []
    assert names(client, taxonomy_id=uuid_of("taxonomy", 1)) == ["Hemhjälp", "Städning"]
    assert names(client, taxonomy_id="x") == names(client, taxonomy_term_id="x") == []
    assert names(client, modified_after="2020-01-01T00:00:00Z") == ["Hemhjälp", "Städning"]
    assert names(client, modified_after="2199-01-01T00:00:00Z") == []
    minimal = asked(client, "services", minimal="true")["contents"]
    assert [row.keys() for row in minimal] == [{"id", "modified_date"}] * 2


@pytest.mark.parametrize(
    "query", ["page=0", "page=x", "per_page=101", "modified_after=soon", "format=xml", "language=de"]
)
def test_wrong_parameters_are_told(client: Client, query: str) -> None:
    answer = client.get(f"/api/hsds/services?{query}")
    assert answer.status_code == 400
    assert answer.json()["errors"].keys() == {query.partition("=")[0]}


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("end", ["x", "x/", "00000000-0000-8000-8000-000000000001"])
def test_what_is_not_there_is_404_in_json(client: Client, name: str, end: str) -> None:
    answer = client.get(f"/api/hsds/{name}/{end}")
    assert answer.status_code == 404
    assert answer.json()["errors"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_who_has_it_already_gets_nothing_again(client: Client, make_listing) -> None:
    make_listing()
    answer = client.get("/api/hsds/services")
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    again = client.get("/api/hsds/services", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    make_listing()
    assert client.get("/api/hsds/services", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 200


@pytest.mark.parametrize("path", [f"{name}{query}" for name in LISTS[:3] for query in ("", "?full=true")])
def test_queries_do_not_grow_with_the_rows(client: Client, make_listing, path: str, organiser, home_help, olof) -> None:
    counts = []
    make_listing()
    for more in (0, 6):
        for number in range(more):
            provider = actions.add_provider(name=f"Firma {number}", kind="company")
            actions.add_base(provider=provider, name="Bas", lat=63.0, lon=21.0)
            make_listing(provider=provider)
        with CaptureQueriesContext(connection) as queries:
            assert len(asked(client, path)["contents"]) == 1 + more
        counts.append(len(queries))
    assert counts[0] == counts[1]


# The export


@pytest.mark.parametrize("what", EVERYTHING)
def test_the_export_is_the_whole_of_each_and_comes_in_batches(
    make_listing, client, tmp_path, monkeypatch, what
) -> None:
    monkeypatch.setattr("catalogue.opendata.reading.BATCH", 2)
    for number in range(5):
        provider = actions.add_provider(name=f"Firma {number}", kind="company")
        actions.add_base(provider=provider, name="Bas", lat=63.0, lon=21.0)
        make_listing(provider=provider, title=f"Hjälp {number}")
    call_command("export_hsds", "--what", what, "--to", str(tmp_path / "x.json"))
    exported = json.loads((tmp_path / "x.json").read_text(encoding="utf-8"))["contents"]
    assert exported == [asked(client, f"{what}/{row['id']}") for row in exported]
    assert len(exported) == 5
    assert [path.name for path in tmp_path.iterdir()] == ["x.json"]


def test_an_export_can_be_imported_elsewhere(make_listing, tmp_path, capsys) -> None:
    make_listing()
    for what, source in (("organizations", "one"), ("services", "two")):
        call_command("export_hsds", "--what", what, "--to", str(tmp_path / "x.json"))
        capsys.readouterr()
        call_command("import_providers", str(tmp_path / "x.json"), "--source", source, "--json")
        assert json.loads(capsys.readouterr().out)["added"] == 1


# The published schemas


def schema(name: str) -> Any:
    folder = data()
    assert folder
    path = folder / "hsds_schema" / name
    return json.loads(gzip.open(path).read() if path.suffix == ".gz" else Path(path).read_bytes())


def validator(name: str) -> Any:
    import jsonschema_rs

    return jsonschema_rs.Draft202012Validator(schema(name), validate_formats=True)


def strangers(found: Any, known: Any, definitions: dict[str, Any], where: str = "") -> Iterable[str]:
    """Names that the schema has no place for: JSON Schema itself would let them pass."""
    known = definitions[known["$ref"].rpartition("/")[2]] if "$ref" in known else known
    if isinstance(found, list):
        for each in found:
            yield from strangers(each, known.get("items", {}), definitions, where)
    elif isinstance(found, dict):
        for name, value in found.items():
            if name not in known.get("properties", {}):
                yield f"{where}.{name}"
            else:
                yield from strangers(value, known["properties"][name], definitions, f"{where}.{name}")


SCHEMAS = {
    "services/{id}": "service_with_definitions.json",
    "organizations/{id}": "organization.json.gz",
    "service_at_locations/{id}": "service_at_location.json.gz",
    "services": "service_list.json",
    "organizations": "organization_list.json",
    "service_at_locations": "service_at_location_list.json",
}


@pytest.mark.data
@pytest.mark.parametrize("path", SCHEMAS)
def test_every_answer_is_valid_against_the_published_schema(client: Client, stage, path: str) -> None:
    """Of the whole demo catalogue."""
    published, judge = schema(SCHEMAS[path]), validator(SCHEMAS[path])
    name, _, single = path.partition("/")
    rows = asked(client, name, per_page=100)["contents"]
    assert len(rows) >= 9
    for row in rows:
        found = asked(client, f"{name}/{row['id']}") if single else row
        assert [f"{error.instance_path}: {error.message}" for error in judge.iter_errors(found)] == []
        assert list(strangers(found, published, published.get("definitions", {}))) == []


@pytest.mark.data
def test_the_schemas_would_find_a_fault(client: Client, stage) -> None:
    found = asked(client, "services")["contents"][0]
    judge = validator("service_list.json")
    assert judge.is_valid(found)
    assert not judge.is_valid({**found, "id": "7"}) and not judge.is_valid({**found, "status": "open"})
    assert list(strangers({**found, "colour": 1}, schema("service_list.json"), {})) == [".colour"]
