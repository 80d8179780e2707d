"""A login becomes a client's own by a one-time code from staff."""

import pytest

from marketplace.clients.actions import make_link_code
from marketplace.clients.models import Client


@pytest.fixture
def other(cast, db) -> Client:
    return Client.objects.filter(user=None).first()


@pytest.fixture
def code(cast, other) -> str:
    return make_link_code(client=other, by=cast.users["kaisa"])


def test_links_once(as_person, cast, other, code: str) -> None:
    typed = f" {code[:4].lower()}-{code[4:]} "
    answer = as_person("otto").post("/en/link/", {"code": typed})
    assert (answer.status_code, answer["Location"]) == (302, f"/en/for/{other.number}/budget/")
    other.refresh_from_db()
    assert other.user == cast.users["otto"]
    assert "does not work" in as_person("anna").post("/en/link/", {"code": code}).content.decode()


@pytest.mark.parametrize(
    ("typed", "words"), [("", "Write the code."), ("ABC", "does not work"), ("Å" * 41, "at most 40")]
)
def test_kind_errors(as_person, other, typed: str, words: str) -> None:
    answer = as_person("otto").post("/en/link/", {"code": typed})
    assert answer.status_code == 200
    assert words in answer.content.decode()


def test_who_is_a_client_already_links_no_other(as_person, aino, other, code: str) -> None:
    assert "does not work" in as_person("aino").post("/en/link/", {"code": code}).content.decode()
    other.refresh_from_db()
    assert other.user is None


def test_the_code_opens_the_sign_up(client, other, code: str) -> None:
    assert client.get("/en/link/").status_code == 200
    client.post("/en/link/", {"code": "ABC"})
    assert "invited" not in client.session
    page = client.post("/en/link/", {"code": code}).content.decode()
    assert client.session["invited"] is True
    assert "/en/accounts/signup/?next=%2Fen%2Flink%2F" in page
    other.refresh_from_db()
    assert other.user is None
