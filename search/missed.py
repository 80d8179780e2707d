"""Words that found nothing, for editors: once per word and day, without who asked, when, where or what else was asked.

Written after the answer has left, so that no page waits for it; whatever goes wrong here is only logged.
"""

import datetime as dt
import logging
import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.signals import request_finished
from django.db import transaction
from django.db.models import Count, Max
from django.dispatch import receiver

from marketplace.foundation.dates import today

from .models import MissedWord
from .query import SearchQuery

log = logging.getLogger(__name__)
KEPT_DAYS = 28
SHOWN_FROM_DAYS = 3
"""A word is shown when it was asked for on so many different days: one person's name or slip is not."""
MOST_A_DAY = 300
"""So that nobody fills the table."""
WORD = re.compile(r"[^\W\d_]{3,30}")
_pending: deque[tuple[str, str]] = deque(maxlen=100)


@dataclass(frozen=True)
class Missed:
    word: str
    language: str
    days: int
    last: dt.date


def remember(query: SearchQuery, words: Sequence[str]) -> None:
    """Words of letters only: numbers are never kept."""
    _pending.extend((word, query.lang) for word in words if WORD.fullmatch(word))


@receiver(request_finished, dispatch_uid="search.missed")
def write_pending(**_: Any) -> None:
    if _pending:
        try:
            with transaction.atomic():
                _write(today())
        except Exception as error:  # a page's end must not fail for this
            log.warning("search: missed words were not kept (%s)", error)


def _write(on: dt.date) -> None:
    words = []
    while _pending:
        words.append(_pending.popleft())
    room = MOST_A_DAY - MissedWord.objects.filter(on=on).count()
    rows = [MissedWord(word=word, language=code, on=on) for word, code in dict.fromkeys(words)]
    MissedWord.objects.bulk_create(rows[: max(0, room)], ignore_conflicts=True)


def shown(on: dt.date) -> list[Missed]:
    """What the last weeks missed, most days first."""
    rows = MissedWord.objects.filter(on__gt=on - dt.timedelta(days=KEPT_DAYS)).values("word", "language")
    counted = rows.annotate(days=Count("on", distinct=True), last=Max("on")).filter(days__gte=SHOWN_FROM_DAYS)
    return [Missed(**row) for row in counted.order_by("-days", "-last", "word")]


def tick(on: dt.date) -> int:
    """Deletes what is older than the weeks that are shown."""
    return MissedWord.objects.filter(on__lte=on - dt.timedelta(days=KEPT_DAYS)).delete()[0]
