"""The case manager's small pages (finding a colleague's client, a code for a login), and what many mandates cost."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marketplace.clients import actions
from marketplace.clients.enums import MandateBasis, Right
from marketplace.clients.exceptions import LinkRefused
from marketplace.clients.lookups import acting_for
from marketplace.clients.models import Client, LinkCode
from marketplace.foundation.dates import today

from .conftest import main_of


def test_a_number_leads_on_to_the_reason(as_person, aino) -> None:
    answer = as_person("katri").get(f"/en/work/stand-in/?number={aino.number[:4]} {aino.number[4:]}")
    assert answer["Location"] == f"/en/work/clients/{aino.number}/stand-in/"


@pytest.mark.parametrize(("typed", "words"), [("12345678", "no client with that number"), ("", "Write the number.")])
def test_a_wrong_number_is_said_kindly(as_person, aino, typed: str, words: str) -> None:
    page = main_of(as_person("katri").get(f"/en/work/stand-in/?number={typed}"))
    assert words in page
    assert f'value="{typed}"' in page or not typed


@pytest.mark.parametrize("key", ["aino", "antti", "petra", "otto", "olof"])
def test_finding_is_for_case_managers(as_person, aino, key: str) -> None:
    assert as_person(key).get(f"/en/work/stand-in/?number={aino.number}").status_code == 404


def test_a_code_is_shown_once_and_works_once(as_person, cast) -> None:
    bror = Client.objects.get(first_name="Bror")
    page = main_of(as_person("kaisa").post(f"/en/for/{bror.number}/link-code/"))
    code = re.search(r'class="secret">([^<]+)<', page)[1]
    assert re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", code)
    assert not LinkCode.objects.filter(code_hash__contains=code).exists()
    assert code not in main_of(as_person("kaisa").get(f"/en/for/{bror.number}/link-code/"))
    assert actions.link_user(user=cast.users["otto"], code=code.lower()).pk == bror.pk
    with pytest.raises(LinkRefused):
        actions.link_user(user=cast.users["petra"], code=code)


@pytest.mark.parametrize(("key", "status"), [("aino", 403), ("antti", 403), ("otto", 404), ("katri", 404)])
def test_others_make_no_code(as_person, aino, key: str, status: int) -> None:
    assert as_person(key).post(f"/en/for/{aino.number}/link-code/").status_code == status
    assert not LinkCode.objects.filter(client=aino, used_at=None).exists()


def test_a_linked_client_gets_no_second_code(as_person, aino) -> None:
    assert "linked already" in main_of(as_person("kaisa").post(f"/en/for/{aino.number}/link-code/"))


def test_five_mandates_cost_as_much_as_one(as_person, cast, aino) -> None:
    antti, addresses = cast.users["antti"], [f"/en/for/{aino.number}/budget/", "/en/people/"]
    browser = as_person("antti")

    def queries() -> list[int]:
        counts = []
        for address in addresses:
            with CaptureQueriesContext(connection) as seen:
                assert browser.get(address).status_code == 200
            counts.append(len(seen))
        return counts

    queries()  # what is looked up once and kept
    one = queries()
    for client in Client.objects.exclude(pk=aino.pk)[:2]:
        _give(client, antti)
    for _ in range(2):
        _give(aino, antti)
    assert queries() == one


def test_of_several_rights_the_strongest_holds(cast, aino) -> None:
    _give(aino, cast.users["otto"], Right.SEE)
    _give(aino, cast.users["otto"], Right.CHOOSE)
    _give(aino, cast.users["otto"], Right.SUGGEST)
    acting = acting_for(cast.users["otto"], aino, on=today())
    assert acting is not None and acting.right == Right.CHOOSE


def _give(client: Client, person, right: Right = Right.SEE) -> None:
    actions.give_mandate(client=client, person=person, right=right, basis=MandateBasis.CONSENT, from_on=today())
