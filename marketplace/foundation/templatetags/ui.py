"""Small template tags and filters for every page: builtins, no `{% load %}` needed."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.forms.boundfield import BoundWidget
from django.http import HttpRequest, QueryDict
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from .. import formats
from ..frontend import icon_paths

register = template.Library()


def active_language() -> str:
    code = (get_language() or "sv")[:2]
    return code if code in formats.LANGUAGES else "sv"


@register.filter
def euro(cents: int | None) -> str:
    return formats.euro(cents, active_language()) if isinstance(cents, int) else ""


@register.filter
def euro2(cents: int | None) -> str:
    """Always with two decimals: for price lists, where columns should line up."""
    return formats.euro(cents, active_language(), always_cents=True) if isinstance(cents, int) else ""


@register.filter
def number(value: Decimal | float | None) -> str:
    return formats.number(value, active_language()) if value is not None and value != "" else ""


@register.filter
def day_words(day: dt.date | None) -> str:
    return formats.day_words(day, active_language()) if day else ""


@register.filter
def day_short(day: dt.date | None) -> str:
    return formats.day_short(day, active_language()) if day else ""


@register.filter
def day_long(day: dt.date | None) -> str:
    return formats.day_long(day, active_language()) if day else ""


@register.filter
def month_name(month: dt.date | None) -> str:
    return formats.month_name(month, active_language()) if month else ""


@register.filter
def month_year(month: dt.date | None) -> str:
    return formats.month_year(month, active_language()) if month else ""


@register.filter
def in_month(month: dt.date | None) -> str:
    return formats.in_month(month, active_language()) if month else ""


@register.filter
def clock(time: dt.time | None) -> str:
    return formats.clock(time, active_language()) if time is not None else ""


@register.filter
def clock_column(time: dt.time | None) -> str:
    return formats.clock(time, active_language(), always_minutes=True) if time is not None else ""


@register.filter
def km(metres: int | None) -> str:
    return formats.km(metres, active_language()) if isinstance(metres, int) else ""


@register.filter
def spoken(codes: Iterable[str] | None) -> str:
    return formats.spoken(codes or [], active_language())


@register.filter
def list_words(items: Iterable[object] | None) -> str:
    return formats.list_words(items or [], active_language())


@register.filter
def tel(phone: str) -> str:
    return formats.tel(phone)


@register.filter
def in_lang(row: Any, field: str) -> str:
    """The column `<field>_<language>` of a row, in the active language; Swedish where that is empty."""
    if not row:
        return ""
    return getattr(row, f"{field}_{active_language()}", "") or getattr(row, f"{field}_sv", "")


# Drawings


@register.simple_tag
def icon(name: str) -> SafeString:
    """A Lucide icon, drawn in place: small, and safe in cached fragments. A name from data may be unknown: no icon."""
    try:
        drawing = mark_safe(icon_paths(name))  # noqa: S308 - read from a package's file, its name is checked
    except KeyError:
        return SafeString()
    return format_html('<svg class="i" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', drawing)


@register.simple_tag
def jar(granted: int, left: int, held: int = 0, take: int = 0, size: str = "64x80") -> SafeString:
    """A month's jar; sums in cents, `left` is what is left after `take`. Always beside the same sums in words."""
    width, _, height = size.partition("x")
    paint = {"left": mark_safe('class="j-left"'), "take": mark_safe('class="j-take"')}
    rects = format_html_join(
        "",
        '<rect {} x="4" y="{}" width="56" height="{}"/>',
        (
            (paint.get(part["kind"], mark_safe('fill="url(#held)"')), part["y"], part["height"])
            for part in formats.jar_parts(granted or 0, left or 0, held or 0, take or 0)
        ),
    )
    return format_html(
        '<svg class="jar" viewBox="0 0 64 80" width="{}" height="{}" aria-hidden="true"><use href="#jar-a"/>'
        '<g clip-path="url(#jar-in)">{}</g><use href="#jar-b"/></svg>',
        width,
        height,
        rects,
    )


# Ways through the site


def request_of(context: Context) -> HttpRequest | None:
    return context.get("request") or getattr(context, "request", None)


@register.simple_tag(takes_context=True)
def html_lang(context: Context) -> str:
    """A page of the editors is in its own language, whatever the address says; everything else in the active one."""
    locale = getattr(context.get("page"), "locale", None)
    return getattr(locale, "language_code", None) or active_language()


