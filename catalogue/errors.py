"""The last two error pages: the ones that Django shows without a request."""

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from .models import Organiser

logger = logging.getLogger(__name__)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """With the phone number if the database still answers; the page leans on nothing else."""
    phone = ""
    try:
        organiser = Organiser.objects.current()
        phone = organiser.phone if organiser else ""
    except Exception:
        logger.warning("The error page could not read the phone number")
    return HttpResponse(render_to_string("500.html", {"phone": phone}), status=500)
