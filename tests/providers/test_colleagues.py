"""Colleagues by link: once, for some days, in a role; removed at once. The account: two persons."""

import datetime as dt
import re

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client as Browser
from django.utils import timezone

from catalogue import actions
from catalogue.enums import AccountRefusal
from catalogue.models import MemberInvitation, PaymentAccount, Provider
from marketplace.foundation.dates import today
from marketplace.notices.mail import send_due
from marketplace.notices.models import Notice

from .conftest import text_of, told

OLD, NEW = "FI2112345600000785", "FI5542345670000081"


@pytest.fixture
def pia(as_person) -> Browser:
    return as_person("pia")


@pytest.fixture
def home(havtorn: Provider) -> str:
    return f"/en/provider/{havtorn.pk}/"


def invite(browser: Browser, home: str, role: str = "editor", email: str = "anna@example.org") -> str:
    """The path of the link that the page shows."""
    page = browser.post(f"{home}colleagues/invite/", {"name": "Anna", "email": email, "role": role})
    assert page.status_code == 200
    return re.search(r"/en/provider/invitation/[\w-]+/", page.content.decode())[0]


def test_invited_joined_at_work_and_removed(cast, pia, as_person, home: str, havtorn: Provider) -> None:
    link = invite(pia, home)
    anna = as_person("anna")
    assert anna.get(f"{home}approval/").status_code == 404
    assert "Pia Sund invites you to work together here." in text_of(anna.get(link))
    assert anna.post(link).url == f"{home}approval/"
    assert anna.get(f"{home}approval/").status_code == 200
    assert anna.get(f"{home}colleagues/").status_code == 403
    member = havtorn.members.get(user=cast.users["anna"])
    assert (member.role, member.from_on) == ("editor", today())
    assert pia.post(f"{home}colleagues/{member.pk}/remove/").url == f"{home}colleagues/"
    for page in ("approval/", "requests/", "colleagues/"):
        assert anna.get(f"{home}{page}").status_code == 404
    assert anna.get("/en/provider/").status_code == 200  # the page that says: you work for nobody here


def test_a_link_works_once(pia, as_person, home: str, havtorn: Provider) -> None:
    link = invite(pia, home)
    assert as_person("anna").post(link).status_code == 302
    assert as_person("otto").get(link).status_code == 410
    assert as_person("otto").post(link).status_code == 410
    assert havtorn.members.count() == 2


def test_a_link_works_for_fourteen_days(cast, pia, as_person, home: str) -> None:
    link, made = invite(pia, home), timezone.now()
    anna = as_person("anna")
    with time_machine.travel(made + dt.timedelta(days=14) - dt.timedelta(minutes=5)):
        assert anna.get(link).status_code == 200
    with time_machine.travel(made + dt.timedelta(days=14, minutes=5)):
        assert as_person("anna").get(link).status_code == 410


def test_a_link_taken_back_does_not_work(pia, as_person, home: str, havtorn: Provider) -> None:
    link, row = invite(pia, home), havtorn.invitations.get()
    pia.post(f"{home}colleagues/invitations/{row.pk}/withdraw/")
    assert as_person("anna").post(link).status_code == 410
    again = pia.post(f"{home}colleagues/invitations/{row.pk}/withdraw/", follow=True)
    assert "The invitation was taken up or taken back already." in text_of(again)


def test_a_link_of_a_removed_owner_does_not_work(cast, pia, as_person, home: str, havtorn: Provider) -> None:
    link = invite(pia, home)
    actions.add_member(provider=havtorn, user=cast.users["otto"], role="owner", on=today())
    pia.post(f"{home}colleagues/{havtorn.members.get(user=cast.users['pia']).pk}/remove/")
    assert as_person("anna").post(link).status_code == 410


def test_a_form_sent_twice_leaves_one_link(pia, as_person, home: str, havtorn: Provider) -> None:
    first, second = invite(pia, home), invite(pia, home)
    anna = as_person("anna")
    assert (anna.get(first).status_code, anna.get(second).status_code) == (410, 200)
    assert havtorn.invitations.unused().count() == 1


def test_only_the_hash_is_kept(pia, home: str) -> None:
    token = invite(pia, home).rstrip("/").rpartition("/")[2]
    row = MemberInvitation.objects.values().get()
    assert token not in str(row)
    assert len(row["token_hash"]) == 64


def test_the_mail_goes_in_the_receivers_language_and_forgets_the_token(pia, home: str, mailoutbox) -> None:
    link = invite(pia, home)
    assert told() == {("anna", "colleague_invited", "fi")}
    send_due(today())
    assert link.rpartition("invitation/")[2] in mailoutbox[0].body
    assert "Työkaveri kutsuu sinut" in mailoutbox[0].body
    assert "Havtorn" not in mailoutbox[0].body
    assert Notice.objects.get().context == {}


def test_a_mail_of_a_link_taken_back_is_not_sent(pia, home: str, havtorn: Provider, mailoutbox) -> None:
    invite(pia, home)
    actions.withdraw_colleague_invitation(invitation=havtorn.invitations.get())
    send_due(today())
    assert mailoutbox == []


