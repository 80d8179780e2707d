from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..enums import Right
from ..frame import frame
from ..looks import by_day, looks_of
from ..lookups import get_client_for

PAGE_SIZE = 20


@require_safe
def looks(request: HttpRequest, number: str) -> HttpResponse:
    client = get_client_for(request, number, right=Right.SEE)
    page = Paginator(looks_of(client), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"days": by_day(page.object_list), "page_obj": page}
    return render(request, "pages/clients/looks.html", frame(client) | context)
