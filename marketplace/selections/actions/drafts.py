"""A choice in the making is kept on the server. Every revision has its own key, so that no key is a dead end."""

import datetime as dt
import uuid

from django.db import transaction

from catalogue.models import Listing
from marketplace.accounts.models import User
from marketplace.budgets.models import Command
from marketplace.clients.models import Client

from ..models import Draft, Selection
from ..pattern import Pattern
from ..renewal import next_pattern


def new_key() -> str:
    return str(uuid.uuid4())


def start_draft(*, client: Client, listing: Listing, author: User, pattern: Pattern) -> Draft:
    return Draft.objects.create(client=client, listing=listing, author=author, key=new_key(), **pattern.fields())


def change_draft(*, draft: Draft, pattern: Pattern, listing: Listing | None = None) -> Draft:
    """A changed draft gets a new key. One that was already confirmed is left alone; a new draft is made then."""
    chosen = listing or draft.listing
    with transaction.atomic():
        row = Draft.objects.select_for_update().get(pk=draft.pk)
        if row.listing_id != chosen.pk or chosen_with(row) is not None:
            return start_draft(client=row.client, listing=chosen, author=row.author, pattern=pattern)
        for name, value in pattern.fields().items():
            setattr(row, name, value)
        row.key = new_key()
        row.save()
    return row


def renew_choice(*, selection: Selection, author: User, on: dt.date) -> Draft:
    """A draft with the choice's pattern from the next free date on. Asked for twice it is one draft."""
    pattern = next_pattern(selection, on)
    with transaction.atomic():
        mine = Draft.objects.select_for_update().filter(renews=selection, author=author, listing=selection.listing_id)
        for draft in mine.order_by("-pk")[:1]:
            if chosen_with(draft) is None:
                return change_draft(draft=draft, pattern=pattern)
        made = start_draft(client=selection.client, listing=selection.listing, author=author, pattern=pattern)
        made.renews = selection
        made.save(update_fields=["renews"])
    return made


def renew_key(*, draft: Draft, used: str) -> Draft:
    """After a refusal was answered the draft goes on under a new key; nothing happens if it has one already."""
    Draft.objects.filter(pk=draft.pk, key=used).update(key=new_key())
    draft.refresh_from_db()
    return draft


def chosen_with(draft: Draft) -> Selection | None:
    """The choice that this draft became, if it was confirmed."""
    return Selection.objects.filter(command_id=draft.key).first()


def stored_command(client: Client, key: str) -> Command | None:
    """The command that a key was used for, if it was this client's."""
    return Command.objects.filter(pk=key, client=client).first()
