"""Editors' help, and reference prices for officials.

A new page gets its sister in the other required language as a draft, so that trees stay in step.
"""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.models import Locale, Page
from wagtail.permissions import register_permission_policy

from catalogue.viewsets import NeverDelete

from .plan_prices import ReferencePriceViewSet
from .search_desk import search_desk

REQUIRED = ("sv", "fi")


register_permission_policy(ReferencePriceViewSet.model, NeverDelete(ReferencePriceViewSet.model))


@hooks.register("register_admin_viewset")
def register_reference_prices() -> ReferencePriceViewSet:
    return ReferencePriceViewSet()


@hooks.register("after_create_page")
def draft_in_other_language(request: HttpRequest, page: Page) -> None:
    """Makes the missing sister pages as drafts: a copy that waits for its translation is never shown to readers."""
    if page.locale.language_code not in REQUIRED:
        return
    for locale in Locale.objects.filter(language_code__in=REQUIRED).exclude(pk=page.locale_id):
        if not page.has_translation(locale):
            copy = page.copy_for_translation(locale, copy_parents=True)
            text = _("“%(title)s” now waits as a draft in %(language)s too. Translate it, then publish both.")
            messages.info(request, text % {"title": copy.title, "language": locale.get_display_name()})


@hooks.register("before_publish_page")
def say_if_sister_is_missing(request: HttpRequest, page: Page) -> None:
    """Swedish and Finnish are equal: says so when one is published without the other."""
    if page.locale.language_code not in REQUIRED:
        return
    for locale in Locale.objects.filter(language_code__in=REQUIRED).exclude(pk=page.locale_id):
        sister = page.get_translation_or_none(locale)
        if sister is None or not sister.live:
            text = _("This page is not published in %(language)s yet. Both languages should be there together.")
            messages.warning(request, text % {"language": locale.get_display_name()})


@hooks.register("register_admin_urls")
def register_search_desk() -> list[URLPattern]:
    return [path("search-words/", search_desk, name="search_desk")]


@hooks.register("register_admin_menu_item")
def register_search_desk_in_menu() -> MenuItem:
    return MenuItem(gettext_lazy("Search words"), reverse("search_desk"), icon_name="search", order=250)
