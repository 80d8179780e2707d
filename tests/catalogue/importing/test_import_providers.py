"""`manage.py import_providers`: what it adds, changes and ends, and that doing it again changes nothing."""

import datetime as dt
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from catalogue import actions
from catalogue.importing import sync
from catalogue.importing.sync import Sync
from catalogue.models import (
    Approval,
    Listing,
    Provider,
    ProviderIdentifier,
    ProviderImport,
    ProviderRecord,
    ProviderSource,
)
from search.models import OutboxRow

from ..conftest import ON
from .conftest import HEAD, outcome, told

pytestmark = pytest.mark.django_db
ROWS = [
    HEAD,
    ["a1", "Åhemmet", "06 123 4567", "Vasa", "65100", "63,1", "21.6"],
    ["a2", "Lugna Stunden", "", "Dumbarton", "G82 2PZ", "55.9517", "-4.5743"],
    ["a3", "Tredje", "", "", "", "", ""],
]


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: ON)


def changed(rows: list[list[str]], key: str, **values: str) -> list[list[str]]:
    return [[values.get(c, x) for c, x in zip(HEAD, row, strict=True)] if row[0] == key else row for row in rows]


def test_a_first_import_adds_and_a_second_changes_nothing(run, write, vasa) -> None:
    path = write(ROWS)
    assert outcome(run(path)) == (3, 0, 0, 0, 0)
    before = list(ProviderRecord.objects.values()), list(Provider.objects.values())
    assert outcome(run(path)) == (0, 0, 0, 3, 0)
    assert (list(ProviderRecord.objects.values()), list(Provider.objects.values())) == before
    home = ProviderRecord.objects.get(key="a1")
    assert (home.provider.name, home.provider.source, home.postal_area) == ("Åhemmet", "register", vasa)
    assert (home.lat, home.lon) == (63.1, 21.6)


def test_a_place_outside_our_areas_is_text_and_a_point(run, write, vasa) -> None:
    run(write(ROWS))
    far = ProviderRecord.objects.get(key="a2")
    assert (far.town, far.postcode, far.postal_area, far.lat, far.lon) == (
        "Dumbarton",
        "G82 2PZ",
        None,
        55.9517,
        -4.5743,
    )


def test_changed_fields_are_counted_and_the_provider_follows(run, write) -> None:
    run(write(ROWS))
    counts = run(write(changed(changed(ROWS, "a1", name="Åhemmet rf", phone="06 000"), "a2", name="Lugn")))
    assert outcome(counts) == (0, 2, 0, 1, 0)
    assert counts["changed_fields"] == {"lat": 0, "lon": 0, "name": 2, "phone": 1, "postcode": 0, "town": 0}
    assert list(Provider.objects.order_by("pk").values_list("name", "phone")) == [
        ("Åhemmet rf", "06 000"),
        ("Lugn", ""),
        ("Tredje", ""),
    ]


def test_what_people_changed_stays_until_the_source_changes_it(run, write) -> None:
    run(write(ROWS))
    Provider.objects.filter(name="Åhemmet").update(name="Vårt namn", phone="06 999")
    run(write(changed(ROWS, "a1", phone="06 000")))
    provider = ProviderRecord.objects.get(key="a1").provider
    assert (provider.name, provider.phone) == ("Vårt namn", "06 000")


def test_a_dry_run_tells_the_difference_and_writes_nothing(run, write) -> None:
    run(write(ROWS))
    newer = write([*changed(ROWS, "a1", name="Nytt")[:3], ["a4", "Fyra", "", "", "", "", ""]])
    assert outcome(run(newer, "--dry-run", "--complete", source="another")) == (3, 0, 0, 0, 0)
    told_before = run(newer, "--dry-run", "--complete")
    assert outcome(told_before) == (1, 1, 1, 1, 0)
    assert (ProviderSource.objects.count(), ProviderImport.objects.count(), Provider.objects.count()) == (1, 1, 3)
    assert run(newer, "--complete") == told_before
    assert Provider.objects.count() == 4


def test_only_a_complete_file_ends_who_is_missing(run, write) -> None:
    run(write(ROWS))
    assert outcome(run(write(ROWS[:3]))) == (0, 0, 0, 2, 0)
    assert Provider.objects.filter(ended_on__isnull=False).count() == 0
    assert outcome(run(write(ROWS[:3]), "--complete")) == (0, 0, 1, 2, 0)
    assert ProviderRecord.objects.get(key="a3").provider.ended_on == ON
    assert outcome(run(write(ROWS[:3]), "--complete")) == (0, 0, 0, 2, 0)
    back = run(write(ROWS), "--complete")
    assert (outcome(back), back["changed_fields"]["ended_on"]) == ((0, 1, 0, 2, 0), 1)
    assert ProviderRecord.objects.get(key="a3").provider.ended_on is None


def test_an_end_that_an_official_set_is_not_taken_back(run, write) -> None:
    run(write(ROWS))
    last = dt.date(2026, 6, 30)
    Provider.objects.filter(name="Tredje").update(ended_on=last)
    run(write(ROWS[:3]), "--complete")
    run(write(ROWS), "--complete")
    assert Provider.objects.get(name="Tredje").ended_on == last


