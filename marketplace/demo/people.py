"""The cast of the house, the staff and the providers' people. Addresses end in example.org: they lead nowhere."""

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from marketplace.accounts.enums import Role
from marketplace.accounts.models import User

from .world import World

CAST: list[tuple[str, str, str, Role | None]] = [
    ("Aino", "Virtanen", "sv", None),
    ("Antti", "Virtanen", "sv", None),
    ("Anna", "Virtanen", "fi", None),
    ("Kaisa", "Lind", "sv", Role.CASE_MANAGER),
    ("Kent", "Sandvik", "sv", Role.CASE_MANAGER),
    ("Petra", "Ek", "sv", None),
    ("Olof", "Backlund", "sv", Role.OFFICIAL),
    ("Frida", "Holmback", "sv", Role.FINANCE),
    ("Erik", "Strandell", "sv", Role.EDITOR),
    ("Otto", "Utter", "fi", None),
    ("Katri", "Kallio", "fi", Role.CASE_MANAGER),
    ("Klas", "Nyberg", "sv", Role.CASE_MANAGER),
]

EDITORS_MODELS = ("listing", "listingtext", "category")
"""Words only: prices, values and approvals are not the editors' business."""
OF_COLLECTIONS = (
    ("wagtailimages", ("add_image", "change_image", "choose_image")),
    ("wagtaildocs", ("add_document", "change_document", "choose_document")),
)


def add_user(world: World, first: str, last: str, language: str, *, email: str = "") -> User:
    """A user with a checked address and no password: the demo's step-in page or a code by mail logs in."""
    email = email or f"{first.lower()}@example.org"
    user = User.objects.create_user(email, None, first_name=first, last_name=last, language=language)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def build_people(world: World) -> None:
    groups = {role: _group(role) for role in Role}
    for first, last, language, role in CAST:
        user = world.users[first.lower()] = add_user(world, first, last, language)
        if role is not None:
            user.groups.add(groups[role])
    world.say(f"{len(world.users)} people with a login")


def _group(role: Role) -> Group:
    """The role's group; editors and officials may enter the admin and change what they answer for."""
    group, _new = Group.objects.get_or_create(name=role.value)
    if role in {Role.EDITOR, Role.OFFICIAL}:
        door = Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin")
        group.permissions.add(*door, *_catalogue_permissions(role))
    if role == Role.EDITOR:
        _let_edit_pages(group)
        _let_add_files(group)
    return group


def _catalogue_permissions(role: Role) -> list[Permission]:
    found = Permission.objects.filter(content_type__app_label="catalogue")
    if role == Role.EDITOR:
        found = found.filter(content_type__model__in=EDITORS_MODELS)
    return list(found)


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
