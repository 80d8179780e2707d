"""Who may change what in the admin, and the way of a listing's draft: an editor writes, an official publishes.

Safe to run again: what is there stays, what is missing is added. A workflow that the staff chose themselves is kept.
"""

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowContentType,
    WorkflowTask,
)

from catalogue.models import Listing
from marketplace.accounts.enums import Role

EDITORS_MODELS = ("listing", "listingtext", "category")
"""Words only: prices, values and approvals are not the editors' business."""
OFFICIALS_ALONE = ("publish_listing", "unlock_listing")
OF_PLANS = ("referenceprice",)
"""What officials set for the case managers' reckoning."""
OF_COLLECTIONS = (
    ("wagtailimages", ("add_image", "change_image", "choose_image")),
    ("wagtaildocs", ("add_document", "change_document", "choose_document")),
)


@transaction.atomic
def set_up_staff() -> dict[Role, Group]:
    """The roles' groups with their permissions, and the review of listings."""
    groups = {role: Group.objects.get_or_create(name=role.value)[0] for role in Role}
    for role in (Role.EDITOR, Role.OFFICIAL):
        door = Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin")
        groups[role].permissions.add(*door, *_of_catalogue(role))
    _let_edit_pages(groups[Role.EDITOR])
    _let_add_files(groups[Role.EDITOR])
    _review_listings(groups[Role.OFFICIAL])
    return groups


def _of_catalogue(role: Role) -> list[Permission]:
    found = Permission.objects.filter(content_type__app_label="catalogue")
    if role == Role.EDITOR:
        return list(found.filter(content_type__model__in=EDITORS_MODELS).exclude(codename__in=OFFICIALS_ALONE))
    prices = Permission.objects.filter(content_type__app_label="plans", content_type__model__in=OF_PLANS)
    return [*found, *prices]


def _let_edit_pages(group: Group) -> None:
    root = Page.get_first_root_node()
    pages = Permission.objects.filter(content_type__app_label="wagtailcore", content_type__model="page")
    for codename in ("add_page", "change_page", "publish_page"):
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=pages.get(codename=codename))


def _let_add_files(group: Group) -> None:
    """Images and documents are granted by collection; a plain permission lets nobody in."""
    root = Collection.get_first_root_node()
    for app, codenames in OF_COLLECTIONS:
        for permission in Permission.objects.filter(content_type__app_label=app, codename__in=codenames):
            GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)


def _review_listings(reviewers: Group) -> None:
    """One step: an official looks at the draft, and publishes it or sends it back with a comment."""
    listing = ContentType.objects.get_for_model(Listing)
    if WorkflowContentType.objects.filter(content_type=listing).exists():
        return
    with translation.override(settings.LANGUAGE_CODE):
        workflow = Workflow.objects.create(name=gettext("Review of listings"))
        task = GroupApprovalTask.objects.create(name=gettext("An official looks at the listing"))
    task.groups.add(reviewers)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowContentType.objects.create(content_type=listing, workflow=workflow)