@pytest.mark.parametrize("broken", [["", "Utan nummer", "", "", "", "", ""], ["a\ufffd", "x", "", "", "", "", ""]])
def test_nobody_is_ended_when_a_number_cannot_be_read(run, write, capfd, broken) -> None:
    run(write(ROWS))
    path = write([*ROWS[:3], broken])
    call_command("import_providers", str(path), "--source", "register", "--complete", "--json")
    said = capfd.readouterr()
    assert outcome(json.loads(said.out)) == (0, 0, 0, 2, 1)
    assert "no missing provider was ended" in said.err


def test_other_sources_are_left_alone(run, write) -> None:
    run(write(ROWS), source="one")
    assert outcome(run(write(ROWS[:2]), "--complete", source="two")) == (1, 0, 0, 0, 0)
    assert ProviderRecord.objects.filter(ended_on__isnull=False).count() == 0


def test_a_map_is_kept_for_the_next_files_of_its_source(run, write, tmp_path) -> None:
    path = write([["cs", "title", "where"], ["1", "Ett", "Vasa"]])
    columns = tmp_path / "map.json"
    columns.write_text(json.dumps({"key": "cs", "name": "title", "city": "where"}))
    with pytest.raises(CommandError, match="Tell which column"):
        run(path)
    assert outcome(run(path, "--map", str(columns))) == (1, 0, 0, 0, 0)
    assert ProviderSource.objects.get().columns == {"key": "cs", "name": "title", "town": "where"}
    assert outcome(run(path)) == (0, 0, 0, 1, 0)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"key": "key", "name": "name", "colour": "town"}', "no field “colour”"),
        ('{"key": "key", "name": "missing"}', "no column “missing”"),
        ('{"name": "name"}', "Tell which column"),
        ('["key"]', "must be a JSON object"),
        ("{", "must be a JSON object"),
    ],
)
def test_a_wrong_map_is_refused(run, write, tmp_path: Path, text: str, words: str) -> None:
    columns = tmp_path / "map.json"
    columns.write_text(text)
    with pytest.raises(CommandError, match=words):
        run(write(ROWS), "--map", str(columns))
    assert not ProviderSource.objects.exists()


def test_a_guess_is_shown(write, capfd) -> None:
    call_command("import_providers", str(write(ROWS)), "--source", "register", "--dry-run")
    said = capfd.readouterr()
    assert 'Guessed columns (--map decides): {"key": "key", "name": "name"' in said.err
    assert said.out == "3 added, 0 changed, 0 ended, 0 unchanged, 0 rejected\n"


def test_rejected_rows_come_back_as_a_file_that_can_be_corrected(run, write, tmp_path) -> None:
    rows = [["key", "name", "lat", "lon"], ["1", "=1+1", "", ""], ["2", "", "-4.5", "x"], ["3", "Tre", "-4.5", "1"]]
    errors = tmp_path / "errors.csv"
    assert outcome(run(write(rows), "--errors-to", str(errors))) == (2, 0, 0, 0, 1)
    assert told(errors) == [("3", "name: this is missing. longitude: “x” is not a number.")]
    errors.write_text(errors.read_text(encoding="utf-8").replace("2,,", "2,Två,").replace(",x,", ",4,"))
    assert outcome(run(errors)) == (1, 0, 0, 0, 0)
    assert ProviderRecord.objects.get(key="2").lat == -4.5


def test_a_business_id_is_checked_and_its_first_owner_keeps_it(run, write, company) -> None:
    actions.add_identifier(provider=company, scheme="fi-business-id", value="2331972-7")
    rows = [
        ["key", "name", "business_id"],
        ["1", "Ett", "23319727"],
        ["2", "Två", "0737546-2"],
        ["3", "Fel", "1234567-8"],
    ]
    assert outcome(run(write(rows))) == (2, 0, 0, 0, 1)
    assert list(ProviderRecord.objects.values_list("business_id", flat=True)) == ["2331972-7", "0737546-2"]
    owners = dict(ProviderIdentifier.objects.values_list("value", "provider__name"))
    assert owners == {"2331972-7": company.name, "0737546-2": "Två"}


def test_nobody_is_approved_and_the_search_hears_of_listings_only(run, write, make_listing, company) -> None:
    listing = make_listing()
    source = ProviderSource.objects.create(name="register")
    ProviderRecord.objects.create(source=source, key="a1", provider=company, name=company.name, kind="company")
    OutboxRow.objects.all().delete()
    approvals = Approval.objects.count()
    path = write([["key", "name", "kind"], ["a1", "Tranbäret", "company"], *([f"b{n}", "Ny", ""] for n in range(5))])
    assert outcome(run(path)) == (5, 1, 0, 0, 0)
    assert Approval.objects.count() == approvals
    rows = OutboxRow.objects.filter(due_on=ON)
    assert list(rows.values_list("kind", "target")) in ([("listing", listing.pk)], [])
    assert Listing.objects.get().provider.name == "Tranbäret"


