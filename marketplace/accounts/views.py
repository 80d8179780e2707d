from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from marketplace.foundation.registry import first_page_of


@login_required
def start(request: HttpRequest) -> HttpResponse:
    """After login everyone is sent to where their work begins; clients and relatives choose for whom they are here."""
    return redirect(first_page_of(request.user) or "/")
