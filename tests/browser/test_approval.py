"""Application, question, answer, approval: two people in two browsers; the provider's pages without script."""

import datetime as dt
from typing import Any

import pytest

from catalogue.models import Approval, Provider
from catalogue.rules import standing
from marketplace.demo.applicants import pdf
from marketplace.demo.world import World
from marketplace.foundation.dates import today
from marketplace.notices.mail import send_due

ANSWERS = (
    ("business_id", "99907007"),
    ("name", "Slånbärets Hemhjälp"),
    ("kind", ""),
    ("codes", "65100"),
    ("languages", "sv"),
    ("people", "2"),
    ("phone", "000 000 0000"),
    ("contact_language", "sv"),
)


def step_in(browser: Any, site: str, key: str, *, script: bool = False) -> Any:
    page = browser.new_context(viewport={"width": 1280, "height": 800}, java_script_enabled=script).new_page()
    page.goto(f"{site}/sv/demo/")
    press(page, f"form[action$='/demo/{key}/'] button")
    return page


def press(page: Any, selector: str) -> None:
    with page.expect_navigation():
        page.locator(selector).first.click()


def become_a_provider(page: Any, site: str) -> Provider:
    page.goto(f"{site}/sv/provider/apply/")
    press(page, "main form button")
    for name, value in ANSWERS:
        if name == "kind":
            page.check("[name=kind][value=company]")
        elif name in {"languages", "contact_language"}:
            page.check(f"[name={name}][value={value}]")
        else:
            page.fill(f"[name={name}]", value)
        press(page, "main form button")
    press(page, "main form button")
    return Provider.objects.get(name="Slånbärets Hemhjälp")


def send_documents(page: Any, approval: Approval) -> None:
    while page.locator("main a[data-variant=primary][href*='/evidence/']").count():
        press(page, "main a[data-variant=primary][href*='/evidence/']")
        page.set_input_files("[name=file]", {"name": "a.pdf", "mimeType": "application/pdf", "buffer": pdf("Intyg")})
        if page.locator("[name=expires_on]").count():
            page.fill("[name=expires_on]", (today() + dt.timedelta(days=365)).isoformat())
        press(page, "main form button")
    press(page, "main a[href$='/send/']")
    press(page, "main form button")


def say(page: Any, step: str, reason: str) -> None:
    page.check(f"[name=step][value={step}]")
    page.fill("[name=reason]", reason)
    press(page, "form[action$='/decide/'] button")


@pytest.mark.browser
def test_from_application_to_approval(
    browser: Any, live_server: Any, cast: World, mailoutbox: list, settings: Any
) -> None:
    settings.STAFF_MFA_REQUIRED = False
    otto = step_in(browser, live_server.url, "otto")
    provider = become_a_provider(otto, live_server.url)
    otto.goto(f"{live_server.url}/sv/provider/{provider.pk}/approval/new/")
    otto.check(f"[name=category][value='{cast.categories['cleaning'].pk}']")
    press(otto, "main form button")
    approval = provider.approvals.get()
    send_documents(otto, approval)
    assert "Välfärdsområdet har ärendet." in otto.inner_text("main")

    olof = step_in(browser, live_server.url, "olof", script=True)
    olof.goto(f"{live_server.url}/admin/approval/")
    press(olof, f"a[href$='/approval/{approval.pk}/decide/']")
    say(olof, "question", "Var städar ni?")

    otto.reload()
    assert "Var städar ni?" in otto.inner_text("main")
    press(otto, "main a[href$='/answer/']")
    otto.fill("[name=words]", "I Vasa.")
    press(otto, "main form button")

    olof.reload()
    assert "I Vasa." in olof.inner_text("main")
    say(olof, "approved", "Allt stämmer.")

    otto.reload()
    assert "Allt stämmer." in otto.inner_text("main")
    assert standing(Approval.objects.get(pk=approval.pk), today()) == "approved"
    press(otto, "main a[href*='/letter/']")
    assert "Slånbärets Hemhjälp" in otto.inner_text("main")
    assert "Godkänd" in otto.inner_text("main") or "godkände" in otto.inner_text("main")
    send_due(today())
    mine = [mail.subject for mail in mailoutbox if mail.to == ["otto@example.org"]]
    assert mine
