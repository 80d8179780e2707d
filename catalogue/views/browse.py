"""The public pages of a provider, a category, and all categories."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from marketplace.foundation.dates import today
from marketplace.foundation.middleware import public_page
from marketplace.foundation.templatetags.ui import in_lang, spoken

from ..body import blocks
from ..models import Category, Provider
from ..opendata import schema_org
from .public import CACHE_SECONDS, Asked, cards, choosable, page_of, public_render


@public_page(CACHE_SECONDS)
@require_safe
def provider(request: HttpRequest, pk: int) -> HttpResponse:
    """Who they are and what one can choose from them. Only providers that ever had something public have a page."""
    on, asked = today(), Asked(request)
    shown = get_object_or_404(Provider.objects.filter(listings__first_published_at__isnull=False).distinct(), pk=pk)
    page = page_of(request, choosable(asked, on).filter(provider=shown))
    bases, shown_cards = list(shown.bases.all()), cards(list(page), asked, on)
    facts = [("store", shown.get_kind_display().capitalize())]
    facts += [("map-pin", base.name) for base in bases]
    if shown.languages:
        facts.append(("languages", _("Speaks %(languages)s") % {"languages": spoken(shown.languages)}))
    context = {
        **asked.context(),
        "provider": shown,
        "facts": facts,
        "blocks": blocks(in_lang(shown, "about")),
        "page_obj": page,
        "cards": shown_cards,
        "json_ld": schema_org.data_block(schema_org.organization(shown, bases, shown_cards)),
    }
    return public_render(request, "pages/catalogue/provider.html", context)


@public_page(CACHE_SECONDS)
@require_safe
def category(request: HttpRequest, code: str) -> HttpResponse:
    """What the category is, what is below it and what one can choose."""
    on, asked = today(), Asked(request)
    shown = get_object_or_404(Category.objects.select_related("parent"), code=code)
    page = page_of(request, choosable(asked, on).filter(category__path__startswith=shown.path))
    context = {
        **asked.context(),
        "category": shown,
        "description": shown.in_language("description"),
        "children": [(child, asked.link("catalogue:category", child.code)) for child in shown.children.all()],
        "back_url": _above(shown, asked),
        "page_obj": page,
        "cards": cards(list(page), asked, on),
    }
    return public_render(request, "pages/catalogue/category.html", context)


def _above(shown: Category, asked: Asked) -> str:
    if shown.parent:
        return asked.link("catalogue:category", shown.parent.code)
    return asked.link("catalogue:categories")


@public_page(CACHE_SECONDS)
@require_safe
def categories(request: HttpRequest) -> HttpResponse:
    """All categories, each top one with those below it."""
    asked = Asked(request)
    tops = Category.objects.filter(parent=None).prefetch_related(
        Prefetch("children", Category.objects.prefetch_related("children"))
    )
    groups = [(top, [(child, asked.link("catalogue:category", child.code)) for child in _leaves(top)]) for top in tops]
    return public_render(request, "pages/catalogue/categories.html", {**asked.context(), "groups": groups})


def _leaves(top: Category) -> list[Category]:
    """Everything below a top category that has no level of its own below it, or the top itself."""
    found = [leaf for child in top.children.all() for leaf in (child.children.all() or [child])]
    return found or [top]
