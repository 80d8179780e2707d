"""Builds the demo world, only through the rooms' actions."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from cms.actions import build_pages
from marketplace.accounts import marks
from marketplace.notices.models import Notice

from . import applicants, clients, drafts, market, numbers, people, story, turns
from .world import World, silent

VERSION = 3
"""Raised when the world changes: an older one is then built anew."""
FEATURED = ("bjorkbo.weekly", "larkan.table", "tranbaret.thursday")


def build(
    anchor: dt.date,
    *,
    scale: str = "full",
    say: Callable[[str], None] = lambda words: None,
    each: Callable[[Iterable[Any], str], Iterable[Any]] = silent,
) -> World:
    """The world as it is on `anchor`. Scale "cast": the cast's story with about 17 listings, for tests."""
    marks.begin(anchor=anchor, version=VERSION)
    world = World(anchor, scale == "cast", say, each)
    people.build_people(world)
    market.build_county(world)
    market.build_rules(world)
    applicants.build_rule_book(world)
    market.build_providers(world)
    market.build_listings(world)
    clients.build_clients(world)
    story.play(world)
    turns.take_turns(world)
    applicants.build_documents(world)
    applicants.build_applicants(world)
    numbers.build_numbers(world)
    if not world.cast_only:
        drafts.build_drafts(world)
    Notice.objects.filter(sent_at=None).delete()  # the played past is no news
    featured = [world.listings[key].pk for key in FEATURED]
    build_pages(on=anchor, phone=world.organiser.phone, featured=featured, with_news=True)
    say("Pages in Swedish, Finnish and English")
    marks.finish()
    return world
