"""A listing's draft: an editor writes and submits it, an official publishes it or sends it back."""

import pytest
from django.test import Client
from wagtail.log_actions import registry
from wagtail.models import GroupApprovalTask, Workflow, WorkflowContentType

from catalogue.actions import add_member, change_draft
from catalogue.models import Listing
from cms.staff import set_up_staff
from marketplace.accounts.enums import Role
from search.models import OutboxRow
from tests.catalogue.conftest import ON
from tests.catalogue.test_admin import draft_fields

pytestmark = pytest.mark.django_db


@pytest.fixture
def listing(make_listing) -> Listing:
    return make_listing()


def address(listing: Listing) -> str:
    return f"/admin/snippets/catalogue/listing/edit/{listing.pk}/"


def title_of(listing: Listing) -> str:
    """The published one."""
    return Listing.objects.get(pk=listing.pk).text("sv").title


@pytest.fixture
def submitted(client: Client, staff, listing: Listing) -> Listing:
    """Erik has written a new name and sent it in; Olof sits at the desk."""
    client.force_login(staff[Role.EDITOR])
    fields = draft_fields(listing, "Nytt namn") | {"action-submit": "1"}
    assert client.post(address(listing), fields).status_code == 302
    OutboxRow.objects.all().delete()
    client.force_login(staff[Role.OFFICIAL])
    listing.refresh_from_db()
    return listing


def act(client: Client, listing: Listing, name: str, comment: str = "") -> None:
    """What the buttons of the edit page send: for the approval with the page, for the rest by their own address."""
    state = listing.current_workflow_task_state
    url = f"/admin/snippets/catalogue/listing/workflow/action/{listing.pk}/{name}/{state.pk}/"
    assert client.post(url, {"comment": comment}).status_code in {200, 302}


def test_what_an_editor_submits_waits(submitted: Listing) -> None:
    assert submitted.workflow_in_progress
    assert title_of(submitted) == "Hemhjälp"


def test_an_official_publishes_it(client: Client, submitted: Listing) -> None:
    assert "Nytt namn" in client.get(address(submitted)).content.decode()
    act(client, submitted, "approve")
    assert title_of(submitted) == "Nytt namn"
    assert OutboxRow.objects.filter(kind="listing", target=submitted.pk).exists()
    story = [entry.action for entry in registry.get_logs_for_instance(submitted)]
    assert {"wagtail.workflow.start", "wagtail.workflow.approve", "wagtail.publish"} <= set(story)


def test_an_official_sends_it_back_and_the_editor_tries_again(client: Client, submitted: Listing, staff) -> None:
    act(client, submitted, "reject", "Priset stämmer inte med texten.")
    submitted.refresh_from_db()
    assert submitted.current_workflow_state.status == "needs_changes"
    assert title_of(submitted) == "Hemhjälp"
    client.force_login(staff[Role.EDITOR])
    assert "Priset stämmer inte med texten." in client.get(address(submitted)).content.decode()
    fields = draft_fields(submitted, "Bättre namn") | {"action-submit": "1"}
    assert client.post(address(submitted), fields).status_code == 302
    client.force_login(staff[Role.OFFICIAL])
    submitted.refresh_from_db()
    act(client, submitted, "approve")
    assert title_of(submitted) == "Bättre namn"


@pytest.mark.parametrize("button", ["action-publish", "action-workflow-action"])
def test_an_editor_cannot_publish(client: Client, submitted: Listing, staff, button: str) -> None:
    client.force_login(staff[Role.EDITOR])
    fields = draft_fields(submitted, "Själv") | {button: "1", "workflow-action-name": "approve"}
    client.post(address(submitted), fields)
    assert title_of(submitted) == "Hemhjälp"
    assert not OutboxRow.objects.exists()


def test_setting_up_twice_changes_nothing_and_keeps_another_workflow(staff) -> None:
    set_up_staff()
    assert Workflow.objects.filter(workflow_content_types__isnull=False).count() == 1
    assert GroupApprovalTask.objects.filter(groups__name=Role.OFFICIAL.value).count() == 1
    own = Workflow.objects.create(name="Our own")
    WorkflowContentType.objects.update(workflow=own)
    set_up_staff()
    assert [row.workflow for row in WorkflowContentType.objects.all()] == [own]


# What the admin refuses


def publish(client: Client, listing: Listing, **fields: object):
    """By the button, with the texts as `fields` have them."""
    return client.post(address(listing), draft_fields(listing, "Hemhjälp") | fields | {"action-publish": "1"})


def test_words_in_one_language_are_not_published(client: Client, listing: Listing, staff) -> None:
    client.force_login(staff[Role.OFFICIAL])
    fields = draft_fields(listing, "Nytt") | {"texts-0-body": "", "action-publish": "1"}
    answer = client.post(address(listing), fields)
    assert answer.status_code == 200
    assert title_of(listing) == "Hemhjälp"


def test_a_language_left_behind_is_not_published_before_it_is_said_to_hold(
    client: Client, listing: Listing, staff
) -> None:
    client.force_login(staff[Role.OFFICIAL])
    texts = [text.language for text in listing.texts.order_by("language")]
    fields = draft_fields(listing, "Hemhjälp")
    same = {text.language: text for text in listing.texts.all()}
    for number, language in enumerate(texts):
        fields |= {f"texts-{number}-title": same[language].title, f"texts-{number}-body": same[language].body}
        fields |= {f"texts-{number}-summary": same[language].summary}
    fields[f"texts-{texts.index('sv')}-title"] = "Hjälp hemma"
    assert client.post(address(listing), fields | {"action-publish": "1"}).status_code == 200
    assert title_of(listing) == "Hemhjälp"
    assert client.post(address(listing), fields | {"holds": "on", "action-publish": "1"}).status_code == 302
    assert title_of(listing) == "Hjälp hemma"


def test_a_draft_left_behind_is_not_approved(client: Client, listing: Listing, staff) -> None:
    facts = {"organiser": listing.provider.approvals.get().organiser, "by": staff[Role.EDITOR], "on": ON}
    change_draft(listing=listing, words={"sv": {"title": "Hjälp hemma"}}, **facts)
    listing.refresh_from_db()
    listing.get_workflow().start(listing, staff[Role.EDITOR])
    client.force_login(staff[Role.OFFICIAL])
    act(client, listing, "approve")
    assert title_of(listing) == "Hemhjälp"
    assert listing.workflow_in_progress


def test_who_works_for_the_provider_answers_nothing(client: Client, submitted: Listing, staff) -> None:
    add_member(provider=submitted.provider, user=staff[Role.OFFICIAL], role="editor", on=ON)
    act(client, submitted, "approve")
    act(client, submitted, "reject", "x")
    assert publish(client, submitted).status_code == 200
    assert title_of(submitted) == "Hemhjälp"
    assert submitted.workflow_in_progress
