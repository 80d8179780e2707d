"""One lock per client: money, mandates, plans and assignments take it, so that rights and sums are checked in order."""

from django.db import connection, transaction

from .models import Client


def lock_client(client_id: int) -> Client:
    """Locks the client's row until the transaction ends and returns it as it is now.

    PostgreSQL: FOR NO KEY UPDATE. SQLite needs none: its transactions begin IMMEDIATE, one writer at a time.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("lock_client needs a transaction")
    clients = Client.objects.all()
    if connection.features.has_select_for_no_key_update:
        clients = clients.select_for_update(no_key=True)
    return clients.get(pk=client_id)
