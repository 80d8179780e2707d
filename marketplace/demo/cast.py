"""The people one can step into, and where each of them works."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalogue.models import Provider
from marketplace.accounts.models import User
from marketplace.clients.models import Client


@dataclass(frozen=True)
class Person:
    """`place`: a URL name; with `of` "client" or "provider" it takes that row's number or id."""

    key: str
    icon: str
    who: Promise
    what: Promise
    place: str
    of: str = ""


CAST = (
    Person(
        "aino",
        "user",
        _("Client, 82, in Vaasa"),
        _("Looks for help and chooses within her own budget."),
        "selections:budget",
        "client",
    ),
    Person("antti", "users", _("Her son, may choose"), _("Chooses for his mother by her mandate."), "clients:people"),
    Person(
        "anna",
        "users",
        _("Her daughter, may suggest"),
        _("Suggests services in Finnish."),
        "clients:people",
    ),
    Person("kaisa", "heart-handshake", _("Case manager, nurse"), _("Plans and follows up."), "plans:work"),
    Person("kent", "heart-handshake", _("Case manager, social worker"), _("Decides about plans."), "plans:work"),
    Person(
        "petra",
        "briefcase",
        _("Editor of a provider"),
        _("Answers requests and records visits."),
        "selections:requests",
        "provider",
    ),
    Person(
        "pia",
        "store",
        _("Owner of a new provider"),
        _("Waits for the county's approval."),
        "providers:approvals",
        "provider",
    ),
    Person(
        "kirsi",
        "store",
        _("Owner of another one, in Finnish"),
        _("Has a question of the county to answer."),
        "providers:approvals",
        "provider",
    ),
    Person("olof", "badge-check", _("Official"), _("Approves providers."), "approval:index"),
    Person("frida", "euro", _("Finance officer"), _("Follows what is paid."), "accounts:start"),
    Person("erik", "pencil", _("Editor of the site"), _("Writes news and guides."), "wagtailadmin_home"),
    Person("otto", "user-x", _("Outsider"), _("Has a login but no rights."), "clients:people"),
)


def person(key: str) -> Person | None:
    return next((one for one in CAST if one.key == key), None)


def user_of(key: str) -> User:
    """Raises User.DoesNotExist where the world was not built."""
    return User.objects.get(email=f"{key}@example.org")


def workplace(one: Person) -> str:
    """The address where that person works; where everyone begins after login if that part of the site is not there."""
    try:
        return reverse(one.place, args=_arguments(one))
    except NoReverseMatch:
        return reverse("accounts:start")


def _arguments(one: Person) -> list[object]:
    if one.of == "client":
        return list(Client.objects.filter(user__email="aino@example.org").values_list("number", flat=True))
    if one.of == "provider":
        mine = Provider.objects.filter(members__user__email=f"{one.key}@example.org")
        return list(mine.values_list("pk", flat=True)[:1])
    return []
