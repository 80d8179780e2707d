"""The shared list of things kept for later."""

from catalogue.models import Listing
from marketplace.accounts.models import User
from marketplace.clients.models import Client

from ..models import ShortlistItem


def keep(*, client: Client, listing: Listing, user: User) -> ShortlistItem:
    """Puts the listing on the client's shortlist; twice is once."""
    return ShortlistItem.objects.get_or_create(client=client, listing=listing, defaults={"added_by": user})[0]


def drop(*, client: Client, listing_id: int) -> None:
    """Takes the listing off; nothing happens if it is not there."""
    ShortlistItem.objects.filter(client=client, listing_id=listing_id).delete()
