"""A price list as a file: to download, change and send. What it would change is shown before anything does."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from catalogue.importing.problems import UnreadableFile
from catalogue.importing.tables import GZIP
from catalogue.models import Provider
from catalogue.price_rules import PriceDays
from marketplace.foundation.dates import today

from ..prices import actions
from ..prices.fields import DayForm
from ..prices.lists import MOST_UPLOAD_MB, ListRead, as_csv, as_xlsx, our_rows, read_upload
from .frame import organiser, posted, show
from .prices import approved_provider

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ListForm(DayForm):
    """From which day, and the file. `read` is what the file says, once the form is valid."""

    file = forms.FileField(
        label=_("The price list"),
        help_text=_("CSV or Excel (.xlsx)."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty. Choose another one."),
            "invalid": _("Choose a file."),
        },
    )

    def __init__(self, *args: Any, provider: Provider, **kwargs: Any) -> None:
        self.provider, self.read = provider, ListRead()
        super().__init__(*args, **kwargs)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_UPLOAD_MB * 1024 * 1024:
            words = _("The file is too large: at most %(most)s MB.")
            raise ValidationError(words, code="too_large", params={"most": MOST_UPLOAD_MB})
        if file.read(len(GZIP)) == GZIP:
            raise ValidationError(_("This file is packed (.gz). Unpack the file first."), code="packed")
        file.seek(0)
        return file

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            try:
                self.read = read_upload(data["file"], self.provider, data["day"])
            except UnreadableFile as error:
                self.add_error("file", str(error))
        return data


@require_http_methods(["GET", "HEAD", "POST"])
def price_list(request: HttpRequest, provider_id: int) -> HttpResponse:
    """The same file sent twice is the same change: what holds already is no new price."""
    provider, on = approved_provider(request, provider_id), today()
    days = PriceDays(organiser().rules(on), on)
    form = ListForm(
        posted(request), request.FILES or None, days=days, provider=provider, initial={"day": days.first_choice}
    )
    if request.method == "POST" and form.is_valid():
        change = _begin(request, provider, form)
        return redirect("providers:price_change", provider.pk, change.pk)
    return show(request, provider, "price_list.html", {"form": form})


def _begin(request: HttpRequest, provider: Provider, form: ListForm) -> Any:
    day: dt.date = form.cleaned_data["day"]
    name = str(form.cleaned_data["file"].name).replace("\0", "")
    read = form.read
    return actions.begin_list(
        provider=provider,
        by=request.user,
        valid_from=day,
        file_name=name or "list",
        terms=read.terms,
        problems=read.problems,
    )


@require_safe
def download(request: HttpRequest, provider_id: int, kind: str) -> HttpResponse:
    """What holds on the earliest day on which prices can change, to start from."""
    provider, on = approved_provider(request, provider_id), today()
    rows = list(our_rows(provider, PriceDays(organiser().rules(on), on).first_choice))
    if kind == "csv":
        answer = HttpResponse(as_csv(rows), content_type="text/csv; charset=utf-8")
    elif kind == "xlsx":
        answer = HttpResponse(as_xlsx(rows), content_type=XLSX)
    else:
        raise Http404
    name = f"{slugify(provider.name) or provider.pk}-{on:%Y-%m-%d}.{kind}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
