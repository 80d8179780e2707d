"""How often and when: the form, kept at every step."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from catalogue.models import Listing
from catalogue.offers import load_offers
from catalogue.pricing import Offer
from marketplace.clients.enums import Right
from marketplace.clients.lookups import get_client_for
from marketplace.clients.models import Client
from marketplace.foundation.dates import today

from ..actions.drafts import change_draft, chosen_with, start_draft
from ..forms import PatternForm, initial_of
from ..models import Draft
from .frame import client_page

USUAL_START = "10:00"


def listing_and_offer(listing_id: int) -> tuple[Listing, Offer]:
    """A listing that was ever published, with its offer of today; 404 otherwise."""
    listing = Listing.objects.with_texts().filter(pk=listing_id, first_published_at__isnull=False).first()
    if listing is None:
        raise Http404
    return listing, load_offers([listing.pk], today())[listing.pk]


@require_http_methods(["GET", "HEAD", "POST"])
def draft_new(request: HttpRequest, number: str, listing_id: int) -> HttpResponse:
    client = get_client_for(request, number, right=Right.CHOOSE)
    listing, offer = listing_and_offer(listing_id)
    if not offer.lines:
        return redirect("browse:listing_for", number, listing_id)
    form = PatternForm(request.POST or None, offer=offer, on=today(), initial={"start": USUAL_START})
    if request.method == "POST" and form.is_valid():
        draft = start_draft(client=client, listing=listing, author=request.user, pattern=form.pattern())
        return redirect("selections:check", number, draft.pk)
    return _form_page(request, client, listing, offer, form)


@require_http_methods(["GET", "HEAD", "POST"])
def draft_edit(request: HttpRequest, number: str, draft_id: int) -> HttpResponse:
    client = get_client_for(request, number, right=Right.CHOOSE)
    draft = get_object_or_404(Draft, pk=draft_id, client=client)
    if (selection := chosen_with(draft)) is not None:
        return redirect("selections:receipt", number, selection.pk)
    listing, offer = listing_and_offer(draft.listing_id)
    form = PatternForm(request.POST or None, offer=offer, on=today(), initial=initial_of(draft))
    if request.method == "POST" and form.is_valid():
        draft = change_draft(draft=draft, pattern=form.pattern())
        return redirect("selections:check", number, draft.pk)
    return _form_page(request, client, listing, offer, form)


def _form_page(request: HttpRequest, client: Client, listing: Listing, offer: Offer, form: PatternForm) -> HttpResponse:
    context = {"listing": listing, "text": listing.text(), "offer": offer, "form": form}
    return client_page(request, client, "selections/draft.html", context)
