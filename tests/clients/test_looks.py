"""Who has looked at my data."""

from django.utils import translation

from marketplace.clients.looks import words_of
from marketplace.clients.models import AccessLogEntry
from marketplace.foundation.dates import today

from .conftest import main_of


def test_says_who_looked_at_what(as_person, aino) -> None:
    for _ in range(3):
        as_person("antti").get(f"/en/for/{aino.number}/budget/")
    as_person("kaisa").get(f"/en/for/{aino.number}/helpers/")
    page = " ".join(main_of(as_person("aino").get(f"/en/for/{aino.number}/looks/")).split())
    assert "<strong>Antti Virtanen</strong>, helper. Looked at: the budget. 3 times." in page
    assert "<strong>Kaisa Lind</strong>, case manager. Looked at: the people who help." in page


def test_nobody_looked(as_person, aino) -> None:
    assert "Nobody else has looked." in main_of(as_person("aino").get(f"/en/for/{aino.number}/looks/"))


def test_unknown_pages_are_pages() -> None:
    with translation.override("en"):
        assert str(words_of("something:new")) == "the pages"
        assert str(words_of("plans:something")) == "the plan"


def test_twenty_a_page_with_constant_queries(as_person, cast, aino, django_assert_max_num_queries) -> None:
    browser = as_person("aino")
    for index in range(25):
        AccessLogEntry.objects.create(client=aino, user=cast.users["antti"], by="mandate", what=f"room:page{index}")
    with django_assert_max_num_queries(10):
        page = main_of(browser.get(f"/en/for/{aino.number}/looks/"))
    assert page.count("<strong>Antti") == 20
    assert main_of(browser.get(f"/en/for/{aino.number}/looks/?page=2")).count("<strong>Antti") == 5
    assert browser.get(f"/en/for/{aino.number}/looks/?page=x").status_code == 200
    assert AccessLogEntry.objects.filter(client=aino, at__date=today()).count() == 25
