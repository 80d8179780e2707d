"""Sums, dates and lists as words; every expected text written out by hand."""

import datetime as dt

import pytest

from marketplace.foundation import formats

TUESDAY = dt.date(2026, 12, 1)


@pytest.mark.parametrize(
    ("cents", "language", "text"),
    [
        (4500, "sv", "45\u00a0€"),
        (4550, "sv", "45,50\u00a0€"),
        (0, "fi", "0\u00a0€"),
        (5, "fi", "0,05\u00a0€"),
        (123450, "fi", "1\u00a0234,50\u00a0€"),
        (4550, "en", "45.50\u00a0€"),
        (123400, "en", "1,234\u00a0€"),
        (-3800, "sv", "\u221238\u00a0€"),
    ],
)
def test_euro(cents, language, text):
    assert formats.euro(cents, language) == text


def test_euro_with_cents_always():
    assert formats.euro(4500, "sv", always_cents=True) == "45,00\u00a0€"


@pytest.mark.parametrize(
    ("value", "language", "text"),
    [(1.5, "sv", "1,5"), (2, "fi", "2"), (2.0, "sv", "2"), (10, "sv", "10"), (0.125, "en", "0.13")],
)
def test_number(value, language, text):
    assert formats.number(value, language) == text


@pytest.mark.parametrize(
    ("language", "words", "long"),
    [
        ("sv", "tisdag 1\u00a0december", "1\u00a0december 2026"),
        ("fi", "tiistai 1.\u00a0joulukuuta", "1.\u00a0joulukuuta 2026"),
        ("en", "Tuesday 1\u00a0December", "1\u00a0December 2026"),
    ],
)
def test_days(language, words, long):
    assert formats.day_words(TUESDAY, language) == words
    assert formats.day_long(TUESDAY, language) == long


@pytest.mark.parametrize(
    ("language", "name", "inside", "year"),
    [
        ("sv", "december", "i december", "december 2026"),
        ("fi", "joulukuu", "joulukuussa", "joulukuu 2026"),
        ("en", "December", "in December", "December 2026"),
    ],
)
def test_months(language, name, inside, year):
    assert formats.month_name(TUESDAY, language) == name
    assert formats.in_month(TUESDAY, language) == inside
    assert formats.month_year(TUESDAY, language) == year


def test_clock():
    assert formats.clock(dt.time(10), "sv") == "10"
    assert formats.clock(dt.time(9, 30), "fi") == "9.30"
    assert formats.clock(dt.time(10), "en") == "10:00"


@pytest.mark.parametrize(
    ("metres", "text"),
    [(0, "mindre än 1 km"), (999, "mindre än 1 km"), (1499, "1\u00a0km"), (1500, "2\u00a0km"), (12400, "12\u00a0km")],
)
def test_km(metres, text):
    assert formats.km(metres, "sv") == text


def test_lists():
    assert formats.list_words([], "sv") == ""
    assert formats.list_words(["a"], "sv") == "a"
    assert formats.list_words(["a", "b", "c"], "en") == "a, b and c"
    assert formats.spoken(["sv", "fi", "en"], "sv") == "svenska, finska och engelska"
    assert formats.spoken(["sv", "fi", "xx"], "fi") == "ruotsia ja suomea"


@pytest.mark.parametrize(
    ("phone", "address"),
    [
        ("000 000 0000", "tel:+358000000000"),
        ("+358 00 000 000", "tel:+35800000000"),
        ("112", "tel:112"),
    ],
)
def test_tel(phone, address):
    assert formats.tel(phone) == address


@pytest.mark.parametrize(
    ("path", "swapped"),
    [
        ("/sv/search/?q=st%C3%A4d&page=2", "/fi/search/?q=st%C3%A4d&page=2"),
        ("/sv/for/7/check/12/", "/fi/for/7/check/12/"),
        ("/en/", "/fi/"),
        ("/nothing/here/?a=1", "/fi/?a=1"),
    ],
)
def test_swap_language(path, swapped):
    assert formats.swap_language(path, "fi") == swapped


def test_jar_of_the_check_page():
    """December of check.html: 480 granted, 42 left after 270, 168 held from before."""
    assert formats.jar_parts(48000, 4200, 16800, 27000) == [
        {"kind": "left", "y": "71.8", "height": "5.2"},
        {"kind": "take", "y": "38", "height": "33.8"},
        {"kind": "held", "y": "17", "height": "21"},
    ]


def test_jar_never_overflows_and_may_be_empty():
    assert formats.jar_parts(10000, 20000) == [{"kind": "left", "y": "17", "height": "60"}]
    assert formats.jar_parts(0, 5000) == []
    assert formats.jar_parts(10000, 0) == []
