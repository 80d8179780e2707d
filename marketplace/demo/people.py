"""The cast of the house, the staff and the providers' people. Addresses end in example.org: they lead nowhere."""

from allauth.account.models import EmailAddress

from cms.staff import set_up_staff
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
    ("Pia", "Sund", "sv", None),
    ("Kirsi", "Laine", "fi", None),
]


def add_user(world: World, first: str, last: str, language: str, *, email: str = "") -> User:
    """A user with a checked address and no password: the demo's step-in page or a code by mail logs in."""
    email = email or f"{first.lower()}@example.org"
    user = User.objects.create_user(email, None, first_name=first, last_name=last, language=language)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def build_people(world: World) -> None:
    groups = set_up_staff()
    for first, last, language, role in CAST:
        user = world.users[first.lower()] = add_user(world, first, last, language)
        if role is not None:
            user.groups.add(groups[role])
    world.say(f"{len(world.users)} people with a login")
