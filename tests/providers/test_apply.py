"""Becoming a provider: question by question, kept at every step, one provider however often it is sent."""

import datetime as dt

import pytest
from django.test import Client as Browser

from catalogue.models import Provider, ProviderMember
from marketplace.providers.models import Registration

from .conftest import text_of

APPLY = "/en/provider/apply/"
ANSWERS = {
    "business-id": {"business_id": "99907007"},
    "name": {"name": "Slånbärets Hemhjälp"},
    "kind": {"kind": "company"},
    "places": {"codes": "65100, 64200"},
    "languages": {"languages": ["sv", "fi"]},
    "people": {"people": "4"},
    "contact": {"phone": "000 000 0000", "email": "kontor@slanbar.example"},
    "contact-language": {"contact_language": "sv"},
}
"""9990700-7: weights 7 9 10 5 8 4 2 give 63 + 81 + 90 + 0 + 56 + 0 + 0 = 290 = 26 × 11 + 4, and 11 - 4 = 7."""


@pytest.fixture
def otto(as_person) -> Browser:
    browser = as_person("otto")
    assert browser.post(APPLY).url == f"{APPLY}business-id/"
    return browser


def answer_all(browser: Browser, **changed: dict) -> None:
    for key, fields in (ANSWERS | changed).items():
        assert browser.post(f"{APPLY}{key}/", fields).status_code == 302, key


def test_question_after_question_to_a_provider(cast, otto: Browser) -> None:
    keys = list(ANSWERS)
    for key, following in zip(keys, [*keys[1:], "check"], strict=True):
        assert otto.get(f"{APPLY}{key}/").status_code == 200
        assert otto.post(f"{APPLY}{key}/", ANSWERS[key]).url == f"{APPLY}{following}/"
    page = text_of(otto.get(f"{APPLY}check/"))
    for words in ("9990700-7", "Slånbärets Hemhjälp", "Company", "65100 V", "64200 N", "Swedish and Finnish", "4"):
        assert words in page
    done = otto.post(f"{APPLY}check/")
    provider = Provider.objects.get(name="Slånbärets Hemhjälp")
    assert done.url == f"/en/provider/{provider.pk}/approval/"
    assert (provider.kind, provider.languages, provider.contact_language) == ("company", ["sv", "fi"], "sv")
    assert [row.value for row in provider.identifiers.all()] == ["9990700-7"]
    assert [base.postal_area.code for base in provider.bases.order_by("pk")] == ["64200", "65100"]
    member = ProviderMember.objects.get(provider=provider)
    assert (member.user, member.role, member.from_on) == (cast.users["otto"], "owner", dt.date(2026, 11, 26))


def test_answers_are_kept_until_one_comes_back(otto: Browser, as_person) -> None:
    otto.post(f"{APPLY}business-id/", ANSWERS["business-id"])
    otto.post(f"{APPLY}name/", ANSWERS["name"])
    again = as_person("otto")
    assert again.post(APPLY).url == f"{APPLY}kind/"
    assert "Slånbärets Hemhjälp" in again.get(f"{APPLY}name/").content.decode()


def test_sent_twice_it_is_one_provider(otto: Browser) -> None:
    answer_all(otto)
    first, second = otto.post(f"{APPLY}check/"), otto.post(f"{APPLY}check/")
    assert first.url == second.url
    assert Provider.objects.filter(name="Slånbärets Hemhjälp").count() == 1


def test_two_clicks_begin_one_registration(otto: Browser, cast) -> None:
    otto.post(APPLY)
    assert Registration.objects.open_of(cast.users["otto"]).count() == 1


def test_a_question_left_out_is_asked_before_the_check(otto: Browser) -> None:
    otto.post(f"{APPLY}business-id/", ANSWERS["business-id"])
    assert otto.get(f"{APPLY}check/").url == f"{APPLY}name/"
    assert otto.post(f"{APPLY}check/").url == f"{APPLY}name/"


@pytest.mark.parametrize(
    ("key", "fields", "words"),
    [
        ("business-id", {"business_id": "9990700-6"}, "This is not a business ID. It looks like 1234567-8."),
        ("business-id", {"business_id": "9990500-1"}, "A provider with this business ID is here already."),
        ("business-id", {}, "Write the business ID."),
        ("name", {"name": " "}, "Write the name."),
        ("kind", {"kind": "bank"}, "is not one of the available choices"),
        ("places", {"codes": "65100, 99999"}, "We do not know: 99999."),
        ("places", {"codes": " , "}, "We do not know"),
        ("languages", {}, "Tick at least one language."),
        ("people", {"people": "0"}, "At least one person does the work."),
        ("people", {"people": "many"}, "Write a whole number, for example 3."),
        ("contact", {"phone": "call me", "email": "a@example.org"}, "Write the number with digits"),
        ("contact", {"phone": "000 000 0000", "email": "a"}, "Write the whole e-mail address"),
        ("contact-language", {}, "Choose a language."),
    ],
)
def test_a_wrong_answer_is_told_and_not_kept(otto: Browser, key: str, fields: dict, words: str) -> None:
    before = Registration.objects.values().get(applicant__email="otto@example.org")
    answer = otto.post(f"{APPLY}{key}/", fields)
    assert answer.status_code == 200
    assert words in text_of(answer)
    assert "<title>Error:" in answer.content.decode()
    for value in fields.values():
        assert key == "kind" or value.strip() in answer.content.decode()
    after = Registration.objects.values().get(applicant__email="otto@example.org")
    assert after == before


def test_a_number_taken_meanwhile_is_told_at_the_end(cast, otto: Browser, as_person) -> None:
    answer_all(otto)
    other = as_person("anna")
    other.post(APPLY)
    answer_all(other)
    assert other.post(f"{APPLY}check/").status_code == 302
    late = otto.post(f"{APPLY}check/")
    assert late.status_code == 200
    assert "A provider with this business ID is here already." in text_of(late)
    assert Registration.objects.open_of(cast.users["otto"]).exists()
    assert Provider.objects.filter(name="Slånbärets Hemhjälp").count() == 1


def test_answers_can_be_thrown_away(otto: Browser, cast) -> None:
    otto.post(f"{APPLY}give-up/")
    assert not Registration.objects.open_of(cast.users["otto"]).exists()
    assert otto.get(f"{APPLY}name/").url == APPLY


def test_a_visitor_is_told_how_and_can_make_a_login(cast) -> None:
    visitor = Browser()
    page = visitor.get(APPLY)
    assert "Make a login" in text_of(page)
    assert visitor.get("/en/accounts/signup/").status_code == 200
    assert "Sign up" not in text_of(Browser().get("/en/accounts/signup/"))
    assert visitor.post(APPLY).status_code == 302
    assert visitor.get(f"{APPLY}name/").status_code == 302
    assert not Registration.objects.filter(provider=None).exists()


@pytest.mark.parametrize("language", ["sv", "fi", "en"])
def test_pages_stand_in_every_language(otto: Browser, language: str) -> None:
    for key in ANSWERS:
        assert otto.get(f"/{language}/provider/apply/{key}/").status_code == 200
    assert otto.get(f"/{language}/provider/apply/no-such/").status_code == 404
