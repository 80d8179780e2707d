"""Price lists as files: what we give, what we read, what is wrong with a row, and that nothing is done by halves."""

import csv
import datetime as dt
import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook, load_workbook

from catalogue import actions
from catalogue.models import Listing, ListingText, PriceVersion
from marketplace.demo.world import World
from marketplace.providers.models import PriceChange
from marketplace.providers.prices.looking import look_at

from .conftest import text_of
from .pricing import shown_on

HEAD = ["Number", "Service", "Unit", "Time or extra", "Price in euros"]


@pytest.fixture
def home(cleaning: Listing) -> str:
    return f"/en/provider/{cleaning.provider_id}/prices/"


def csv_of(*rows: Any, head: list[str] = HEAD) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([head, *rows])
    return out.getvalue().encode()


def send(browser: Browser, home: str, content: bytes, name: str = "list.csv", day: str = "2027-01-01") -> Any:
    return browser.post(f"{home}list/", {"day": day, "file": SimpleUploadedFile(name, content)})


def looked_at(browser: Browser, home: str, content: bytes, name: str = "list.csv") -> Any:
    """The check of the list."""
    answer = send(browser, home, content, name)
    assert answer.status_code == 302, text_of(answer)
    return browser.get(answer.url)


def confirm(browser: Browser, page: Any) -> Any:
    return browser.post(page.request["PATH_INFO"], {"shown": shown_on(page)})


def weekday(listing: Listing) -> int:
    return PriceVersion.objects.filter(listing=listing).latest("pk").lines.get(day_type="weekday", part="day").cents


def download(browser: Browser, home: str, kind: str = "csv") -> list[list[str]]:
    answer = browser.get(f"{home}list.{kind}")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="')
    if kind == "csv":
        return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    return [[str(cell) for cell in row] for row in load_workbook(io.BytesIO(answer.content)).active.values]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_our_list(petra: Browser, home: str, cleaning: Listing, kind: str) -> None:
    rows = download(petra, home, kind)
    mine = [row for row in rows if row[0] == str(cleaning.pk)]
    assert rows[0] == HEAD
    assert mine == [
        [str(cleaning.pk), "Home cleaning", "hour", "Weekday", "45.00"],
        [str(cleaning.pk), "Home cleaning", "hour", "Weekday evening", "54.00"],
        [str(cleaning.pk), "Home cleaning", "hour", "Saturday", "58.00"],
        [str(cleaning.pk), "Home cleaning", "hour", "Sunday and holiday", "90.00"],
        [str(cleaning.pk), "Home cleaning", "hour", "Windows, inside", "12.00"],
        [str(cleaning.pk), "Home cleaning", "hour", "Travel, each started kilometre", "0.60"],
    ]
    strangers = set(Listing.objects.exclude(provider=cleaning.provider).values_list("pk", flat=True))
    assert not strangers & {int(row[0]) for row in rows[1:]}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["sv", "fi", "en"])
def test_our_own_list_comes_back_and_nothing_changes(
    petra: Browser, home: str, cleaning: Listing, kind: str, language: str
) -> None:
    content = petra.get(f"{home.replace('/en/', f'/{language}/')}list.{kind}").content
    page = looked_at(petra, home, content, f"list.{kind}")
    assert "No price differs from what holds that day." in text_of(page)
    assert PriceChange.objects.get().problems == []


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-1", "@x", "\tx", "＝1"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_cell_of_ours_is_a_formula(petra: Browser, home: str, cleaning: Listing, name: str, kind: str) -> None:
    ListingText.objects.filter(listing=cleaning).update(title=name)
    rows = download(petra, home, kind)
    assert f"'{name}" in {row[1] for row in rows}
    content = petra.get(f"{home}list.{kind}").content
    if kind == "xlsx":
        assert b"<f>" not in zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    assert "No price differs" in text_of(looked_at(petra, home, content, f"list.{kind}"))


