from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from marketplace.foundation.registry import first_page_of


@login_required
def start(request: HttpRequest) -> HttpResponse:
    """After login everyone is sent to where their work begins; clients and relatives choose for whom they are here."""
    return redirect(first_page_of(request.user) or "/")


def staff_login(request: HttpRequest) -> HttpResponse:
    """Where the admin sends whom it does not let in. Its own login would let in by password alone who has a second
    factor; and who is logged in already gets a plain no: logging in again would lead back here."""
    if request.user.is_authenticated and not request.user.has_perm("wagtailadmin.access_admin"):
        for _said_by_the_admin in messages.get_messages(request):
            pass
        raise PermissionDenied
    query = request.GET.urlencode(safe="/")
    return redirect(f"{reverse('account_login')}?{query}" if query else "account_login")
