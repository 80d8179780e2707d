"""What every page's frame needs from the catalogue: the organiser's names, phone and hours."""

from django.http import HttpRequest

from .models import Organiser


def organiser(request: HttpRequest) -> dict[str, Organiser | None]:
    return {"organiser": Organiser.objects.current()}
