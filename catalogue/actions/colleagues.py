"""Colleagues of a provider: invited by link, once, for some days; ended, never deleted."""

import datetime as dt
import hashlib
import secrets

from django.db import transaction
from django.utils import timezone

from marketplace.accounts.models import User

from ..enums import ColleagueRefusal, MemberRole
from ..models import MemberInvitation, Provider, ProviderMember
from ..signals import colleague_invited, colleague_joined
from .providers import add_member


def hashed(token: str) -> str:
    """SHA-256 of a long random secret; secrets themselves are never stored."""
    return hashlib.sha256(token.encode()).hexdigest()


def lock_provider(provider_id: int) -> Provider:
    """Changes of members, invitations and accounts of one provider wait for each other."""
    return Provider.objects.select_for_update().get(pk=provider_id)


@transaction.atomic
def invite_colleague(
    *, provider: Provider, by: User, days: int, name: str, email: str, role: str
) -> tuple[MemberInvitation, str]:
    """An invitation by link, valid `days`, with its token, which is stored only as a hash.

    It takes the place of an earlier one to the same address, so a form sent twice leaves one link.
    """
    token = secrets.token_urlsafe(32)
    lock_provider(provider.pk)
    provider.invitations.unused().filter(email__iexact=email).update(withdrawn_at=timezone.now())
    invitation = MemberInvitation.objects.create(
        provider=provider,
        token_hash=hashed(token),
        name=name,
        email=email,
        role=role,
        created_by=by,
        expires_at=timezone.now() + dt.timedelta(days=days),
    )
    colleague_invited.send(MemberInvitation, invitation=invitation, token=token)
    return invitation, token


def open_colleague_invitation(token: str) -> MemberInvitation | None:
    """The invitation of a link that can still be taken up; None if it was used, taken back, is too old or never was.

    The inviter must still be an owner: who was removed cannot bring others in.
    """
    found = MemberInvitation.objects.open_at(timezone.now())
    invitation = found.select_related("provider", "created_by").filter(token_hash=hashed(token)).first()
    if invitation is None or not _is_owner(invitation.created_by, invitation.provider, timezone.localdate()):
        return None
    return invitation


def _is_owner(user: User, provider: Provider, on: dt.date) -> bool:
    return provider.members.active(on).filter(user=user, role=MemberRole.OWNER).exists()


@transaction.atomic
def join_as_colleague(*, token: str, user: User, on: dt.date) -> ProviderMember | None:
    """The person who followed the link works for the provider now; None if the link does not work any more.

    A colleague who follows a link keeps the role they have: a link never takes a right away.
    """
    invitation = open_colleague_invitation(token)
    if invitation is None:
        return None
    lock_provider(invitation.provider_id)
    if not MemberInvitation.objects.open_at(timezone.now()).filter(pk=invitation.pk).exists():
        return None  # taken up by someone else while this one waited for the lock
    member = invitation.provider.members.active(on).filter(user=user).first()
    if member is not None:
        invitation.withdrawn_at = timezone.now()
        invitation.save(update_fields=["withdrawn_at"])
        return member
    invitation.member = add_member(provider=invitation.provider, user=user, role=invitation.role, on=on)
    invitation.save(update_fields=["member"])
    colleague_joined.send(MemberInvitation, invitation=invitation)
    return invitation.member


@transaction.atomic
def withdraw_colleague_invitation(*, invitation: MemberInvitation) -> bool:
    """False if it was taken up or taken back already."""
    lock_provider(invitation.provider_id)
    return bool(MemberInvitation.objects.unused().filter(pk=invitation.pk).update(withdrawn_at=timezone.now()))


@transaction.atomic
def remove_colleague(*, member: ProviderMember, on: dt.date) -> ColleagueRefusal | None:
    """Ends what the person may do, from this moment on. The last owner cannot go."""
    lock_provider(member.provider_id)
    fresh = ProviderMember.objects.get(pk=member.pk)
    if not fresh.is_active(on):
        return None
    owners = ProviderMember.objects.active(on).filter(provider=member.provider_id, role=MemberRole.OWNER)
    if fresh.role == MemberRole.OWNER and not owners.exclude(pk=fresh.pk).exists():
        return ColleagueRefusal.LAST_OWNER
    fresh.removed_at = timezone.now()
    fresh.until_on = max(fresh.from_on, on)
    fresh.save(update_fields=["removed_at", "until_on"])
    return None
