"""People who help: seen, invited, ended."""

import datetime as dt

import pytest

from marketplace.clients.actions import end_mandate, hashed
from marketplace.clients.models import Mandate, MandateInvitation
from marketplace.foundation.dates import today

from .conftest import main_of, yesterday

BO = {
    "name": "Bo Berg",
    "email": "bo@example.org",
    "right": "2",
    "kinship": "friend",
    "basis": "consent",
    "until_on": "",
}


def mandate_of(cast, key: str) -> Mandate:
    return Mandate.objects.get(person=cast.users[key])


def test_says_who_what_why_until_when(as_person, cast, aino) -> None:
    page = main_of(as_person("aino").get(f"/en/for/{aino.number}/helpers/"))
    for words in (
        "Antti Virtanen",
        "May see, suggest and choose",
        "own consent",
        "until someone ends it",
        "Kaisa Lind",
    ):
        assert words in page
    assert page.count(">End now<") == 2


def test_a_helper_may_end_only_their_own(as_person, cast, aino) -> None:
    page = main_of(as_person("antti").get(f"/en/for/{aino.number}/helpers/"))
    assert page.count(">End now<") == 1
    assert f"/helpers/{mandate_of(cast, 'antti').pk}/end/" in page
    assert "Invite a person" not in page
    others = mandate_of(cast, "anna")
    assert as_person("antti").post(f"/en/for/{aino.number}/helpers/{others.pk}/end/").status_code == 403
    others.refresh_from_db()
    assert others.revoked_at is None


def test_a_helper_stops_helping(as_person, cast, aino) -> None:
    mine = mandate_of(cast, "antti")
    answer = as_person("antti").post(f"/en/for/{aino.number}/helpers/{mine.pk}/end/")
    assert (answer.status_code, answer["Location"]) == (302, "/en/people/")
    assert as_person("antti").get(f"/en/for/{aino.number}/helpers/").status_code == 403


@pytest.mark.parametrize("key", ["aino", "kaisa"])
def test_the_client_and_her_case_manager_end_at_once(as_person, cast, aino, key: str) -> None:
    mandate = mandate_of(cast, "anna")
    answer = as_person(key).post(f"/en/for/{aino.number}/helpers/{mandate.pk}/end/")
    assert (answer.status_code, answer["Location"]) == (302, f"/en/for/{aino.number}/helpers/")
    mandate.refresh_from_db()
    assert mandate.revoked_by == cast.users[key]
    first = mandate.revoked_at
    assert as_person(key).post(f"/en/for/{aino.number}/helpers/{mandate.pk}/end/").status_code == 302
    mandate.refresh_from_db()
    assert mandate.revoked_at == first


def test_outsiders_end_nothing(as_person, cast, aino) -> None:
    mandate = mandate_of(cast, "anna")
    for key in ("otto", "petra", "klas"):
        assert as_person(key).post(f"/en/for/{aino.number}/helpers/{mandate.pk}/end/").status_code == 404
    assert as_person("aino").get(f"/en/for/{aino.number}/helpers/{mandate.pk}/end/").status_code == 405


def test_a_mandate_of_another_client_is_not_reached(as_person, cast, aino) -> None:
    other = next(client for client in cast.clients.values() if client != aino)
    mandate = mandate_of(cast, "anna")
    assert as_person("kaisa").post(f"/en/for/{other.number}/helpers/{mandate.pk}/end/").status_code == 404


@pytest.mark.parametrize(
    ("key", "status"), [("aino", 200), ("kaisa", 200), ("antti", 403), ("anna", 403), ("otto", 404)]
)
def test_who_may_invite(as_person, aino, key: str, status: int) -> None:
    path = f"/en/for/{aino.number}/helpers/invite/"
    assert as_person(key).get(path).status_code == status
    assert as_person(key).post(path, BO).status_code == status
    assert MandateInvitation.objects.count() == (status == 200)


def test_the_link_is_shown_once_and_kept_as_a_hash(as_person, aino) -> None:
    browser = as_person("aino")
    answer = browser.post(f"/en/for/{aino.number}/helpers/invite/", BO)
    token = answer.context["link"].split("/")[-2]
    assert token in answer.content.decode()
    row = MandateInvitation.objects.get()
    assert row.token_hash == hashed(token)
    page = main_of(browser.get(f"/en/for/{aino.number}/helpers/"))
    assert "Bo Berg" in page
    assert token not in page


def test_a_second_invitation_takes_the_place_of_the_first(as_person, aino) -> None:
    for _ in range(2):
        as_person("aino").post(f"/en/for/{aino.number}/helpers/invite/", BO)
    assert [row.withdrawn_at is None for row in MandateInvitation.objects.order_by("pk")] == [False, True]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "Write who you want to invite."),
        ("email", "bo", "Write the whole e-mail address"),
        ("right", "9", "Select a valid choice"),
        ("right", "", "Choose what the person may do."),
        ("basis", "guardian", "Select a valid choice"),
        ("until_on", "32.1.2026", "Write the day as day.month.year"),
        ("until_on", yesterday().isoformat(), "The day has passed."),
    ],
)
def test_kind_errors_lose_nothing(as_person, aino, field: str, value: str, words: str) -> None:
    answer = as_person("aino").post(f"/en/for/{aino.number}/helpers/invite/", BO | {field: value})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert words in page
    assert "<title>Error:" in page
    assert ("Bo Berg" in page) == (field != "name")
    assert MandateInvitation.objects.count() == 0


def test_only_staff_enter_a_guardian(as_person, aino) -> None:
    until = (today() + dt.timedelta(days=30)).strftime("%d.%m.%Y")
    sent = BO | {"basis": "guardian", "until_on": until}
    as_person("kaisa").post(f"/en/for/{aino.number}/helpers/invite/", sent)
    row = MandateInvitation.objects.get()
    assert (row.basis, row.until_on) == ("guardian", today() + dt.timedelta(days=30))


def test_an_invitation_is_taken_back(as_person, cast, aino) -> None:
    as_person("aino").post(f"/en/for/{aino.number}/helpers/invite/", BO)
    row = MandateInvitation.objects.get()
    path = f"/en/for/{aino.number}/helpers/invitations/{row.pk}/withdraw/"
    assert as_person("antti").post(path).status_code == 403
    assert as_person("otto").post(path).status_code == 404
    assert as_person("aino").post(path).status_code == 302
    row.refresh_from_db()
    assert row.withdrawn_at is not None


def test_those_before_are_listed_without_buttons(as_person, cast, aino) -> None:
    end_mandate(mandate=mandate_of(cast, "anna"), by=cast.users["aino"])
    page = main_of(as_person("aino").get(f"/en/for/{aino.number}/helpers/"))
    assert "Have helped before" in page
    assert page.count(">End now<") == 1
