"""Broken, wrong and hostile files: kind words, and nothing half-done."""

import csv
import gzip
import io
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError
from django.utils.translation import override
from openpyxl import Workbook

from catalogue.importing import tables, xlsx
from catalogue.importing.cells import guarded, unguarded
from catalogue.importing.problems import WORDS, Problem, UnreadableFile
from catalogue.importing.tables import open_table
from catalogue.models import Provider, ProviderImport, ProviderRecord

from .conftest import HEAD, outcome, told

pytestmark = pytest.mark.django_db
TEXT = "key,name\n1,Åhemmet i Närpes\n2,Sjöboda\n"


def refused(run, path: Path, words: str) -> None:
    with pytest.raises(CommandError, match=words):
        run(path)
    assert not Provider.objects.exists()
    assert not ProviderImport.objects.exists()


# Letters


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "cp1252"])
def test_every_usual_encoding_is_read(run, write, encoding: str) -> None:
    assert outcome(run(write(TEXT.encode(encoding)))) == (2, 0, 0, 0, 0)
    assert list(Provider.objects.order_by("pk").values_list("name", flat=True)) == ["Åhemmet i Närpes", "Sjöboda"]


def test_one_row_with_wrong_letters_is_rejected_alone(run, write, tmp_path) -> None:
    errors = tmp_path / "errors.csv"
    raw = TEXT.encode() + "3,Ånäs\n".encode("latin-1")
    assert outcome(run(write(raw), "--errors-to", str(errors))) == (2, 0, 0, 0, 1)
    assert told(errors) == [("4", "name: some letters cannot be read.")]


def test_letters_that_nobody_can_read_are_refused(run, write) -> None:
    refused(run, write("key,name\n1,札幌　北\n".encode("shift-jis")), "Save it as UTF-8")


def test_half_a_utf_16_letter_is_refused(run, write) -> None:
    refused(run, write(TEXT.encode("utf-16")[:-1]), "Save it as UTF-8")


@pytest.mark.parametrize("name", ["Nya\u0000", "Trasig\ufffd", "Klocka\u0007"])
def test_signs_that_are_no_letters_are_rejected(run, write, name: str) -> None:
    assert outcome(run(write([["key", "name"], ["1", name], ["2", "Bra"]]))) == (1, 0, 0, 0, 1)


def test_letters_are_composed_and_spaces_are_one(run, write) -> None:
    run(write([["key", "name"], [" 1 ", "A\u030ahemmet \n i\u00a0Vasa "]]))
    assert list(ProviderRecord.objects.values_list("key", "name")) == [("1", "Åhemmet i Vasa")]


# Rows


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (["1", "x" * 161, "", "", "", "", ""], "name: too long, 161 characters; at most 160."),
        (["1", "x" * 100_000, "", "", "", "", ""], "name: too long, 100000 characters; at most 160."),
        (["1", "A", "", "", "", "91", "1"], "“91.0 1.0” is not a place on the map"),
        (["1", "A", "", "", "", "63", ""], "“63.0 None” is not a place on the map"),
        (["1", "A", "", "", "", "nan", "1"], "“nan” is not a place on the map"),
        (["1", "A", "", "", "", "9" * 25, "1"], "is not a place on the map"),
        (["k" * 121, "A", "", "", "", "", ""], "number in the source: too long, 121"),
        (["1", "A", "", "", "", "", "", "one more"], "The row has more cells than the headings."),
    ],
)
def test_a_wrong_row_is_told_and_the_others_are_taken(run, write, tmp_path, row: list[str], words: str) -> None:
    errors = tmp_path / "errors.csv"
    path = write([HEAD, row, ["2", "Bra", "", "", "", "", ""]])
    assert outcome(run(path, "--errors-to", str(errors))) == (1, 0, 0, 0, 1)
    [(number, said)] = told(errors)
    assert number == "2" and words in said


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("kind", "mystery", "We do not know the kind “mystery”"),
        ("languages", "sv;klingon!", "We do not know the language “klingon!”"),
        ("email", "a@", "“a@” is not an e-mail address."),
        ("business_id", "1234567-8", "“1234567-8” is not a business ID"),
        ("ended_on", "31/31/2026", "“31/31/2026” is not a date"),
    ],
)
def test_each_field_says_what_it_needs(run, write, tmp_path, column: str, value: str, words: str) -> None:
    errors = tmp_path / "errors.csv"
    path = write([["key", "name", column], ["1", "A", value]])
    assert outcome(run(path, "--errors-to", str(errors))) == (0, 0, 0, 0, 1)
    assert words in told(errors)[0][1]


