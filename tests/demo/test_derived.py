"""Catalogues for measuring growth: as many as asked for, each with its own price, found and shown like any other."""

import pytest
from django.core.management import CommandError

from catalogue.models import Listing, Organiser
from catalogue.offers import load_offers
from catalogue.pricing import Place, card_quote
from marketplace.demo.derived import derive
from marketplace.demo.world import World
from search.sources import places, read
from tests.demo_fixtures import DRAWN_DAY


@pytest.mark.once
@pytest.mark.django_db
def test_as_many_as_asked_for_with_prices_of_their_own(stage: World) -> None:
    before = set(Listing.objects.values_list("pk", flat=True))
    derive(60)
    choosable = Listing.objects.choosable(DRAWN_DAY, Organiser.objects.current())
    assert choosable.count() == 60
    made = {listing.pk: listing for listing in choosable.exclude(pk__in=before).with_texts()}
    assert len(made) == 43
    assert {listing.text("sv").title.rsplit(" ", 1)[1] for listing in made.values()} == {str(n) for n in range(43)}
    offers = load_offers(made, DRAWN_DAY)
    area = next(place for place in places() if place.postcode == "65100")
    quotes = [card_quote(offer, area, DRAWN_DAY) for offer in offers.values()]
    assert len({quote.price for quote in quotes}) > 30
    assert isinstance(area, Place)
    assert len(read(list(made), DRAWN_DAY, [area]).documents) == 43


@pytest.mark.django_db
def test_fewer_than_there_are_is_refused(stage: World) -> None:
    with pytest.raises(CommandError, match="17 listings already"):
        derive(16)
