"""The provider's side of an approval: what is missing, who has it, documents, sending, answering, the letter."""

from pathlib import Path

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalogue import actions
from catalogue.models import Approval, Evidence, EvidenceRequirement, Provider
from catalogue.uploads import MEGABYTE

from .conftest import picture, text_of, told, upload

TOO_LARGE = b"%PDF-1.4" + b" " * (10 * MEGABYTE) + b"%%EOF"
DOCUMENTS = ("register", "insurance", "self_monitoring")


@pytest.fixture
def pia(as_person) -> Browser:
    return as_person("pia")


@pytest.fixture
def home(havtorn: Provider) -> str:
    return f"/en/provider/{havtorn.pk}/approval/"


@pytest.fixture
def draft(cast, havtorn: Provider, pia: Browser, home: str) -> Approval:
    """Begun for meals: nothing sent yet."""
    category = cast.categories["meals"]
    begun = pia.post(f"{home}new/", {"category": category.pk})
    approval = havtorn.approvals.get(category=category)
    assert begun.url == f"{home}{approval.pk}/"
    return approval


def asked_for(kind: str) -> EvidenceRequirement:
    return EvidenceRequirement.objects.get(kind=kind, category=None)


def send(browser: Browser, home: str, approval: Approval, kind: str, **fields: object):
    data = {"file": upload(), "expires_on": "31.12.2027"} | fields
    return browser.post(f"{home}{approval.pk}/evidence/{asked_for(kind).pk}/", data)


def send_all(browser: Browser, home: str, approval: Approval) -> None:
    for kind in DOCUMENTS:
        assert send(browser, home, approval, kind).status_code == 302


def test_from_the_first_document_to_the_county(pia: Browser, home: str, draft: Approval) -> None:
    page = text_of(pia.get(f"{home}{draft.pk}/"))
    assert "Not sent yet" in page
    assert "It is with you." in page
    assert "3 documents are missing." in page
    send_all(pia, home, draft)
    page = text_of(pia.get(f"{home}{draft.pk}/"))
    assert "missing" not in page
    assert "Here, valid until 31 December 2027" in page
    assert pia.get(f"{home}{draft.pk}/send/").status_code == 200
    done = pia.post(f"{home}{draft.pk}/send/", {"words": "We begin in January."})
    assert done.url == f"{home}{draft.pk}/"
    page = text_of(pia.get(done.url))
    assert "Sent, waits for a decision" in page
    assert "It is with the county." in page
    assert [(step.kind, step.reason) for step in draft.steps.all()] == [("applied", "We begin in January.")]
    assert told() == {("olof", "approval_to_handle", "sv")}


def test_sent_twice_it_is_one_application(pia: Browser, home: str, draft: Approval) -> None:
    send_all(pia, home, draft)
    for _time in range(2):
        assert pia.post(f"{home}{draft.pk}/send/", {"words": ""}).status_code == 302
    assert draft.steps.count() == 1


def test_nothing_is_sent_while_something_is_missing(pia: Browser, home: str, draft: Approval) -> None:
    send(pia, home, draft, "register")
    answer = pia.post(f"{home}{draft.pk}/send/", {"words": "x"})
    assert "Something is missing still." in text_of(answer)
    assert not draft.steps.exists()


def test_begun_twice_it_is_one_application(cast, pia: Browser, home: str, draft: Approval) -> None:
    again = pia.post(f"{home}new/", {"category": cast.categories["meals"].pk})
    assert again.url == f"{home}{draft.pk}/"
    assert Approval.objects.filter(provider=draft.provider, category=draft.category).count() == 1


@pytest.mark.parametrize("value", ["", "x", "99999999999999999999", "0"])
def test_no_kind_of_help_is_told(pia: Browser, home: str, value: str) -> None:
    answer = pia.post(f"{home}new/", {"category": value})
    assert answer.status_code == 200
    assert "Choose" in text_of(answer)


# Documents


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"file": upload("x.exe", b"MZ nothing")}, "This is neither a PDF nor a photo."),
        ({"file": upload("x.pdf", b"just words")}, "This is neither a PDF nor a photo."),
        ({"file": upload("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")}, "This is neither a PDF nor a photo."),
        ({"file": upload("x.gif", picture("GIF"))}, "This is neither a PDF nor a photo."),
        ({"file": upload("x.pdf", b"%PDF-1.4\n1 0 obj")}, "The PDF is damaged: its end is missing."),
        ({"file": upload("x.jpg", picture(size=(600, 600))[:900])}, "The picture is damaged."),
        ({"file": upload("x.pdf", b"")}, "The file is empty."),
        (
            {"file": upload("x.pdf", TOO_LARGE)},
            "The file is 11 MB. It may be at most 10 MB.",
        ),
        ({"file": ""}, "Choose a file."),
        ({"expires_on": "25.11.2026"}, "That day has passed."),
        ({"expires_on": ""}, "Write the last day."),
        ({"expires_on": "32.1.2027"}, "Write the day as day.month.year"),
    ],
)
def test_what_is_no_valid_document_is_told(pia: Browser, home: str, draft: Approval, fields: dict, words: str) -> None:
    answer = send(pia, home, draft, "insurance", **fields)
    assert answer.status_code == 200
    assert words in text_of(answer)
    assert not draft.evidence.exists()
    typed = fields.get("expires_on", "31.12.2027")
    assert typed in answer.content.decode()