def test_a_number_twice_in_the_file_takes_the_first(run, write, tmp_path) -> None:
    errors = tmp_path / "errors.csv"
    path = write([["key", "name"], ["7", "Först"], ["8", "Annan"], [" 7", "Sedan"]])
    assert outcome(run(path, "--errors-to", str(errors))) == (2, 0, 0, 0, 1)
    assert told(errors) == [("4", "The number 7 stands already in row 2.")]
    assert Provider.objects.filter(name="Först").exists()


def test_a_quotation_mark_that_is_never_closed_swallows_no_rows_silently(run, write, tmp_path) -> None:
    errors = tmp_path / "errors.csv"
    run(write([["key", "name", "note"], ["1", "A", ""], ["2", "B", ""], ["3", "C", ""]]))
    path = write(b'key,name,note\n1,A,"oops\n2,B,\n3,C,\n')
    assert outcome(run(path, "--complete", "--errors-to", str(errors))) == (0, 0, 0, 0, 1)
    assert told(errors) == [
        ("2", "The row cannot be read (lines 2–4). Perhaps a quotation mark is missing or too many.")
    ]
    assert not Provider.objects.filter(ended_on__isnull=False).exists()


def test_a_cell_beyond_all_measure_is_a_row_that_cannot_be_read(run, write) -> None:
    path = write([["key", "name"], ["1", "x" * 200_000], ["2", "Bra"]])
    assert outcome(run(path)) == (1, 0, 0, 0, 1)


def test_a_heading_may_go_over_two_lines(run, write) -> None:
    assert outcome(run(write(b'key,"name\n","postal\ncode"\n1,A,65100\n'))) == (1, 0, 0, 0, 0)
    assert ProviderRecord.objects.get().postcode == "65100"


# Formulas in what we write


@pytest.mark.parametrize("cell", ["=1+1", "+358 6", "-4.5", "@SUM(A1)", "\tx", "\rx", "＝1"])
def test_no_cell_of_ours_is_a_formula(run, write, tmp_path, cell: str) -> None:
    errors = tmp_path / "errors.csv"
    run(write([["key", "name", "phone"], ["", cell, cell]]), "--dry-run", "--errors-to", str(errors))
    run(write([["key", "name", "phone"], ["", cell, cell]]), "--errors-to", str(tmp_path / "kept.csv"))
    with errors.open(encoding="utf-8-sig", newline="") as file:
        [row] = csv.DictReader(file)
    assert (row["name"], row["phone"]) == (f"'{cell}", f"'{cell}")
    assert (tmp_path / "kept.csv").read_bytes() == errors.read_bytes()
    assert unguarded(guarded(cell)) == cell


def test_headings_are_guarded_as_well(run, write, tmp_path) -> None:
    errors = tmp_path / "errors.csv"
    run(write([["key", "name", "=cmd"], ["", "", ""], ["", "A", ""]]), "--errors-to", str(errors))
    assert errors.read_text(encoding="utf-8-sig").startswith("key,name,'=cmd,")


@pytest.mark.parametrize("cell", ["'s Hertogenbosch", "O'Neill", "' = 1"])
def test_other_apostrophes_stay(cell: str) -> None:
    assert unguarded(cell) == guarded(cell) == cell


# Files


def packed(raw: bytes) -> bytes:
    return gzip.compress(raw, mtime=0)


BROKEN = {
    "cut off": packed(TEXT.encode() * 500)[:-20],
    "wrong sum": packed(TEXT.encode())[:-8] + b"12345678",
    "not packed at all": b"\x1f\x8bhello, this is no gzip",
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_gz_is_refused_whole(run, write, how: str) -> None:
    refused(run, write(BROKEN[how], "x.csv.gz"), "is broken or was cut off")


def test_a_good_gz_is_read(run, write) -> None:
    assert outcome(run(write(packed(TEXT.encode()), "x.csv.gz"))) == (2, 0, 0, 0, 0)


def test_a_gz_that_unpacks_without_end_is_refused(run, write, monkeypatch) -> None:
    monkeypatch.setattr(tables, "MOST_MB", 2)
    refused(run, write(packed(b"key,name\n" + b"0" * 3_000_000), "x.csv.gz"), "at most 2 MB")


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "The file is empty"),
        (b"\n\n", "The file is empty"),
        (b",,\n1,2\n", "must name the columns"),
        (b"key,name\n", "no rows below"),
        (b"key,name,key\n1,A,2\n", "Two columns have the name “key”"),
        (b"one,two\n1,A\n", "Tell which column"),
        (b"\xd0\xcf\x11\xe0" + b"0" * 600, "old Excel file"),
        (b"PK\x03\x04 not a zip", "Excel file is broken"),
        (b'[{"id": "1", "name": "A"}, {"id": "2"', "broken after element 1"),
        (b"[" * 100_000, "broken after element 0"),
        (b'{"id": ', "broken after element 0"),
    ],
)
def test_what_is_no_table_is_refused_with_words(run, write, raw: bytes, words: str) -> None:
    refused(run, write(raw, "x"), words)


