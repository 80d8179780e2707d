"""Documents behind an approval: private, for officials, as a download, and every reading is written down."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.log_actions import registry

from catalogue import actions
from catalogue.models import Approval, Evidence
from marketplace.accounts.enums import Role

from .conftest import ON

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 ett intyg %%EOF"


@pytest.fixture
def approval(make_listing, organiser, settings, tmp_path) -> Approval:
    settings.STORAGES = settings.STORAGES | {
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path), "base_url": None},
        }
    }
    make_listing()
    return organiser.approvals.get()


@pytest.fixture
def official(client: Client, staff):
    client.force_login(staff[Role.OFFICIAL])
    return staff[Role.OFFICIAL]


def add(client: Client, approval: Approval, name: str = "intyg.pdf", content: bytes = PDF, **fields):
    data = {"name": "Försäkring", "file": SimpleUploadedFile(name, content), "expires_on": "2027-06-30"} | fields
    return client.post(f"/admin/approval/{approval.pk}/evidence/add/", data)


def story(approval: Approval) -> list[tuple[str, str]]:
    entries = registry.get_logs_for_instance(approval).order_by("timestamp")
    return [(entry.action, entry.data["name"]) for entry in entries]


def test_an_official_adds_and_reads_a_document(client: Client, official, approval) -> None:
    assert add(client, approval).status_code == 302
    evidence = approval.evidence.get()
    assert (evidence.name, evidence.expires_on, evidence.uploaded_by) == ("Försäkring", dt.date(2027, 6, 30), official)
    page = client.get(f"/admin/approval/{approval.pk}/decide/").content.decode()
    url = f"/admin/approval/{approval.pk}/evidence/{evidence.pk}/"
    assert url in page
    answer = client.get(url)
    assert b"".join(answer.streaming_content) == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]
    assert story(approval) == [("catalogue.evidence_added", "Försäkring"), ("catalogue.evidence_read", "Försäkring")]
    history = client.get(f"/admin/approval/history/{approval.pk}/")
    assert "Försäkring" in history.content.decode()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("intyg.pdf", b"<html>"),
        ("intyg.exe", b"%PDF-"),
        ("intyg.html", b"<script>alert(1)</script>"),
        ("intyg.pdf", b""),
        ("intyg.pdf", PDF[:-5] + b" " * (10 * 1024 * 1024) + b"%%EOF"),
    ],
    ids=["html as pdf", "exe", "html", "empty", "over 10 MB"],
)
def test_what_is_no_document_is_refused_kindly(client: Client, official, approval, name, content) -> None:
    page = add(client, approval, name, content)
    assert page.status_code == 200
    assert page.context["evidence_form"].errors["file"]
    assert "Försäkring" in page.content.decode()
    assert not Evidence.objects.exists()


def test_a_name_that_climbs_stays_in_its_folder(client: Client, official, approval) -> None:
    assert add(client, approval, "../../../etc/passwd.pdf").status_code == 302
    assert approval.evidence.get().file.name.startswith("evidence/")


@pytest.mark.parametrize("role", [None, Role.EDITOR, Role.FINANCE, Role.CASE_MANAGER, Role.PROJECT_LEAD])
def test_nobody_else_reads_or_adds(client: Client, staff, olof, approval, role: Role | None) -> None:
    evidence = actions.add_evidence(approval=approval, by=olof, name="Intyg", file=SimpleUploadedFile("intyg.pdf", PDF))
    if role is not None:
        client.force_login(staff[role])
    answer = client.get(f"/admin/approval/{approval.pk}/evidence/{evidence.pk}/")
    assert answer.status_code == 302
    assert not answer.streaming
    assert add(client, approval).status_code == 302
    assert (Evidence.objects.count(), story(approval)) == (1, [])


def test_who_works_for_the_provider_adds_nothing(client: Client, official, approval, company) -> None:
    actions.add_member(provider=company, user=official, role="owner", on=ON)
    assert add(client, approval).status_code == 302
    assert not Evidence.objects.exists()


def test_what_is_not_there_is_not_found(client: Client, official, approval, organiser, company, cleaning) -> None:
    add(client, approval)
    evidence = approval.evidence.get()
    other = actions.approve(organiser=organiser, provider=company, category=cleaning, by=evidence.uploaded_by, on=ON)

    def status(approval_id: int, evidence_id: int) -> int:
        return client.get(f"/admin/approval/{approval_id}/evidence/{evidence_id}/", follow=True).status_code

    assert status(other.pk, evidence.pk) == 404
    assert status(approval.pk, 999) == 404
    evidence.file.storage.delete(evidence.file.name)
    assert status(approval.pk, evidence.pk) == 404
    assert story(approval) == [("catalogue.evidence_added", "Försäkring")]
