"""A choice whose provider was stopped: a kind letter in the client's language, on the screen or on paper."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import override
from django.views.decorators.http import require_safe

from marketplace.clients.enums import Right
from marketplace.clients.lookups import get_client_for
from marketplace.foundation.dates import today
from marketplace.selections.models import Selection

from .recipients import case_managers


@require_safe
def letter(request: HttpRequest, number: str, selection_id: int) -> HttpResponse:
    """For everyone who may see the client's choices; 404 when nothing stands in the way of the visits."""
    client = get_client_for(request, number, right=Right.SEE)
    on = today()
    stopped = Selection.objects.filter(client=client).without_approval(on).with_stop(on)
    selection = get_object_or_404(stopped.select_related("provider", "listing"), pk=selection_id)
    with override(client.language):
        context = {
            "client": client,
            "organiser": client.organiser,
            "selection": selection,
            "text": selection.listing.text(),
            "managers": case_managers(client),
            "on": on,
            "language": client.language,
        }
        return render(request, "letters/stopped.html", context)
