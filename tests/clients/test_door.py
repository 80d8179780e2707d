"""Who gets in at a client's pages, who does not, and what is noted."""

import pytest

from marketplace.clients.actions import end_mandate, give_mandate
from marketplace.clients.enums import MandateBasis, Right
from marketplace.clients.models import AccessLogEntry, Mandate
from marketplace.foundation.dates import today

from .conftest import yesterday

PAGES = ("helpers/", "looks/", "budget/", "call-back/")
STATUSES = {"aino": 200, "antti": 200, "anna": 200, "kaisa": 200, "kent": 200, "klas": 404, "petra": 404, "otto": 404}


@pytest.mark.parametrize("page", PAGES)
def test_statuses(as_person, aino, page: str) -> None:
    for key, status in STATUSES.items():
        answer = as_person(key).get(f"/en/for/{aino.number}/{page}")
        assert (key, answer.status_code) == (key, status)
        assert "no-store" in answer["Cache-Control"]


def test_unknown_number(as_person, aino) -> None:
    assert as_person("antti").get("/en/for/10000000/helpers/").status_code == 404


def test_nobody_logged_in(client, aino) -> None:
    answer = client.get(f"/en/for/{aino.number}/helpers/")
    assert answer.status_code == 302
    assert answer["Location"] == f"/en/accounts/login/?next=/en/for/{aino.number}/helpers/"


def test_each_look_of_others_is_noted_once(as_person, cast, aino) -> None:
    as_person("aino").get(f"/en/for/{aino.number}/helpers/")
    as_person("otto").get(f"/en/for/{aino.number}/helpers/")
    assert AccessLogEntry.objects.count() == 0
    as_person("antti").get(f"/en/for/{aino.number}/helpers/")
    entry = AccessLogEntry.objects.get()
    assert (entry.client, entry.user, entry.by, entry.what) == (aino, cast.users["antti"], "mandate", "clients:helpers")
    assert entry.mandate == Mandate.objects.get(person=cast.users["antti"])


def test_nothing_is_shown_if_the_look_cannot_be_noted(as_person, aino, monkeypatch) -> None:
    def broken(**fields: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(AccessLogEntry.objects, "create", broken)
    with pytest.raises(RuntimeError):
        as_person("antti").get(f"/en/for/{aino.number}/helpers/")


def test_an_ended_right_says_when_and_nothing_else(as_person, cast, aino) -> None:
    give_mandate(
        client=aino,
        person=cast.users["otto"],
        right=Right.CHOOSE,
        basis=MandateBasis.CONSENT,
        from_on=yesterday(),
        until_on=yesterday(),
    )
    for page in PAGES:
        answer = as_person("otto").get(f"/en/for/{aino.number}/{page}")
        assert answer.status_code == 403
        words = answer.content.decode()
        assert "Your right ended on" in words
        assert "Aino" not in words
        assert 'href="/en/people/"' in words
    assert AccessLogEntry.objects.count() == 0


def test_a_right_ends_with_the_next_click(as_person, cast, aino) -> None:
    browser = as_person("antti")
    assert browser.get(f"/en/for/{aino.number}/budget/").status_code == 200
    end_mandate(mandate=Mandate.objects.get(person=cast.users["antti"]), by=cast.users["aino"])
    assert browser.get(f"/en/for/{aino.number}/budget/").status_code == 403


def test_a_last_day_still_counts(as_person, cast, aino) -> None:
    give_mandate(
        client=aino,
        person=cast.users["otto"],
        right=Right.SEE,
        basis=MandateBasis.CONSENT,
        from_on=today(),
        until_on=today(),
    )
    assert as_person("otto").get(f"/en/for/{aino.number}/budget/").status_code == 200


def test_too_small_a_right_offers_what_one_may(as_person, cast, aino) -> None:
    listing = cast.listings["tranbaret.cleaning"]
    answer = as_person("anna").get(f"/en/for/{aino.number}/choose/{listing.pk}/")
    assert answer.status_code == 403
    words = answer.content.decode()
    assert "Aino" not in words
    assert f'href="/en/for/{aino.number}/listings/{listing.pk}/suggest/"' in words


def test_only_seeing_offers_the_budget(as_person, cast, aino) -> None:
    give_mandate(client=aino, person=cast.users["otto"], right=Right.SEE, basis=MandateBasis.CONSENT, from_on=today())
    listing = cast.listings["tranbaret.cleaning"]
    answer = as_person("otto").get(f"/en/for/{aino.number}/listings/{listing.pk}/suggest/")
    assert answer.status_code == 403
    assert f'href="/en/for/{aino.number}/budget/"' in answer.content.decode()


def test_a_weak_login_is_not_enough_in_production(as_person, aino, settings) -> None:
    settings.STRONG_LOGIN_REQUIRED = True
    browser = as_person("antti")
    answer = browser.get(f"/en/for/{aino.number}/budget/")
    assert answer.status_code == 403
    assert "A stronger login is needed" in answer.content.decode()
    assert AccessLogEntry.objects.count() == 0
    session = browser.session
    session["strong_login"] = True
    session.save()
    assert browser.get(f"/en/for/{aino.number}/budget/").status_code == 200
