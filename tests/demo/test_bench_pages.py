"""The measuring of pages runs and ends. What it measures is no matter for a test."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from marketplace.demo.build import build
from marketplace.foundation.dates import today


@pytest.mark.load
@pytest.mark.django_db(transaction=True)
def test_one_table_with_every_page():
    build(today(), scale="cast")
    printed = StringIO()
    call_command("bench_pages", seconds=0.2, stdout=printed)
    for page in ("results, visitor", "results, Aino", "listing, visitor", "budget, Aino"):
        assert page in printed.getvalue()


@pytest.mark.django_db
def test_an_empty_database_is_told_how_to_get_a_world():
    with pytest.raises(CommandError, match=r"manage\.py demo"):
        call_command("bench_pages", seconds=0.2)
