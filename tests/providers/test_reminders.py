"""60, 30 and 7 days before a document's last day its owners and editors are told, once each."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command

from catalogue import actions
from catalogue.models import Approval, Evidence, EvidenceRequirement
from marketplace.demo.applicants import pdf
from marketplace.foundation.dates import today
from marketplace.notices.models import Notice
from marketplace.providers.models import EvidenceReminder
from marketplace.providers.time import remind_of_evidence

from .conftest import told

LAST_DAY = dt.date(2027, 6, 30)


def days_before(days: int) -> dt.date:
    return LAST_DAY - dt.timedelta(days=days)


def insured(approval: Approval, until: dt.date) -> Evidence:
    requirement = EvidenceRequirement.objects.get(kind="insurance")
    file = ContentFile(pdf("x"), "x.pdf")
    facts = {"requirement": requirement, "name": requirement.name_sv, "file": file, "expires_on": until}
    return actions.add_evidence(approval=approval, by=approval.provider.members.first().user, **facts)


@pytest.fixture
def evidence(cast, waiting: Approval) -> Evidence:
    """Pia's insurance, for an approval in force; all other documents of the world end much earlier."""
    whom = {"organiser": cast.organiser, "provider": waiting.provider, "category": waiting.category}
    actions.approve(**whom, by=cast.users["olof"], on=today())
    Notice.objects.all().delete()
    return insured(waiting, LAST_DAY)


@pytest.mark.parametrize(("days", "due"), [(61, 0), (60, 1), (59, 1), (1, 1), (0, 1), (-1, 0)])
def test_the_first_reminder_comes_from_sixty_days_before(evidence: Evidence, days: int, due: int) -> None:
    assert remind_of_evidence(days_before(days)) == due
    assert told() == ({("pia", "evidence_ends", "sv")} if due else set())


def test_each_threshold_is_told_once(evidence: Evidence) -> None:
    heard = {}
    for days in range(65, -3, -1):
        Notice.objects.all().delete()
        first, second = remind_of_evidence(days_before(days)), remind_of_evidence(days_before(days))
        assert second == 0
        if first:
            heard[days] = len(told())
    assert heard == {60: 1, 30: 1, 7: 1}
    assert list(EvidenceReminder.objects.order_by("-days").values_list("days", "on")) == [
        (60, dt.date(2027, 5, 1)),
        (30, dt.date(2027, 5, 31)),
        (7, dt.date(2027, 6, 23)),
    ]


def test_after_weeks_without_a_tick_one_mail_is_enough(evidence: Evidence) -> None:
    assert remind_of_evidence(days_before(5)) == 1
    assert Notice.objects.count() == 1
    assert remind_of_evidence(days_before(4)) == 0
    assert {row.days for row in evidence.reminders.all()} == {60, 30, 7}


def test_a_clock_set_back_tells_nobody_again(evidence: Evidence) -> None:
    remind_of_evidence(days_before(7))
    assert remind_of_evidence(days_before(30)) == 0


def test_a_newer_document_needs_no_reminder(evidence: Evidence) -> None:
    insured(evidence.approval, dt.date(2028, 6, 30))
    assert remind_of_evidence(days_before(60)) == 0


def test_what_is_not_approved_needs_no_reminder(cast, evidence: Evidence) -> None:
    actions.withdraw_approval(approval=evidence.approval, by=cast.users["olof"], on=today(), reason="x")
    Notice.objects.all().delete()
    assert remind_of_evidence(days_before(60)) == 0


def test_who_was_removed_and_who_records_hear_nothing(cast, evidence: Evidence) -> None:
    provider = evidence.approval.provider
    actions.add_member(provider=provider, user=cast.users["otto"], role="recorder", on=today())
    member = actions.add_member(provider=provider, user=cast.users["anna"], role="editor", on=today())
    actions.remove_colleague(member=member, on=today())
    remind_of_evidence(days_before(60))
    assert {name for name, _kind, _language in told()} == {"pia"}


def test_the_tick_does_it(evidence: Evidence, mailoutbox) -> None:
    """The mail goes with the next tick, a minute later: lower rooms come first."""
    for _time in range(2):
        call_command("tick", on=days_before(60))
    assert evidence.reminders.count() == 1
    mine = [mail for mail in mailoutbox if mail.to == ["pia@example.org"]]
    assert any("En bilaga till ett godkännande går snart ut." in mail.body for mail in mine)
    sent = len(mailoutbox)
    call_command("tick", on=days_before(60))
    assert len(mailoutbox) == sent
