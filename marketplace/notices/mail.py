"""Sends what waits in the outbox. At least once: a crash between sending and marking sends again."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from catalogue.actions import open_colleague_invitation
from catalogue.models import Organiser
from marketplace.clients.actions import open_invitation
from marketplace.clients.exceptions import InvitationGone

from .enums import Kind
from .models import Notice
from .words import SENTENCES

MOST_TRIES = 10
"""With waits that double from a minute this is about eight hours."""
AT_ONCE = 500
ERROR_LENGTH = 200


def send_due(on: dt.date) -> int:
    """Sends what waits, those tried least first; returns how many were sent. Failures stay with their cause."""
    connection, sent = get_connection(), 0
    for notice in _waiting():
        if _claim(notice):
            sent += _send(notice, connection)
    return sent


def _waiting() -> list[Notice]:
    now = timezone.now()
    rested = Q(tries=0)
    for tries in range(1, MOST_TRIES):
        rested |= Q(tries=tries, tried_at__lte=now - dt.timedelta(minutes=2 ** (tries - 1)))
    return list(Notice.objects.filter(rested, sent_at=None).order_by("tries", "pk")[:AT_ONCE])


def _claim(notice: Notice) -> bool:
    """Two ticks at once must not send the same mail twice."""
    mine = Notice.objects.filter(pk=notice.pk, tries=notice.tries, sent_at=None)
    return bool(mine.update(tries=notice.tries + 1, tried_at=timezone.now()))


def _send(notice: Notice, connection: Any) -> int:
    try:
        with override(notice.language):
            subject, body = compose(notice)
        EmailMessage(subject, body, None, [notice.email], connection=connection).send()
    except InvitationGone:
        _done(notice, error="the invitation cannot be used any more")
        return 0
    except Exception as error:  # whatever the mail server does, the next mail must still go
        Notice.objects.filter(pk=notice.pk).update(error=f"{type(error).__name__}: {error}"[:ERROR_LENGTH])
        return 0
    _done(notice)
    return 1


def _done(notice: Notice, error: str = "") -> None:
    Notice.objects.filter(pk=notice.pk).update(sent_at=timezone.now(), context={}, error=error)


def compose(notice: Notice) -> tuple[str, str]:
    """Subject and text in the language that is active. Raises InvitationGone."""
    if notice.kind == Kind.INVITATION:
        token = notice.context["token"]
        open_invitation(token)
        context = {"url": site_url("clients:invitation", token)}
        return _("Min vardag: an invitation to help"), render_to_string("emails/invitation.txt", context)
    if notice.kind == Kind.COLLEAGUE_INVITED:
        token = notice.context["token"]
        if open_colleague_invitation(token) is None:
            raise InvitationGone
        context = {"url": site_url("providers:invitation", token)}
        return _("Min vardag: an invitation to work together"), render_to_string("emails/colleague.txt", context)
    context = {"sentence": SENTENCES[notice.kind], "url": site_url("accounts:start")}
    if notice.kind == Kind.HELP_STOPPED:
        context["county"] = Organiser.objects.current()
    return _("Min vardag: you have news"), render_to_string("emails/news.txt", context)


def site_url(name: str, *args: object) -> str:
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse(name, args=args)
