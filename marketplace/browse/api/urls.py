from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path

from .doors import guarded
from .openapi import openapi
from .problems import not_found
from .routes import api


def unknown(request: HttpRequest) -> HttpResponse:
    raise not_found()


app_name = "api"
urlpatterns = [
    *(
        path(str(each.pattern), guarded(each.callback), name=each.name)
        for each in api.urls[0]
        if each.name != "api-root"
    ),
    path("openapi.json", guarded(openapi), name="openapi"),
    re_path("", guarded(unknown), name="unknown"),
]
