"""`/api/hsds/`: the catalogue as the HSDS 3.0 API reference asks for it. The same bytes for everyone."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import override
from django.views.decorators.http import require_safe

from marketplace.foundation.dates import today
from marketplace.foundation.middleware import public_page

from ..models import Category, Provider, ProviderBase
from ..views.public import CACHE_SECONDS, keep
from . import reading
from .hsds import TAXONOMY, Made, organization_basics, page_url, taxonomy, taxonomy_term
from .ids import numbers_in, uuid_of
from .reading import WHOLE, Filters

VERSION = "3.0"
PROFILE = "https://docs.openreferral.org/en/3.0/"
OPENAPI = "https://raw.githubusercontent.com/openreferral/specification/3.0/schema/openapi.json"
PER_PAGE, MOST_PER_PAGE = 50, 100


class AskedForm(forms.Form):
    """The query parameters of the API reference, and the language of the words (`language`, ours)."""

    page = forms.IntegerField(min_value=1, max_value=1_000_000, required=False)
    per_page = forms.IntegerField(min_value=1, max_value=MOST_PER_PAGE, required=False)
    search = forms.CharField(max_length=100, required=False)
    modified_after = forms.DateTimeField(required=False)
    minimal = forms.BooleanField(required=False)
    full = forms.BooleanField(required=False)
    full_service = forms.BooleanField(required=False)
    top_only = forms.BooleanField(required=False)
    organization_id = forms.CharField(max_length=36, required=False)
    taxonomy_id = forms.CharField(max_length=36, required=False)
    taxonomy_term_id = forms.CharField(max_length=36, required=False)
    parent_id = forms.CharField(max_length=36, required=False)
    format = forms.ChoiceField(choices=[("json", "json")], required=False)
    language = forms.ChoiceField(choices=[("sv", "sv"), ("fi", "fi"), ("en", "en")], required=False)


Asked = dict[str, Any]
View = Callable[..., Made | None]


def answering(view: View) -> Callable[..., HttpResponse]:
    """Turns what the view gives into JSON that caches may keep; None is 404, wrong parameters are 400."""

    @public_page(CACHE_SECONDS)
    @require_safe
    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = AskedForm(request.GET)
        if not form.is_valid():
            return _json(request, {"errors": json.loads(form.errors.as_json())}, 400)
        with override(form.cleaned_data["language"] or "sv"):
            found = view(form.cleaned_data, today(), **kwargs)
        if found is None:
            return _json(
                request, {"errors": {"id": [{"message": "There is no such thing here.", "code": "unknown"}]}}, 404
            )
        return _json(request, found)

    return answer


def _json(request: HttpRequest, found: Made, status: int = 200) -> HttpResponse:
    body = json.dumps(found, ensure_ascii=False).encode()
    response = HttpResponse(body, "application/json; charset=utf-8", status)
    response["Access-Control-Allow-Origin"] = "*"  # open to every site
    if status != 200:
        request.urlconf = "catalogue.opendata.urls"  # an answer of the API's: nobody is sent to a page of a language
        return response
    response["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    return get_conditional_response(request, etag=response["ETag"], response=keep(response)) or response


def paged(rows: Any, asked: Asked, make: Callable[[Sequence[Any]], Iterable[Made]]) -> Made:
    """A page as the reference has it; one beyond the last is empty."""
    per_page = asked["per_page"] or PER_PAGE
    paginator = Paginator(rows, per_page)
    number = asked["page"] or 1
    shown = list(paginator.page(number).object_list) if number <= paginator.num_pages else []
    contents = list(make(shown))
    return {
        "total_items": paginator.count,
        "total_pages": paginator.num_pages,
        "page_number": number,
        "size": len(contents),
        "first_page": number == 1,
        "last_page": number >= paginator.num_pages,
        "empty": not contents,
        "contents": contents,
    }


def filters_of(asked: Asked) -> Filters | None:
    """None where an identifier names nothing: then nothing is found."""
    facts: dict[str, Any] = {"search": asked["search"], "modified_after": asked["modified_after"]}
    if asked["taxonomy_id"] and asked["taxonomy_id"] != uuid_of("taxonomy", TAXONOMY):
        return None
    if asked["taxonomy_term_id"]:
        term = _category(asked["taxonomy_term_id"])
        if term is None:
            return None
        facts["category_path"] = term.path
    if asked["organization_id"]:
        numbers = numbers_in("organization", asked["organization_id"])
        if not numbers:
            return None
        facts["provider_id"] = numbers[0]
    return Filters(**facts)


def _category(identifier: str) -> Category | None:
    numbers = numbers_in("taxonomy_term", identifier)
    return Category.objects.filter(pk=numbers[0]).first() if numbers else None


def _listings(asked: Asked, on: dt.date) -> Any:
    filters = filters_of(asked)
    return reading.open_listings(on, filters) if filters else reading.open_listings(on).none()


@answering
def about(asked: Asked, on: dt.date) -> Made:
    return {
        "version": VERSION,
        "profile": PROFILE,
        "openapi_url": OPENAPI,
        "license": "CC BY 4.0",
        "services": page_url("hsds:services"),
        "organizations": page_url("hsds:organizations"),
        "service_at_locations": page_url("hsds:service_at_locations"),
        "taxonomies": page_url("hsds:taxonomies"),
        "taxonomy_terms": page_url("hsds:taxonomy_terms"),
    }


@answering
def services(asked: Asked, on: dt.date) -> Made:
    listings = _listings(asked, on)
    if asked["minimal"]:
        rows = listings.values_list("pk", "modified")
        return paged(
            rows,
            asked,
            lambda shown: [{"id": uuid_of("service", pk), "modified_date": at.isoformat()} for pk, at in shown],
        )
    if asked["full"]:
        return paged(listings.prefetch_related(*WHOLE), asked, lambda shown: reading.whole_services(shown, on))
    return paged(listings.prefetch_related("texts"), asked, reading.service_rows)


@answering
def service(asked: Asked, on: dt.date, id: str) -> Made | None:
    rows = reading.open_listings(on).filter(pk__in=numbers_in("service", id)).prefetch_related(*WHOLE)
    return next(iter(reading.whole_services(rows, on)), None)


@answering
def organizations(asked: Asked, on: dt.date) -> Made:
    providers = reading.open_providers(on, asked["search"])
    if asked["full"] or asked["full_service"]:
        rows = providers.prefetch_related("bases", "identifiers")
        return paged(rows, asked, lambda shown: reading.whole_organizations(shown, on))
    return paged(providers, asked, lambda shown: [organization_basics(provider) for provider in shown])


@answering
def organization(asked: Asked, on: dt.date, id: str) -> Made | None:
    rows = reading.open_providers(on).filter(pk__in=numbers_in("organization", id))
    found: list[Provider] = list(rows.prefetch_related("bases", "identifiers"))
    return next(iter(reading.whole_organizations(found, on)), None) if found else None


@answering
def service_at_locations(asked: Asked, on: dt.date) -> Made:
    pairs = reading.open_pairs(_listings(asked, on))
    return paged(pairs, asked, lambda shown: reading.places_of_services(shown, on, whole=asked["full"]))


@answering
def service_at_location(asked: Asked, on: dt.date, id: str) -> Made | None:
    pair = tuple(numbers_in("service_at_location", id, 2))
    if len(pair) != 2 or not ProviderBase.objects.filter(pk=pair[1], provider__listings=pair[0]).exists():
        return None
    return next(iter(reading.places_of_services([pair], on, whole=True)), None)


@answering
def taxonomies(asked: Asked, on: dt.date) -> Made:
    return paged([taxonomy()], asked, lambda shown: shown)


@answering
def one_taxonomy(asked: Asked, on: dt.date, id: str) -> Made | None:
    found = taxonomy()
    return found if found["id"] == id.lower() else None


@answering
def taxonomy_terms(asked: Asked, on: dt.date) -> Made:
    terms = Category.objects.order_by("pk")
    if asked["taxonomy_id"] and asked["taxonomy_id"] != uuid_of("taxonomy", TAXONOMY):
        terms = terms.none()
    if asked["parent_id"]:
        terms = terms.filter(parent__in=numbers_in("taxonomy_term", asked["parent_id"]))
    if asked["top_only"]:
        terms = terms.filter(parent=None)
    if asked["search"]:
        terms = terms.filter(name_sv__icontains=asked["search"]) | terms.filter(name_fi__icontains=asked["search"])
    return paged(terms, asked, lambda shown: [taxonomy_term(term) for term in shown])


@answering
def one_taxonomy_term(asked: Asked, on: dt.date, id: str) -> Made | None:
    term = _category(id)
    return taxonomy_term(term) if term else None