def test_the_difference_then_one_confirm(petra: Browser, home: str, cleaning: Listing, cast: World) -> None:
    walk = cast.listings["tranbaret.walk"]
    held = PriceVersion.objects.get(listing=walk).lines.order_by("pk")[0]
    content = csv_of(
        [cleaning.pk, "", "", "Weekday", "46,5"],
        [cleaning.pk, "", "", "Windows, inside", "13"],
        [walk.pk, "", "", "Weekday", f"{held.cents / 100:.2f}"],
    )
    page = looked_at(petra, home, content)
    text = text_of(page)
    assert "Weekday Before 45.00 € New 46.50 € Difference +3.3 %" in text
    assert "Windows, inside Before 12.00 € New 13.00 € Difference +8.3 %" in text
    assert f"The same as before {walk.text('en').title}" in text
    assert weekday(cleaning) == 4500
    assert confirm(petra, page).status_code == 302
    version = PriceVersion.objects.filter(listing=cleaning).latest("pk")
    assert {(line.day_type, line.part, line.cents) for line in version.lines.all()} == {
        ("weekday", "day", 4650),
        ("weekday", "evening", 5400),
        ("saturday", "day", 5800),
        ("sunday", "day", 9000),
    }
    assert version.options.get().cents == 1300
    assert PriceVersion.objects.filter(listing=walk).count() == 1


def test_the_same_file_twice_is_one_version(petra: Browser, home: str, cleaning: Listing) -> None:
    content = csv_of([cleaning.pk, "", "", "Weekday", "46.50"])
    confirm(petra, looked_at(petra, home, content))
    again = looked_at(petra, home, content)
    assert "No price differs from what holds that day." in text_of(again)
    assert b'name="shown"' not in again.content
    assert PriceVersion.objects.filter(listing=cleaning).count() == 2


def test_a_percentage_stays_one_while_it_says_the_same(petra: Browser, home: str, cleaning: Listing) -> None:
    lines = [actions.Line("weekday", "day", 4000), actions.Line("weekday", "evening", percent=130)]
    price = {"listing": cleaning, "by": None, "lines": lines, "hours": actions.Hours(evening_from=dt.time(18))}
    day = PriceVersion.objects.get(listing=cleaning).valid_from
    actions.set_price(**price, on=day, valid_from=day)
    confirm(petra, looked_at(petra, home, csv_of([cleaning.pk, "", "", "Weekday", "50"])))
    line = PriceVersion.objects.filter(listing=cleaning).latest("pk").lines.get(part="evening")
    assert (line.cents, line.percent) == (5200, None)
    both = csv_of([cleaning.pk, "", "", "Weekday", "50"], [cleaning.pk, "", "", "Weekday evening", "65"])
    confirm(petra, looked_at(petra, home, both))
    newest = PriceVersion.objects.filter(listing=cleaning).latest("pk").lines.get(part="evening")
    assert newest.cents == 6500


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (["{strange}", "", "", "Weekday", "46"], "You have no service with the number “{strange}”."),
        (["x", "", "", "Weekday", "46"], "You have no service with the number “x”."),
        (["9" * 30, "", "", "Weekday", "46"], "You have no service with the number “9999"),
        (["{mine}", "", "", "Teatime", "46"], "We do not know the time or extra “Teatime”."),
        (["{mine}", "", "", "At any time", "46"], "“At any time” does not fit the unit of this service."),
        (["{mine}", "", "", "Weekday", "free"], "“free” is no price. Write it in euros, for example 45,50."),
        (["{mine}", "", "", "Weekday", ""], "“” is no price."),
        (["{mine}", "", "", "Weekday", "-5"], "“-5” is no price."),
        (["{mine}", "", "", "Saturday", "47"], "This price stands already in row 2."),
        (["{mine}", "", "", "Weekday", "46", "more"], "more cells"),
    ],
)
def test_what_is_wrong_with_a_row(
    petra: Browser, home: str, cleaning: Listing, cast: World, row: list[str], words: str
) -> None:
    names = {"strange": cast.listings["larkan.walk"].pk, "mine": cleaning.pk}
    bad = [cell.format(**names) for cell in row]
    page = looked_at(petra, home, csv_of([cleaning.pk, "", "", "Saturday", "59"], bad))
    text = text_of(page)
    assert "Row 3" in text
    assert words.format(**names) in text
    assert b'name="shown"' not in page.content
    change = PriceChange.objects.with_rows().get()
    shown = look_at(change, cast.organiser, dt.date(2026, 11, 26)).fingerprint
    answer = petra.post(page.request["PATH_INFO"], {"shown": shown})
    assert answer.status_code == 409
    assert "Something must be put right first." in text_of(answer)
    assert PriceVersion.objects.filter(listing=cleaning).count() == 1