# Broken off


class Killed(BaseException):
    """As kill -9: nothing is caught."""


@pytest.mark.parametrize("at", ["before", "after"])
def test_broken_off_it_goes_on_and_ends_the_same(run, write, monkeypatch, tmp_path, at: str) -> None:
    rows = [
        *ROWS,
        ["a1", "Igen", "", "", "", "", ""],
        ["a5", "", "", "", "", "", ""],
        ["a6", "Sex", "", "", "", "", ""],
    ]
    monkeypatch.setattr(sync, "BATCH", 2)
    old = write([HEAD, ["gone", "Borta", "", "", "", "", ""], ["gone2", "Borta", "", "", "", "", ""]], "old.csv")
    whole = run(old, source="whole"), run(write(rows), "--complete", source="whole")
    run(old)
    batches, real = [], Sync._batch

    def die(self: Sync, batch: list, done: int) -> None:
        if len(batches) == 2 and at == "before":
            raise Killed
        real(self, batch, done)
        batches.append(done)
        if len(batches) == 2 and at == "after":
            raise Killed

    monkeypatch.setattr(Sync, "_batch", die)
    with pytest.raises(Killed):
        run(write(rows), "--complete")
    monkeypatch.setattr(Sync, "_batch", real)
    errors = tmp_path / "errors.csv"
    assert run(write(rows), "--complete", "--errors-to", str(errors)) == whole[1]
    assert ProviderImport.objects.filter(source__name="register").count() == 2
    assert [row for row, _words in told(errors)] == ["5", "6"]
    facts = ("key", "name", "ended_on", "lat", "provider__name", "provider__ended_on")
    ours, theirs = (
        list(ProviderRecord.objects.filter(source__name=name).order_by("key").values(*facts))
        for name in ("register", "whole")
    )
    assert ours == theirs


def test_a_batch_that_fails_leaves_nothing_half_done(run, write, monkeypatch) -> None:
    monkeypatch.setattr("catalogue.importing.logs.KeptLog._set", lambda self, **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run(write(ROWS))
    assert not Provider.objects.exists()


def test_an_older_import_of_the_source_stops_when_a_newer_one_starts(run, write, monkeypatch) -> None:
    monkeypatch.setattr(sync, "BATCH", 2)
    real = Sync._batch

    def meanwhile(self: Sync, batch: list, done: int) -> None:
        monkeypatch.setattr(Sync, "_batch", real)
        call_command(
            "import_providers", str(write([HEAD, ["z", "Zeta", "", "", "", "", ""]], "new.csv")), source="register"
        )
        real(self, batch, done)

    monkeypatch.setattr(Sync, "_batch", meanwhile)
    with pytest.raises(CommandError, match="newer import"):
        run(write(ROWS))
    assert list(Provider.objects.values_list("name", flat=True)) == ["Zeta"]


# Other kinds of files


def test_excel(run, tmp_path) -> None:
    book = Workbook()
    for row in (
        ["key", "name", "postcode", "ended_on"],
        [12.0, "Åhemmet", 65100, dt.datetime(2026, 1, 31)],
        [13, "Två"],
    ):
        book.active.append(row)
    path = tmp_path / "list.xlsx"
    book.save(path)
    assert outcome(run(path)) == (2, 0, 0, 0, 0)
    record = ProviderRecord.objects.get(key="12")
    assert (record.postcode, record.provider.ended_on) == ("65100", dt.date(2026, 1, 31))


ORGANIZATION = {
    "id": "o1",
    "name": "Åhemmet",
    "website": "https://example.org",
    "phones": [{"number": "06 1", "languages": [{"code": "sv"}]}],
    "locations": [
        {
            "latitude": 63.1,
            "longitude": 21.6,
            "addresses": [{"address_1": "Gatan 1", "city": "Vasa", "postal_code": "65100"}],
        }
    ],
}
SERVICE = {"id": "s1", "name": "Städning", "organization": ORGANIZATION}


@pytest.mark.parametrize(
    "text",
    [
        json.dumps([ORGANIZATION]),
        json.dumps({"total_items": 1, "contents": [ORGANIZATION]}, indent=2),
        json.dumps(ORGANIZATION),
        json.dumps([SERVICE, {**SERVICE, "id": "s2"}]),
        f"{json.dumps(SERVICE)}\n{json.dumps(SERVICE)}\n",
    ],
    ids=["list", "page", "one", "services", "lines"],
)
def test_hsds(run, write, vasa, text: str) -> None:
    assert outcome(run(write(text.encode(), "list.json"))) == (1, 0, 0, 0, 0)
    record = ProviderRecord.objects.get(key="o1")
    assert (record.name, record.address, record.town, record.postal_area) == ("Åhemmet", "Gatan 1", "Vasa", vasa)
    assert (record.phone, record.languages, record.lat, record.provider.website) == (
        "06 1",
        ["sv"],
        63.1,
        "https://example.org",
    )
