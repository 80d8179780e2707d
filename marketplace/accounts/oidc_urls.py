"""The OpenID Connect return address stands outside the language prefix, or it would change with the language."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
