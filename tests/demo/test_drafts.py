"""What Petra's provider is in the middle of."""

from catalogue.enums import ListingState
from catalogue.listing_states import ListingCase
from catalogue.models import Listing
from marketplace.demo.drafts import build_drafts
from marketplace.demo.world import World
from tests.demo_fixtures import DRAWN_DAY


def test_one_is_half_written_and_one_was_sent_back(stage: World) -> None:
    build_drafts(stage)
    new = Listing.objects.for_provider().filter(first_published_at=None).order_by("pk")
    cases = [ListingCase(listing, DRAWN_DAY, 90) for listing in new]
    assert [case.work for case in cases] == [ListingState.DRAFT, ListingState.RETURNED]
    assert {case.listing.provider for case in cases} == {stage.providers["tranbaret"]}
    assert cases[1].comment.startswith("Fint skrivet.")
    assert not Listing.objects.choosable(DRAWN_DAY, stage.organiser).filter(pk__in=[case.listing.pk for case in cases])
