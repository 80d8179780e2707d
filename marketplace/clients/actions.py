"""Clients, their helpers and their case managers. Every change of a right takes the client's lock."""

import datetime as dt
import hashlib
import secrets
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from catalogue.models import Organiser, PostalArea
from marketplace.accounts.models import User

from .enums import Kinship, MandateBasis, Profession, Right
from .exceptions import InvitationGone, LinkRefused
from .locks import lock_client
from .models import Assignment, Client, LinkCode, Mandate, MandateInvitation, StandIn
from .signals import invitation_accepted, invitation_made, mandate_ended, mandate_given

CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No letters or digits that look alike."""
LINK_CODE_DAYS = 7


def hashed(secret: str) -> str:
    """SHA-256 of a long random secret; secrets themselves are never stored."""
    return hashlib.sha256(secret.encode()).hexdigest()


def new_number() -> str:
    """Eight random digits, the first not 0: says nothing, can be read out on the phone."""
    return str(secrets.randbelow(90_000_000) + 10_000_000)


def create_client(
    *,
    organiser: Organiser,
    first_name: str,
    last_name: str,
    born_on: dt.date,
    language: str,
    street: str,
    postal_area: PostalArea,
    phone: str = "",
) -> Client:
    return Client.objects.create(
        number=new_number(),
        organiser=organiser,
        first_name=first_name,
        last_name=last_name,
        born_on=born_on,
        language=language,
        street=street,
        postal_area=postal_area,
        phone=phone,
    )


def make_link_code(*, client: Client, by: User) -> str:
    """A one-time code for linking a login to the client, valid seven days; shown once, read out or printed."""
    code = "".join(secrets.choice(CODE_LETTERS) for _ in range(12))
    expires = timezone.now() + dt.timedelta(days=LINK_CODE_DAYS)
    LinkCode.objects.create(client=client, code_hash=hashed(code), created_by=by, expires_at=expires)
    return code


def _open_codes(code: str) -> QuerySet[LinkCode]:
    """Typed by hand: spaces, hyphens and small letters do no harm."""
    clean = code.replace("-", "").replace(" ", "").upper()
    return LinkCode.objects.filter(code_hash=hashed(clean), used_at__isnull=True, expires_at__gt=timezone.now())


def code_is_open(code: str) -> bool:
    """True for a code that `link_user` can still take."""
    return _open_codes(code).exists()


def link_user(*, user: User, code: str) -> Client:
    """Links the login to the client of the code. Raises LinkRefused: unknown, used, too old, or already linked."""
    try:
        with transaction.atomic():
            return _link(user, code)
    except IntegrityError as error:  # linked to another client at the same moment
        raise LinkRefused from error


def _link(user: User, code: str) -> Client:
    codes = _open_codes(code)
    row = codes.first()
    if row is None or Client.objects.filter(user=user).exists():
        raise LinkRefused
    client = lock_client(row.client_id)
    if client.user_id is not None or not codes.filter(pk=row.pk).update(used_at=timezone.now()):
        raise LinkRefused
    client.user = user
    client.save(update_fields=["user"])
    return client


def give_mandate(
    *,
    client: Client,
    person: User,
    right: Right,
    basis: MandateBasis,
    from_on: dt.date,
    until_on: dt.date | None = None,
    kinship: Kinship = Kinship.OTHER,
    purpose: str = "",
) -> Mandate:
    with transaction.atomic():
        lock_client(client.pk)
        mandate = Mandate.objects.create(
            client=client,
            person=person,
            right=right,
            basis=basis,
            kinship=kinship,
            purpose=purpose,
            from_on=from_on,
            until_on=until_on,
        )
        mandate_given.send(Mandate, mandate=mandate)
    return mandate


def end_mandate(*, mandate: Mandate, by: User) -> bool:
    """Ends it now; False if it had ended already."""
    with transaction.atomic():
        lock_client(mandate.client_id)
        changed = Mandate.objects.filter(pk=mandate.pk, revoked_at__isnull=True).update(
            revoked_at=timezone.now(), revoked_by=by
        )
        if changed:
            mandate.refresh_from_db()
            mandate_ended.send(Mandate, mandate=mandate)
    return bool(changed)


def _open_invitations(client: Client) -> QuerySet[MandateInvitation]:
    return client.invitations.filter(mandate__isnull=True, withdrawn_at__isnull=True)


def invite(*, client: Client, by: User, days: int, **fields: Any) -> tuple[MandateInvitation, str]:
    """Makes an invitation by link, valid `days`; returns it with the token, which is stored only as a hash.

    It takes the place of an earlier one to the same address, so a form sent twice leaves one link.

    `fields`: name, email, right, basis, kinship, purpose, until_on of `MandateInvitation`.
    """
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        lock_client(client.pk)
        _open_invitations(client).filter(email__iexact=fields["email"]).update(withdrawn_at=timezone.now())
        invitation = MandateInvitation.objects.create(
            client=client,
            token_hash=hashed(token),
            created_by=by,
            expires_at=timezone.now() + dt.timedelta(days=days),
            **fields,
        )
        invitation_made.send(MandateInvitation, invitation=invitation, token=token)
    return invitation, token


def open_invitation(token: str) -> MandateInvitation:
    """The invitation of a link that can still be taken up; raises InvitationGone."""
    invitation = MandateInvitation.objects.select_related("client").filter(token_hash=hashed(token)).first()
    gone = invitation is None or invitation.mandate_id or invitation.withdrawn_at
    if gone or invitation.expires_at <= timezone.now():
        raise InvitationGone
    return invitation


def accept_invitation(*, token: str, user: User, on: dt.date) -> Mandate:
    """Turns the invitation into a mandate of the person who followed the link. Raises InvitationGone."""
    with transaction.atomic():
        invitation = open_invitation(token)
        lock_client(invitation.client_id)
        invitation = open_invitation(token)
        too_late = invitation.until_on is not None and invitation.until_on < on
        if too_late or invitation.client.user_id == user.pk:
            raise InvitationGone
        mandate = give_mandate(
            client=invitation.client,
            person=user,
            right=Right(invitation.right),
            basis=MandateBasis(invitation.basis),
            kinship=Kinship(invitation.kinship),
            purpose=invitation.purpose,
            from_on=on,
            until_on=invitation.until_on,
        )
        invitation.mandate = mandate
        invitation.save(update_fields=["mandate"])
        invitation_accepted.send(MandateInvitation, invitation=invitation)
    return mandate


def withdraw_invitation(*, invitation: MandateInvitation) -> bool:
    """False if it was taken up or taken back already."""
    with transaction.atomic():
        client = lock_client(invitation.client_id)
        return bool(_open_invitations(client).filter(pk=invitation.pk).update(withdrawn_at=timezone.now()))


def assign(*, client: Client, user: User, profession: Profession, from_on: dt.date) -> Assignment:
    with transaction.atomic():
        lock_client(client.pk)
        return Assignment.objects.create(client=client, user=user, profession=profession, from_on=from_on)


def end_assignment(*, assignment: Assignment, on: dt.date) -> None:
    """The last day of the charge."""
    with transaction.atomic():
        lock_client(assignment.client_id)
        Assignment.objects.filter(pk=assignment.pk, until_on__isnull=True).update(until_on=on)


def stand_in(*, client: Client, user: User, reason: str, on: dt.date) -> StandIn:
    """Opens a client's pages to a colleague for that day; the reason is shown to the client."""
    return StandIn.objects.get_or_create(client=client, user=user, on=on, defaults={"reason": reason})[0]
