"""The rule book, and two providers on their way to an approval: one waits for the county, one has a question."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile

from catalogue import actions
from catalogue.enums import ApprovalState
from catalogue.models import Approval, EvidenceRequirement, PostalArea, Provider
from catalogue.rules import checklist
from marketplace.accounts.models import User
from marketplace.providers.actions import begin_registration, finish_registration

from .market import business_ids
from .texts import read
from .world import World

FIRST_NUMBER = 9_990_500
"""Far from those of the providers of the story."""
INSURED_DAYS = 50
"""Soon enough for a reminder to be seen."""


def build_rule_book(world: World) -> None:
    """What the county asks for, from the day on which the market opened."""
    for position, row in enumerate(read("rules")["document"]):
        words = {f"name_{language}": row[language][0] for language in ("sv", "fi", "en")}
        words |= {f"help_{language}": row[language][1] for language in ("sv", "fi", "en")}
        EvidenceRequirement.objects.create(
            organiser=world.organiser,
            category=world.categories[row["category"]] if "category" in row else None,
            kind=row["kind"],
            required=row.get("required", True),
            expires=row.get("expires", False),
            valid_from=world.opened,
            position=position,
            **words,
        )


def build_documents(world: World) -> None:
    """Those that were approved long ago sent theirs too; in the small world the cast's provider alone."""
    for approval in world.approvals:
        if not world.cast_only or approval.provider == world.providers["tranbaret"]:
            send_documents(approval, world.workers[approval.provider_id], world.anchor)


def build_applicants(world: World) -> None:
    numbers = business_ids(FIRST_NUMBER)
    for key, row in read("applicants").items():
        world.applicants[key] = _applicant(world, row, numbers)
    world.say(f"{len(world.applicants)} providers on their way to an approval")


def send_documents(approval: Approval, by: User, on: dt.date) -> None:
    """A made-up document for every line of the rule book that needs one."""
    for line in checklist(approval, on):
        if line.requirement.required:
            last = on + dt.timedelta(days=INSURED_DAYS) if line.requirement.expires else None
            file = ContentFile(pdf("Invented document of the demo"), "document.pdf")
            name = line.requirement.name_sv
            facts = {"requirement": line.requirement, "name": name, "file": file, "expires_on": last}
            actions.add_evidence(approval=approval, by=by, **facts)


def _applicant(world: World, row: dict[str, Any], numbers: Iterator[str]) -> Provider:
    owner = world.users[row["owner"]]
    sent_on = world.anchor - dt.timedelta(days=row["applied_days_ago"])
    provider = _provider(world, row, owner, next(numbers), sent_on)
    category = world.categories[row["category"]]
    approval = actions.start_application(organiser=world.organiser, provider=provider, category=category)
    send_documents(approval, owner, world.anchor)
    refusal = actions.send_application(approval=approval, by=owner, on=sent_on, reason=row.get("note", ""))
    assert refusal is None, refusal
    if "question" in row:
        _ask(world, approval, row)
    return provider


def _provider(world: World, row: dict[str, Any], owner: User, number: str, on: dt.date) -> Provider:
    registration = begin_registration(organiser=world.organiser, applicant=owner)
    registration.business_id, registration.name, registration.kind = number, row["name"], row["kind"]
    registration.languages, registration.people = row["speaks"], row["people"]
    registration.contact_language = row["letters"]
    registration.phone, registration.email = "000 000 0000", owner.email
    registration.save()
    registration.places.set(PostalArea.objects.filter(code__in=row["places"]))
    provider = finish_registration(registration=registration, on=on)
    assert isinstance(provider, Provider), provider
    return provider


def _ask(world: World, approval: Approval, row: dict[str, Any]) -> None:
    on = world.anchor - dt.timedelta(days=row["asked_days_ago"])
    seen = approval.steps.latest("pk").pk
    facts = {"step": ApprovalState.QUESTION, "seen": seen, "from_on": on, "reason": row["question"]}
    refusal = actions.decide(approval=approval, by=world.users["olof"], on=on, **facts)
    assert refusal is None, refusal


def pdf(words: str) -> bytes:
    """A whole, small PDF of one page with those words (ASCII without brackets)."""
    text = f"BT /F1 18 Tf 60 760 Td ({words}) Tj ET".encode("ascii")
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(bodies) + 1
    tail = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table) + tail
