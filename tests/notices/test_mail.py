"""The outbox is emptied after the act: sent once, tried again after failures, and nothing private in it."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.utils import timezone
from django.utils.translation import override

from marketplace.clients import actions as clients
from marketplace.clients.enums import Right
from marketplace.foundation.dates import today
from marketplace.notices.actions import tell
from marketplace.notices.enums import Kind
from marketplace.notices.mail import MOST_TRIES, compose, send_due
from marketplace.notices.models import Notice
from marketplace.notices.words import SENTENCES


@pytest.fixture
def two(cast, aino) -> None:
    tell([cast.users["aino"], cast.users["anna"]], Kind.SUGGESTION_NEW)


@pytest.fixture
def invited(cast, aino):
    invitation, token = clients.invite(
        client=aino,
        by=cast.users["aino"],
        days=7,
        name="Maja Nygren",
        email="maja@example.org",
        right=Right.SUGGEST,
        basis="consent",
    )
    return invitation, token


def test_each_gets_her_own_language_once(two) -> None:
    assert send_due(today()) == 2
    assert {message.to[0]: message.body.split("/")[3] for message in mail.outbox} == {
        "aino@example.org": "sv",
        "anna@example.org": "fi",
    }
    assert send_due(today()) == 0
    assert len(mail.outbox) == 2
    assert not Notice.objects.filter(sent_at=None).exists()


def test_the_daily_tick_sends(two) -> None:
    call_command("tick", verbosity=0)
    assert len(mail.outbox) == 2


def test_a_failure_is_kept_and_tried_again_later(two, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(self: EmailMessage, **kwargs: object) -> int:
        raise OSError("the mail server is away")

    with monkeypatch.context() as broken:
        broken.setattr(EmailMessage, "send", down)
        assert send_due(today()) == 0
    assert set(Notice.objects.values_list("tries", "error", "sent_at")) == {
        (1, "OSError: the mail server is away", None)
    }
    assert send_due(today()) == 0  # not before a minute has passed
    Notice.objects.update(tried_at=timezone.now() - dt.timedelta(seconds=61))
    assert send_due(today()) == 2
    assert set(Notice.objects.values_list("tries", "error")) == {(2, "")}


def test_one_bad_address_does_not_stop_the_others(two, monkeypatch: pytest.MonkeyPatch) -> None:
    send = EmailMessage.send

    def picky(self: EmailMessage, **kwargs: object) -> int:
        if self.to == ["aino@example.org"]:
            raise ValueError("no such box")
        return send(self, **kwargs)

    monkeypatch.setattr(EmailMessage, "send", picky)
    assert send_due(today()) == 1
    assert [message.to for message in mail.outbox] == [["anna@example.org"]]


def test_gives_up_in_the_end_but_keeps_the_row(two) -> None:
    Notice.objects.update(tries=MOST_TRIES, tried_at=timezone.now() - dt.timedelta(days=9))
    assert send_due(today()) == 0
    assert Notice.objects.filter(sent_at=None).count() == 2


def test_an_invitation_carries_its_link_and_forgets_it(invited) -> None:
    _, token = invited
    assert send_due(today()) == 1
    assert f"/sv/invitation/{token}/" in mail.outbox[0].body
    assert Notice.objects.get().context == {}


def test_a_known_person_is_invited_in_her_language(cast, aino) -> None:
    clients.invite(
        client=aino, by=cast.users["aino"], days=7, name="Otto", email="OTTO@example.org", right=1, basis="consent"
    )
    assert Notice.objects.get().language == "fi"


def test_an_invitation_taken_back_is_not_sent(invited) -> None:
    assert clients.withdraw_invitation(invitation=invited[0])
    assert send_due(today()) == 0
    assert mail.outbox == []
    assert Notice.objects.get().context == {}
    assert send_due(today()) == 0


def test_every_kind_has_its_sentence() -> None:
    assert set(SENTENCES) == set(Kind) - {Kind.INVITATION, Kind.COLLEAGUE_INVITED}


@pytest.mark.parametrize("language", ["sv", "fi", "en"])
def test_no_name_sum_or_service_in_any_mail(invited, cast, language: str) -> None:
    names = {word for user in cast.users.values() for word in (user.first_name, user.last_name)}
    names |= {"Maja", "Nygren", "Städning", "Siivous"}
    outbox = [Notice(kind=kind, language=language) for kind in SENTENCES]
    outbox.append(Notice(kind=Kind.INVITATION, language=language, context={"token": invited[1]}))
    for notice in outbox:
        with override(language):
            subject, body = compose(notice)
        words = re.sub(r"https?://\S+", "", subject + body)
        for county in (cast.organiser.phone, cast.organiser.hours_sv, cast.organiser.hours_fi, cast.organiser.hours_en):
            words = words.replace(county, "")  # whom to call is no secret
        assert not re.search(r"[\d€]", words), notice.kind
        assert not names & set(re.findall(r"\w+", words)), notice.kind
        assert "://" in body