def test_a_time_without_hours_is_told(petra: Browser, home: str, cleaning: Listing) -> None:
    page = looked_at(petra, home, csv_of([cleaning.pk, "", "", "Weekday night", "80"]))
    assert "Home cleaning: Say when the night begins and ends." in text_of(page)
    assert b'name="shown"' not in page.content


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/workbook.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
        book.writestr("xl/worksheets/sheet1.xml", b"0" * 20_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b"a;b\n1;2\n", "The file must have these columns: Number, Service, Unit, Time or extra, Price in euros."),
        (b'{"a": 1}', "The file must have these columns"),
        (csv_of(), "The file has no rows below its headings."),
        (b"PK\x03\x04 broken", "The Excel file is broken"),
        (bomb(), "It was not opened."),
        (b"\xd0\xcf\x11\xe0", "This is an old Excel file (.xls)."),
        (b"\x1f\x8bxx", "Unpack the file first."),
        (b"x" * 1_100_000, "The file is too large: at most 1 MB."),
    ],
)
def test_files_that_cannot_be_taken(petra: Browser, home: str, content: bytes, words: str) -> None:
    page = send(petra, home, content)
    assert page.status_code == 200
    assert words in text_of(page)
    assert not PriceChange.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_letters_of_any_kind(petra: Browser, home: str, cleaning: Listing, encoding: str) -> None:
    head = ["Nummer", "Tjänst", "Enhet", "Tid eller tillägg", "Pris i euro"]
    content = csv_of([cleaning.pk, "Städning", "timme", "Lördag", "59"], head=head).decode().encode(encoding)
    assert "Saturday Before 58.00 € New 59.00 €" in text_of(looked_at(petra, home, content))


def test_a_huge_cell_is_told_by_its_row(petra: Browser, home: str, cleaning: Listing) -> None:
    content = csv_of([cleaning.pk, "x" * 200_000, "", "Weekday", "46"], [cleaning.pk, "", "", "Weekday", "46"])
    assert "Row 2" in text_of(looked_at(petra, home, content))


def test_numbers_of_a_spreadsheet(petra: Browser, home: str, cleaning: Listing) -> None:
    book, out = Workbook(), io.BytesIO()
    book.active.append(HEAD)
    book.active.append([cleaning.pk, "", "", "Weekday", 46.5])
    book.active.append([float(cleaning.pk), "", "", "Saturday", 59])
    book.save(out)
    text = text_of(looked_at(petra, home, out.getvalue(), "list.xlsx"))
    assert "Weekday Before 45.00 € New 46.50 €" in text
    assert "Saturday Before 58.00 € New 59.00 €" in text


def test_the_same_rules_for_the_day(petra: Browser, home: str, cleaning: Listing) -> None:
    page = send(petra, home, csv_of([cleaning.pk, "", "", "Weekday", "46"]), day="2026-12-01")
    assert "The prices can change on 1 January 2027 at the earliest" in text_of(page)


def test_queries_stay_the_same_with_more_rows(petra: Browser, home: str, cleaning: Listing) -> None:
    def count(content: bytes) -> int:
        with CaptureQueriesContext(connection) as seen:
            looked_at(petra, home, content)
        return len(seen)

    one = [cleaning.pk, "", "", "Weekday", "46"]
    count(csv_of(one))
    few = count(csv_of(one))
    words, more = {"title": "Ny", "summary": "x", "body": "x"}, []
    for _number in range(5):
        facts = {"provider": cleaning.provider, "category": cleaning.category, "unit": "hour"}
        added = actions.add_listing(texts={"sv": words, "fi": words}, **facts)
        day = PriceVersion.objects.get(listing=cleaning).valid_from
        line = actions.Line("weekday", "day", cents=4700)
        actions.set_price(listing=added, by=None, on=day, valid_from=day, lines=[line])
        more.append([added.pk, "", "", "Weekday", "48"])
    assert count(csv_of(one, *more)) == few
