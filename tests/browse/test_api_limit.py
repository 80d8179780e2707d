"""The limit of the public API is one for all workers."""

import threading

import pytest
from django.db import connection

from marketplace.browse.models import ApiSlot


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_count_together() -> None:
    """Six threads of five: every number from 1 to 30 is given once."""
    given: list[int] = []

    def work() -> None:
        try:
            given.extend([ApiSlot.objects.count_one("someone", 1) for _ in range(5)])
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(given) == list(range(1, 31))
