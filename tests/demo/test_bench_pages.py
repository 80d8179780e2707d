"""The measuring of pages runs and ends. What it measures is no matter for a test."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from catalogue.models import Listing
from marketplace.demo.build import build
from marketplace.foundation.dates import today


@pytest.mark.once
@pytest.mark.load
@pytest.mark.django_db(transaction=True)
def test_one_table_with_every_page():
    build(today(), scale="cast")
    printed = StringIO()
    call_command("bench_pages", seconds=0.2, stdout=printed)
    for page in ("results, visitor", "results, Aino", "listing, visitor", "budget, Aino"):
        assert page in printed.getvalue()


@pytest.mark.once
@pytest.mark.load
@pytest.mark.django_db(transaction=True)
def test_growth_is_measured_in_copies():
    build(today(), scale="cast")
    if connection.vendor != "sqlite":
        with pytest.raises(CommandError, match="SQLite"):
            call_command("bench_pages", seconds=0.2, listings=[20, 30])
        return
    printed = StringIO()
    call_command("bench_pages", seconds=0.2, listings=[30, 20], stdout=printed)
    lines = [line for line in printed.getvalue().splitlines() if " results" in line]
    assert [re.findall(r"\d+", line)[0] for line in lines] == ["20", "30", "20", "30"]
    assert Listing.objects.count() == 17


@pytest.mark.django_db
def test_an_empty_database_is_told_how_to_get_a_world():
    with pytest.raises(CommandError, match=r"manage\.py demo"):
        call_command("bench_pages", seconds=0.2)