def test_an_element_that_is_no_organization_is_rejected(run, write, tmp_path) -> None:
    errors = tmp_path / "errors.csv"
    path = write(b'[{"id": "1", "name": "A", "phones": "x", "locations": [3]}, 7, {"id": {}, "name": []}]', "x.json")
    assert outcome(run(path, "--errors-to", str(errors))) == (1, 0, 0, 0, 2)
    assert [number for number, _words in told(errors)] == ["2", "3"]


def excel(parts: dict[str, bytes] | None = None) -> bytes:
    """A small good workbook, with parts put in instead."""
    out, new = io.BytesIO(), io.BytesIO()
    book = Workbook()
    for row in (["key", "name"], ["1", "A"]):
        book.active.append(row)
    book.save(out)
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as made:
        for name in dict.fromkeys([*old.namelist(), *(parts or {})]):
            made.writestr(name, (parts or {}).get(name) or old.read(name))
    return new.getvalue()


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>"""


def test_the_workbook_of_these_tests_is_good(run, write) -> None:
    assert outcome(run(write(excel(), "x.xlsx"))) == (1, 0, 0, 0, 0)


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "[Content_Types].xml", "x.rels"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_an_xml_bomb_is_never_parsed(run, write, part: str, encoding: str) -> None:
    refused(run, write(excel({part: LAUGHS.decode().encode(encoding)}), "x.xlsx"), "definitions .DOCTYPE.")


def test_a_definition_across_two_reads_is_seen(run, write, monkeypatch) -> None:
    monkeypatch.setattr(xlsx, "READ", 24)
    refused(run, write(excel({"x.xml": b" " * 20 + LAUGHS}), "x.xlsx"), "definitions .DOCTYPE.")


def test_a_zip_bomb_is_never_unpacked(run, write) -> None:
    refused(run, write(excel({"xl/media/x.bin": bytes(30_000_000)}), "x.xlsx"), "far more than its size")


def test_too_many_parts_and_too_many_strings_are_refused(run, write, monkeypatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_PARTS", 12)
    refused(run, write(excel({f"xl/{n}.bin": b"x" for n in range(12)}), "x.xlsx"), "far more than its size")
    monkeypatch.setattr(xlsx, "MOST_STRINGS_MB", 0)
    refused(run, write(excel({"xl/sharedStrings.xml": b"<sst/>"}), "y.xlsx"), "far more than its size")


@pytest.mark.parametrize("sheet", [b"<worksheet", b"", b"<x/>"])
def test_a_broken_sheet_is_refused_whole(run, write, sheet: bytes) -> None:
    refused(run, write(excel({"xl/worksheets/sheet1.xml": sheet or b" "}), "x.xlsx"), "Excel file|name the columns")


@pytest.mark.once
def test_rows_far_below_are_not_waited_for(write) -> None:
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c t="inlineStr"><is><t>key</t></is></c><c t="inlineStr"><is><t>name</t></is></c></row>'
        b'<row r="99999999999"><c t="inlineStr"><is><t>1</t></is></c></row></sheetData></worksheet>'
    )
    with override("en"), pytest.raises(UnreadableFile, match="no rows"):
        open_table(write(excel({"xl/worksheets/sheet1.xml": sheet}), "x.xlsx"))


def test_words_are_there_for_every_problem() -> None:
    class Any(dict):
        def __missing__(self, key: str) -> str:
            return "x"

    for language in ("sv", "fi", "en"):
        with override(language):
            assert all(str(words) % Any() for words in WORDS.values())
    with override("fi"):
        assert str(UnreadableFile("too_large", most=5)) == "Tiedosto on liian suuri: enintään 5 Mt purettuna."
    assert Problem.from_json(Problem("date", {"value": "x"}).to_json()) == Problem("date", {"value": "x"})
