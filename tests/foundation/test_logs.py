"""Server logs hold nobody's number, token or query."""

import logging

import pytest

from marketplace.foundation.logs import NoPersonalData


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("Forbidden: /sv/for/82108764/budget/", "Forbidden: /sv/for/…/budget/"),
        ("Not Found: /fi/work/clients/82108764/stand-in/", "Not Found: /fi/work/clients/…/stand-in/"),
        ("Gone: /sv/invitation/r6IvqMbQ_DMM1-GPj/", "Gone: /sv/invitation/…/"),
        ('"GET /sv/search/?postcode=65100&q=demens HTTP/1.1"', '"GET /sv/search/?… HTTP/1.1"'),
        ("Not Found: /sv/listings/12/", "Not Found: /sv/listings/12/"),
    ],
)
def test_blanked(line: str, kept: str) -> None:
    record = logging.LogRecord("django.request", logging.WARNING, __file__, 1, "%s", (line,), None)
    assert NoPersonalData().filter(record)
    assert record.getMessage() == kept