def test_a_document_valid_to_this_very_day_is_taken(pia: Browser, home: str, draft: Approval) -> None:
    assert send(pia, home, draft, "insurance", expires_on="26.11.2026").status_code == 302


def test_a_photo_loses_what_the_camera_noted(pia: Browser, home: str, draft: Approval) -> None:
    raw = picture()
    assert b"a secret place" in raw
    assert send(pia, home, draft, "register", file=upload("Intyg Pia Sund.jpg", raw)).status_code == 302
    kept = draft.evidence.get()
    assert b"a secret place" not in kept.file.read()
    assert kept.file.name.endswith(".jpg")
    assert "Pia" not in kept.file.name


def test_of_two_documents_the_newer_holds_and_both_are_kept(pia: Browser, home: str, draft: Approval) -> None:
    send(pia, home, draft, "insurance", expires_on="1.12.2026")
    send(pia, home, draft, "insurance", expires_on="1.12.2027")
    page = text_of(pia.get(f"{home}{draft.pk}/"))
    assert "valid until 1 December 2027" in page
    assert "2026" not in page
    assert draft.evidence.count() == 2


def test_a_document_is_saved_not_shown(pia: Browser, havtorn: Provider, waiting: Approval) -> None:
    evidence = waiting.evidence.first()
    answer = pia.get(f"/en/provider/{havtorn.pk}/evidence/{evidence.pk}/")
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer.streaming_content).startswith(b"%PDF-1.4")


def test_a_document_whose_file_is_gone_is_404(pia: Browser, havtorn: Provider, waiting: Approval) -> None:
    evidence = waiting.evidence.first()
    Evidence.objects.filter(pk=evidence.pk).update(file="evidence/2026/gone.pdf")
    assert pia.get(f"/en/provider/{havtorn.pk}/evidence/{evidence.pk}/").status_code == 404


def test_documents_lie_outside_of_the_media(settings, waiting: Approval) -> None:
    kept = Path(waiting.evidence.first().file.path)
    assert kept.exists()
    assert Path(settings.MEDIA_ROOT) not in kept.parents


# The county's question


def test_the_question_is_read_and_answered(as_person, cast, asked: Approval) -> None:
    kirsi, home = as_person("kirsi"), f"/fi/provider/{asked.provider_id}/approval/{asked.pk}/"
    question = "Vakuutustodistuksessa on vanha nimenne."
    assert question in text_of(kirsi.get(home))
    assert question in text_of(kirsi.get(f"{home}answer/"))
    assert kirsi.post(f"{home}answer/", {"words": ""}).status_code == 200
    assert asked.steps.latest("pk").kind == "question"
    done = kirsi.post(f"{home}answer/", {"words": "On voimassa."})
    assert done.url == home
    assert [(step.kind, step.reason) for step in asked.steps.all()][-1] == ("answered", "On voimassa.")
    assert told() == {("olof", "approval_to_handle", "sv")}
    again = kirsi.post(f"{home}answer/", {"words": "On voimassa."})
    assert again.url == home
    assert asked.steps.filter(kind="answered").count() == 1
    assert kirsi.get(f"{home}answer/").url == home


def test_a_colleague_answers_second_and_is_told(as_person, cast, asked: Approval) -> None:
    assert actions.answer(approval=asked, by=cast.users["kirsi"], on=timezone.localdate(), reason="Kyllä.") is None
    page = as_person("kirsi").post(
        f"/en/provider/{asked.provider_id}/approval/{asked.pk}/answer/", {"words": "Ei."}, follow=True
    )
    assert "The question was answered already." in text_of(page)
    assert asked.steps.latest("pk").reason == "Kyllä."


def test_a_page_costs_the_same_however_long_the_story(as_person, cast, asked: Approval) -> None:
    kirsi, page = as_person("kirsi"), f"/en/provider/{asked.provider_id}/approval/{asked.pk}/"
    kirsi.get(page)
    with CaptureQueriesContext(connection) as short:
        kirsi.get(page)
    on = timezone.localdate()
    for number in range(5):
        actions.answer(approval=asked, by=cast.users["kirsi"], on=on, reason=str(number))
        actions.ask(approval=asked, by=cast.users["olof"], on=on, reason=str(number))
    with CaptureQueriesContext(connection) as long:
        kirsi.get(page)
    assert len(long) == len(short)
