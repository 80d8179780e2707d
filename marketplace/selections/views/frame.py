"""What every page about choosing shows around its content."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from marketplace.clients.frame import frame
from marketplace.clients.models import Client


def client_page(
    request: HttpRequest, client: Client, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Renders `pages/<template>` with the client's banner, purse and the shortlist's counter."""
    return render(request, f"pages/{template}", frame(client, context) | (context or {}), status=status)
