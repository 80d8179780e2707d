"""A colleague opens a client for the day, with a reason."""

import datetime as dt

import pytest

from marketplace.clients.models import AccessLogEntry, StandIn
from marketplace.foundation.dates import today

from .conftest import main_of


def test_opens_for_the_day_and_no_more_than_seeing(as_person, cast, aino) -> None:
    browser, path = as_person("klas"), f"/en/work/clients/{aino.number}/stand-in/"
    assert "Aino" not in browser.get(path).content.decode()
    answer = browser.post(path, {"reason": "Kaisa is on leave"})
    assert (answer.status_code, answer["Location"]) == (302, f"/en/for/{aino.number}/budget/")
    assert browser.get(f"/en/for/{aino.number}/budget/").status_code == 200
    listing = cast.listings["tranbaret.cleaning"]
    assert browser.get(f"/en/for/{aino.number}/choose/{listing.pk}/").status_code == 403
    assert browser.get(f"/en/for/{aino.number}/helpers/invite/").status_code == 403
    assert set(AccessLogEntry.objects.values_list("by", flat=True)) == {"stand_in"}
    assert "Reason: Kaisa is on leave" in main_of(as_person("aino").get(f"/en/for/{aino.number}/looks/"))


def test_ends_with_the_day(as_person, cast, aino) -> None:
    day = today() - dt.timedelta(days=1)
    StandIn.objects.create(client=aino, user=cast.users["klas"], on=day, reason="Kaisa is on leave")
    assert as_person("klas").get(f"/en/for/{aino.number}/budget/").status_code == 403


@pytest.mark.parametrize("key", ["otto", "antti", "petra", "olof", "frida"])
def test_only_for_case_managers(as_person, aino, key: str) -> None:
    path = f"/en/work/clients/{aino.number}/stand-in/"
    assert as_person(key).get(path).status_code == 404
    assert as_person(key).post(path, {"reason": "Kaisa is on leave"}).status_code == 404
    assert StandIn.objects.count() == 0


def test_a_reason_is_needed(as_person, aino) -> None:
    for reason in ("", "  x ", "y" * 301):
        answer = as_person("klas").post(f"/en/work/clients/{aino.number}/stand-in/", {"reason": reason})
        assert answer.status_code == 200
        assert "<title>Error:" in answer.content.decode()
    assert StandIn.objects.count() == 0


def test_ones_own_client_needs_no_stand_in(as_person, aino) -> None:
    answer = as_person("kaisa").get(f"/en/work/clients/{aino.number}/stand-in/")
    assert answer["Location"] == f"/en/for/{aino.number}/budget/"
    assert as_person("kaisa").get("/en/work/clients/10000000/stand-in/").status_code == 404