@register.simple_tag(takes_context=True)
def language_links(context: Context) -> list[dict[str, Any]]:
    """Svenska · Suomi · English for this page, its query kept; an untranslated page leads to that language's start."""
    request, page = request_of(context), context.get("page")
    current = html_lang(context)
    here = request.get_full_path() if request else "/"
    translated: dict[str, str] = {}
    if hasattr(page, "get_translations"):
        query = f"?{request.GET.urlencode()}" if request and request.GET else ""
        rows = page.get_translations().live().select_related("locale")
        translated = {row.locale.language_code: f"{row.get_url(request)}{query}" for row in rows}
        here = "/"
    return [
        {
            "code": code,
            "name": name,
            "current": code == current,
            "url": translated.get(code) or formats.swap_language(here, code),
        }
        for code, name in formats.LANGUAGES.items()
    ]


@register.simple_tag
def site_page(slug: str = "") -> str:
    """The address of an editors' page in the active language: `{% site_page "privacy" %}` is /sv/privacy/."""
    return f"/{active_language()}/{slug}/" if slug else f"/{active_language()}/"


@register.simple_tag(takes_context=True)
def nav_link(context: Context, url: str, text: str, count: int | None = None, *, section: bool = True) -> SafeString:
    """One item of the main menu; the page one is on is marked, and so is the section it lies in.

    `section`: whether what lies below its address is its section.
    """
    if not url:
        return SafeString()
    request = request_of(context)
    path, target = (request.path if request else ""), url.partition("?")[0].partition("#")[0]
    current = ""
    if "#" not in url and path == target:
        current = mark_safe(' aria-current="page"')
    elif section and "#" not in url and target.count("/") > 2 and path.startswith(target):
        current = mark_safe(' aria-current="true"')
    counter = format_html(' <span class="n">{}</span>', count) if count else ""
    return format_html('<li><a href="{}"{}>{}{}</a></li>', url, current, text, counter)


@register.simple_tag(takes_context=True)
def query_without(context: Context, name: str, value: object) -> str:
    """The query of this address without one value of one parameter, back on page 1: for chips that are taken away."""
    request = request_of(context)
    query = request.GET.copy() if request else QueryDict(mutable=True)
    query.setlist(name, [kept for kept in query.getlist(name) if kept != str(value)])
    query.pop("page", None)
    return f"?{query.urlencode()}"


# Forms


def with_class(attrs: dict[str, Any]) -> dict[str, Any]:
    """No placeholder either: it goes away when one types, and is too pale to read."""
    return {**attrs, "class": f"{attrs.get('class', '')} ds-input".strip(), "placeholder": False}


@register.filter
def control(field: BoundField | BoundWidget) -> SafeString:
    """The control of a field, or one choice of a group, in the site's look."""
    if isinstance(field, BoundWidget):
        field.data["attrs"] = with_class(field.data["attrs"])
        return field.tag()
    return field.as_widget(attrs=with_class(field.field.widget.attrs))


@register.filter
def control_kind(field: BoundField) -> str:
    """How components/field.html lays the field out: choices, tick or plain."""
    kind = getattr(field.field.widget, "input_type", "")
    if kind in {"radio", "checkbox"}:
        return "choices" if hasattr(field.field.widget, "optgroups") else "tick"
    return "plain"


@register.filter
def first_id(field: BoundField) -> str:
    """The id of the first control, where the error summary leads to."""
    return field.id_for_label or f"{field.auto_id}_0"


@register.simple_tag
def error_links(form: BaseForm | None = None, forms: Iterable[BaseForm] | None = None) -> list[dict[str, str]]:
    """Every error of one or several forms: its text, and the id of the field (empty for the form as a whole)."""
    links = []
    for one in [*([form] if form else []), *(forms or [])]:
        for name, errors in one.errors.items():
            field = one[name] if name in one.fields else None
            target, lead = (first_id(field), f"{field.label}: ") if field else ("", "")
            links += [{"id": target, "text": f"{lead}{text}"} for text in errors]
    return links


@register.simple_tag
def page_numbers(page: Page) -> list[int | None]:
    """The first, the last and the neighbours of this page; None where pages are left out."""
    last = page.paginator.num_pages
    shown = sorted({1, last, *range(max(page.number - 1, 1), min(page.number + 1, last) + 1)})
    numbers: list[int | None] = []
    for number in shown:
        if numbers and number - (numbers[-1] or 0) > 1:
            numbers.append(None)
        numbers.append(number)
    return numbers
