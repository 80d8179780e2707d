"""The door and the frame of a provider's own pages."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from catalogue.enums import CAN_EDIT, MemberRole
from catalogue.models import Organiser, Provider
from marketplace.foundation.dates import today
from marketplace.selections.lookups import get_provider_for
from marketplace.selections.models import Selection

OWNERS = frozenset({MemberRole.OWNER})
EDITORS = CAN_EDIT


def provider_for(request: HttpRequest, provider_id: int, roles: Iterable[str] = EDITORS) -> Provider:
    """The provider, if the user works there today in one of the roles. Outsiders get 404, smaller roles 403."""
    provider = get_provider_for(request, provider_id)
    if provider.member.role not in roles:
        raise PermissionDenied
    return provider


def organiser() -> Organiser:
    """The county that approves; Organiser.DoesNotExist on a site that was not set up."""
    found = Organiser.objects.current()
    if found is None:
        raise Organiser.DoesNotExist
    return found


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form gets: also a form that was sent with nothing in it is sent."""
    return request.POST if request.method == "POST" else None


def show(
    request: HttpRequest, provider: Provider, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    around = {
        "provider": provider,
        "on": today(),
        "asked_count": Selection.objects.of_provider(provider).to_answer().count(),
    }
    return render(request, f"pages/providers/{template}", around | context, status=status)
