"""When a provider is stopped those who had chosen it are told kindly, in their language, and whom to call."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from catalogue.models import Approval
from marketplace.clients import actions as clients
from marketplace.clients.enums import MandateBasis, Right
from marketplace.clients.models import Client
from marketplace.foundation.dates import today
from marketplace.notices.mail import compose
from marketplace.notices.models import Notice
from marketplace.notices.recipients import managers_of, sides_of
from marketplace.selections.models import Selection

from .conftest import text_of, told
from .test_stopped import stop


@pytest.fixture
def choice(cast) -> Selection:
    """Aino's dinners by Lärkans Hemservice."""
    return Selection.objects.get(client=cast.clients["Aino Virtanen"], listing=cast.listings["larkan.dinner"])


@pytest.fixture
def carrying(choice: Selection) -> Approval:
    return choice.provider.approvals.get(category=choice.listing.category)


def url(choice: Selection, rest: str = "stopped/") -> str:
    return f"/en/for/{choice.client.number}/choices/{choice.pk}/{rest}"


def words(page) -> str:
    return text_of(page).replace("\xa0", " ")


@pytest.mark.parametrize("kind", ["suspended", "withdrawn"])
def test_she_and_who_helps_her_are_told_and_others_not(cast, carrying, choice, kind: str) -> None:
    """Antti chooses for her and Anna suggests; who may only see hears nothing, nor do those who chose others."""
    facts = {"client": choice.client, "basis": MandateBasis.CONSENT, "from_on": today()}
    clients.give_mandate(person=cast.users["otto"], right=Right.SEE, **facts)
    Notice.objects.all().delete()
    stop(carrying, cast.users["olof"], kind)
    names = {name for name, what, _language in told() if what == "help_stopped"}
    assert {"aino", "antti", "anna"} <= names
    assert not {"otto", "kaisa", "petra"} & names


def test_a_stop_that_touches_nobody_tells_nobody(cast, carrying, choice) -> None:
    stop(carrying, cast.users["olof"], from_on=dt.date(2028, 1, 1))
    assert "help_stopped" not in {what for _name, what, _language in told()}


@pytest.mark.parametrize(
    ("language", "sentence", "call"),
    [
        ("sv", "Du behöver inte göra något just nu.", "Ring oss: 000 000 0000, vardagar 8–16."),
        ("fi", "Sinun ei tarvitse tehdä nyt mitään.", "Soita meille: 000 000 0000, arkisin 8–16."),
        ("en", "You need not do anything now.", "Call us: 000 000 0000, weekdays 8–16."),
    ],
)
def test_the_mail_is_kind_and_has_a_number(cast, carrying, language: str, sentence: str, call: str) -> None:
    stop(carrying, cast.users["olof"])
    notice = Notice.objects.get(kind="help_stopped", user=cast.users["aino"])
    with override(language):
        _subject, body = compose(notice)
    assert sentence in body and call in body
    assert carrying.provider.name not in body and str(carrying.category) not in body


def test_the_letter_is_in_her_language_whoever_prints_it(cast, as_person, carrying, choice) -> None:
    stop(carrying, cast.users["olof"])
    Client.objects.filter(pk=choice.client_id).update(language="fi")
    page = as_person("kaisa").get(url(choice))
    text = words(page)
    assert page.status_code == 200 and '<html lang="fi">' in page.content.decode()
    for part in ("Apusi muuttuu", "Aino Virtanen", "26. marraskuuta 2026", "000 000 0000", "arkisin 8–16", "Kaisa"):
        assert part in text


def test_it_says_from_which_visit_on(cast, as_person, carrying, choice) -> None:
    """The first visit on or after the stop; those before it take place."""
    days = list(choice.visits.filter(state="planned", on__gte=today()).order_by("on").values_list("on", flat=True))
    stop(carrying, cast.users["olof"], from_on=days[1] + dt.timedelta(days=1))
    Client.objects.filter(pk=choice.client_id).update(language="en")
    found = Selection.objects.filter(pk=choice.pk).without_approval(today()).with_stop(today()).get()
    assert (found.stops_on, found.goes_on) == (days[2], 2)
    assert "take place as agreed." in words(as_person("aino").get(url(choice)))


def test_a_stop_from_today_on_leaves_no_visit(cast, as_person, carrying, choice) -> None:
    stop(carrying, cast.users["olof"])
    Client.objects.filter(pk=choice.client_id).update(language="en")
    text = words(as_person("aino").get(url(choice)))
    assert "the money is kept for you until you have decided." in text
    assert "take place as agreed." not in text


def test_her_pages_say_it_too(cast, as_person, carrying, choice) -> None:
    aino = as_person("aino")
    lists = f"/en/for/{choice.client.number}/choices/"
    assert "The provider is stopped" not in words(aino.get(lists))
    assert aino.get(url(choice)).status_code == 404
    stop(carrying, cast.users["olof"])
    assert words(aino.get(lists)).count("The provider is stopped") == 1
    page = aino.get(url(choice, ""))
    assert url(choice) in page.content.decode()
    assert "You can also call us: 000 000 0000." in words(page)


def test_the_case_managers_list_leads_to_the_letter(cast, as_person, carrying, choice) -> None:
    stop(carrying, cast.users["olof"])
    assert url(choice) in as_person("kaisa").get("/en/work/stopped/").content.decode()


def test_telling_costs_the_same_for_many(cast, carrying) -> None:
    chosen = Selection.objects.filter(provider=carrying.provider, state="accepted").order_by("pk")
    counts = []
    for some in (chosen.values("client")[:1], Client.objects.values("pk")):
        people = Client.objects.filter(pk__in=list(some.values_list(flat=True)))
        with CaptureQueriesContext(connection) as seen:
            managers_of(people)
            sides_of(people)
        counts.append(len(seen))
    assert counts == [2, 2]