def test_a_visitor_makes_a_login_first(pia, home: str, havtorn: Provider) -> None:
    visitor, link = Browser(), invite(pia, home)
    assert "Make a login" in text_of(visitor.get(link))
    assert visitor.post(link).status_code == 302
    assert havtorn.members.count() == 1


def test_a_link_takes_no_right_away(cast, pia, home: str, havtorn: Provider) -> None:
    assert pia.post(invite(pia, home, role="recorder", email="pia@example.org")).status_code == 302
    assert [(row.user, row.role) for row in havtorn.members.active(today())] == [(cast.users["pia"], "owner")]


def test_the_last_owner_cannot_go(pia, home: str, havtorn: Provider) -> None:
    page = pia.post(f"{home}colleagues/{havtorn.members.get().pk}/remove/", follow=True)
    assert "There must be an owner." in text_of(page)
    assert havtorn.members.active(today()).count() == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"email": "anna"}, "Write the whole e-mail address"),
        ({"name": ""}, "Write who you want to invite."),
        ({"role": ""}, "Choose what the person may do."),
        ({"role": "boss"}, "not one of the available choices"),
    ],
)
def test_a_wrong_invitation_is_told(pia, home: str, havtorn: Provider, fields: dict, words: str) -> None:
    data = {"name": "Anna", "email": "anna@example.org", "role": "editor"} | fields
    page = pia.post(f"{home}colleagues/invite/", data)
    assert words in text_of(page)
    assert not havtorn.invitations.exists()


# The payment account


def give(browser: Browser, home: str, iban: str = "FI21 1234 5600 0007 85", **fields: str):
    return browser.post(f"{home}account/", {"iban": iban, "holder": "Havtornets Vardagshjälp"} | fields)


@pytest.fixture
def second(cast, as_person, havtorn: Provider) -> Browser:
    """Otto, another owner."""
    actions.add_member(provider=havtorn, user=cast.users["otto"], role="owner", on=today())
    return as_person("otto")


def in_use(provider: Provider) -> list[str]:
    return [account.iban for account in provider.accounts.in_use()][:1]


def test_a_second_person_takes_the_account_into_use(pia, second, home: str, havtorn: Provider) -> None:
    assert give(pia, home).status_code == 302
    assert told() == {("otto", "account_given", "fi"), ("olof", "account_given", "sv")}
    account = havtorn.accounts.get()
    assert (account.iban, in_use(havtorn)) == (OLD, [])
    mine = pia.post(f"{home}account/{account.pk}/confirm/", follow=True)
    assert str(AccountRefusal.SAME_PERSON.label) in text_of(mine)
    assert in_use(havtorn) == []
    assert "FI21 1234 5600 0007 85" in text_of(second.get(f"{home}account/"))
    second.post(f"{home}account/{account.pk}/confirm/")
    assert in_use(havtorn) == [OLD]
    late = second.post(f"{home}account/{account.pk}/confirm/", follow=True)
    assert str(AccountRefusal.NOT_OPEN.label) in text_of(late)


def test_a_change_leaves_the_old_account_in_use_until_then(pia, second, home: str, havtorn: Provider) -> None:
    give(pia, home)
    second.post(f"{home}account/{havtorn.accounts.get().pk}/confirm/")
    give(second, home, NEW)
    assert in_use(havtorn) == [OLD]
    waiting = havtorn.accounts.waiting().get()
    pia.post(f"{home}account/{waiting.pk}/withdraw/")
    assert in_use(havtorn) == [OLD]
    assert pia.post(f"{home}account/{waiting.pk}/confirm/", follow=True).status_code == 200
    assert in_use(havtorn) == [OLD]
    give(second, home, NEW)
    pia.post(f"{home}account/{havtorn.accounts.waiting().get().pk}/confirm/")
    assert in_use(havtorn) == [NEW]


def test_given_twice_it_waits_once(pia, home: str, havtorn: Provider) -> None:
    give(pia, home)
    give(pia, home)
    assert havtorn.accounts.count() == 1
    give(pia, home, NEW)
    assert [account.iban for account in havtorn.accounts.waiting()] == [NEW]


@pytest.mark.parametrize("iban", ["FI21 1234 5600 0007 86", "FI21", "1234567-8", "'; --", "FI21 1234 5600 0007 8O"])
def test_a_wrong_number_is_told_and_kept_on_the_page(pia, home: str, havtorn: Provider, iban: str) -> None:
    page = give(pia, home, iban)
    assert page.status_code == 200
    assert "This is not an IBAN account number." in text_of(page)
    assert page.context["form"]["iban"].value() == iban
    assert not havtorn.accounts.exists()


def test_the_database_refuses_one_person_alone(cast, pia, home: str, havtorn: Provider) -> None:
    give(pia, home)
    alone = PaymentAccount.objects.filter(provider=havtorn)
    with pytest.raises(IntegrityError), transaction.atomic():
        alone.update(confirmed_by=cast.users["pia"], confirmed_at=timezone.now())
