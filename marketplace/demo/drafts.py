"""What Petra's provider is in the middle of: a listing half written, and one that the county sent back."""

from typing import Any

from catalogue import actions
from catalogue.models import Listing

from .texts import read
from .world import World

OWNER = "tranbaret"


def build_drafts(world: World) -> None:
    for row in read("drafts")["listing"]:
        listing = _write(world, row)
        if "comment" in row:
            _send_back(world, listing, row["comment"])
    world.say("2 listings that are being written")


def _write(world: World, row: dict[str, Any]) -> Listing:
    provider, by = world.providers[OWNER], world.users["petra"]
    listing = actions.start_listing(provider=provider, category=world.categories[row["category"]], by=by)
    facts = {"by": by, "organiser": world.organiser, "on": world.anchor}
    words = {language: row[language] for language in ("sv", "fi") if language in row}
    refusal = actions.change_draft(listing=listing, fields={"unit": row["unit"]}, words=words, **facts)
    assert refusal is None, refusal
    if "price" in row:
        lines = [actions.Line("weekday", "day", cents=row["price"])]
        actions.set_price(listing=listing, by=by, on=world.anchor, valid_from=world.anchor, lines=lines)
        actions.set_served(listing=listing, municipalities=world.organiser.municipalities.filter(code="905"), by=by)
    return listing


def _send_back(world: World, listing: Listing, comment: str) -> None:
    facts = {"organiser": world.organiser, "on": world.anchor}
    refusal = actions.send_listing(listing=listing, by=world.users["petra"], **facts)
    assert refusal is None, refusal
    listing.refresh_from_db()
    seen = listing.latest_revision_id
    refusal = actions.return_listing(listing=listing, by=world.users["olof"], seen=seen, comment=comment, **facts)
    assert refusal is None, refusal
