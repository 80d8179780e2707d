"""For whom is one here?"""

from marketplace.clients.actions import end_mandate
from marketplace.clients.models import AccessLogEntry, Mandate

from .conftest import main_of


def test_each_sees_whom_they_may_help(as_person, aino) -> None:
    page = main_of(as_person("antti").get("/en/people/"))
    assert "Aino Virtanen, <" in page
    assert "You may see, suggest and choose." in page
    assert f'href="/en/for/{aino.number}/budget/"' in page
    assert f'href="/en/for/{aino.number}/search/"' in page
    assert "You may see and suggest." in main_of(as_person("anna").get("/en/people/"))
    assert "you yourself" in main_of(as_person("aino").get("/en/people/"))
    assert AccessLogEntry.objects.count() == 0  # a list of one's own people shows nothing of theirs


def test_an_outsider_is_told_how_to_begin(as_person, aino) -> None:
    page = main_of(as_person("otto").get("/en/people/"))
    assert "Virtanen" not in page
    assert 'href="/en/link/"' in page


def test_case_managers_reach_their_clients(as_person, aino) -> None:
    assert "Aino Virtanen" in main_of(as_person("kaisa").get("/en/people/"))
    assert "Aino Virtanen" not in main_of(as_person("klas").get("/en/people/"))


def test_asks_for_login(client, db) -> None:
    answer = client.get("/en/people/?next=/en/listings/7/")
    assert answer.status_code == 302
    assert answer["Location"] == "/en/accounts/login/?next=/en/people/%3Fnext%3D/en/listings/7/"


def test_leads_back_to_the_listing(as_person, aino) -> None:
    browser = as_person("antti")
    number = aino.number
    assert f'"/en/for/{number}/listings/7/"' in main_of(browser.get("/en/people/?next=/sv/listings/7/"))
    saved = main_of(browser.get("/en/people/?next=/fi/listings/7/%3Fpostcode%3D65100&save=1"))
    assert f'"/en/for/{number}/shortlist/7/save/"' in saved


def test_follows_no_other_address(as_person, aino) -> None:
    for path in (
        "https://example.org/sv/listings/7/",
        "//example.org/listings/7/",
        "/sv/for/1/listings/7/",
        "x" * 3000,
    ):
        page = main_of(as_person("antti").get("/en/people/", {"next": path}))
        assert "example.org" not in page
        assert f'href="/en/for/{aino.number}/budget/"' in page


def test_says_what_has_ended_without_a_name(as_person, cast, aino) -> None:
    end_mandate(mandate=Mandate.objects.get(person=cast.users["anna"]), by=cast.users["aino"])
    page = main_of(as_person("anna").get("/en/people/"))
    assert "A right that you had to help someone ended on" in page
    assert "Aino" not in page


def test_is_the_first_page_of_who_has_no_other_work(as_person, aino) -> None:
    for key in ("aino", "antti", "otto"):
        assert as_person(key).get("/en/start/")["Location"] == "/en/people/"


def test_names_need_a_strong_login(as_person, aino, settings) -> None:
    settings.STRONG_LOGIN_REQUIRED = True
    answer = as_person("antti").get("/en/people/")
    assert answer.status_code == 403
    assert b"Virtanen" not in answer.content.replace(b"Antti Virtanen", b"")
    assert as_person("otto").get("/en/people/").status_code == 200
