"""Imports of providers in the admin: send a file, see what it would change, then do it. For officials."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.text import slugify
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from marketplace.foundation.dates import today

from .enums import UNFINISHED, ImportState
from .importing import runs
from .importing.columns import FIELDS
from .importing.problems import FIELD_WORDS, Problem
from .models import ApprovalPeriod, Provider, ProviderImport, ProviderSource

MOST_UPLOAD_MB = 50
SHOWN_REJECTED = 20
REFRESH_SECONDS = 2
OUTCOME_WORDS = {
    "added": _("New providers"),
    "changed": _("Changed providers"),
    "ended": _("Ended, for they are not in the file any more"),
    "unchanged": _("The same as before"),
    "rejected": _("Rows that cannot be taken"),
}


class FileForm(forms.Form):
    source = forms.CharField(
        label=_("Source"),
        max_length=80,
        help_text=_("The name of the register or list. The same name the next time: a row is known by it."),
    )
    file = forms.FileField(label=_("File"), help_text=_("CSV (also .gz), Excel (.xlsx) or HSDS JSON"))
    complete = forms.BooleanField(
        label=_("The file names all providers of the source: end those that are missing"), required=False
    )

    def clean_source(self) -> str:
        return " ".join(self.cleaned_data["source"].split())

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_UPLOAD_MB * 1024 * 1024:
            raise forms.ValidationError(
                _("The file is too large: at most %(most)s MB. Pack it (.gz)."), params={"most": MOST_UPLOAD_MB}
            )
        return file


class ColumnsForm(forms.Form):
    """One choice for each of our fields."""

    def __init__(self, header: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("not in the file")), *((column, column) for column in dict.fromkeys(header) if column)]
        for field in FIELDS:
            needed = field in {"key", "name"}
            self.fields[field] = forms.ChoiceField(label=FIELD_WORDS[field], choices=choices, required=needed)

    def columns(self) -> dict[str, str]:
        return {field: column for field, column in self.cleaned_data.items() if column}


def _must_import(request: HttpRequest) -> None:
    if not request.user.has_perm("catalogue.add_providerimport"):
        raise PermissionDenied


@require_http_methods(["GET", "HEAD", "POST"])
def send_file(request: HttpRequest) -> HttpResponse:
    """A file to try. Nothing changes before someone has seen what would."""
    _must_import(request)
    form = FileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        data = form.cleaned_data
        facts = {"source_name": data["source"], "file": data["file"], "complete": data["complete"]}
        return redirect("providerimport:edit", runs.begin_trial(**facts, on=today(), by=request.user).pk)
    known = ProviderSource.objects.order_by("name").values_list("name", flat=True)
    return render(request, "catalogue/admin/send_file.html", {"form": form, "known": known[:50]})


@require_safe
def import_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Where it stands; while it runs the page comes again by itself."""
    _must_import(request)
    run = get_object_or_404(ProviderImport.objects.select_related("source", "by"), pk=pk)
    initial = run.columns or run.source.columns
    context = {
        "run": run,
        "running": run.state in UNFINISHED,
        "refresh": REFRESH_SECONDS,
        "numbers": [(words, run.counts.get(name, 0)) for name, words in OUTCOME_WORDS.items()] if run.counts else [],
        "changed": [(FIELD_WORDS[f], n) for f, n in run.counts.get("changed_fields", {}).items() if n],
        "trouble": str(Problem.from_json(run.trouble)) if run.trouble else "",
        "rejected": [
            (row.row, " ".join(str(Problem.from_json(each)) for each in row.problems))
            for row in run.rejected.order_by("row", "pk")[:SHOWN_REJECTED]
        ],
        "columns_form": ColumnsForm(run.header, initial=initial) if _may_choose_columns(run) else None,
        "may_start": run.is_trial and run.state == ImportState.DONE and run.file,
        "may_go_on": run.file and run.trouble.get("code") == "failed",
    }
    return render(request, "catalogue/admin/import_page.html", context)


def _may_choose_columns(run: ProviderImport) -> bool:
    is_table = run.header and run.header != list(FIELDS)  # HSDS has its own names
    return bool(run.is_trial and run.file and is_table and run.state not in UNFINISHED)


@require_POST
def choose_columns(request: HttpRequest, pk: int) -> HttpResponse:
    _must_import(request)
    run = get_object_or_404(ProviderImport, pk=pk, is_trial=True)
    form = ColumnsForm(run.header, request.POST)
    if not _may_choose_columns(run) or not form.is_valid():
        return redirect("providerimport:edit", pk)
    again = runs.begin_again(run=run, columns=form.columns(), on=today(), by=request.user)
    return redirect("providerimport:edit", again.pk)


@require_POST
def start_import(request: HttpRequest, pk: int) -> HttpResponse:
    """From a trial that is done."""
    _must_import(request)
    trial = get_object_or_404(ProviderImport.objects.exclude(file=""), pk=pk, is_trial=True, state=ImportState.DONE)
    return redirect("providerimport:edit", runs.begin_real(trial=trial, on=today(), by=request.user).pk)


@require_POST
def go_on(request: HttpRequest, pk: int) -> HttpResponse:
    _must_import(request)
    runs.go_on(get_object_or_404(ProviderImport.objects.exclude(file=""), pk=pk))
    return redirect("providerimport:edit", pk)


@require_safe
def rejected_rows(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The rows that were not taken, with what is wrong in the reader's language: to correct and send again."""
    _must_import(request)
    run = get_object_or_404(ProviderImport.objects.select_related("source"), pk=pk)
    lines = runs.rejected_lines(run.header, runs.kept_rejected(run), ",")
    name = slugify(f"{run.source} {run.pk}") or str(run.pk)
    return StreamingHttpResponse(
        in_language(get_language(), lines),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"', "X-Content-Type-Options": "nosniff"},
    )


def in_language(language: str, lines: Iterator[str]) -> Iterator[str]:
    """What is streamed is made after the request, when its language is gone."""
    while True:
        with override(language):
            some = list(islice(lines, 200))
        if not some:
            return
        yield "".join(some)


class Purpose(Column):
    def get_value(self, instance: ProviderImport) -> str:
        return gettext("trial") if instance.is_trial else gettext("import")


class ImportIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[ProviderImport]:
        return super().get_base_queryset().select_related("source", "by")


class ImportViewSet(ModelViewSet):
    model = ProviderImport
    index_view_class = ImportIndexView
    icon = "upload"
    menu_label = _("Imports")
    list_display = [
        "__str__",
        Purpose("is_trial", label=_("purpose")),
        "state",
        Column("rows_done", label=_("rows read")),
        Column("by", label=_("by")),
        "started_at",
    ]
    form_fields: list[str] = []
    copy_view_enabled = False

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("new/", send_file, name="add"),
            path("<int:pk>/", import_page, name="edit"),
            path("<int:pk>/columns/", choose_columns, name="columns"),
            path("<int:pk>/start/", start_import, name="start"),
            path("<int:pk>/go-on/", go_on, name="go_on"),
            path("<int:pk>/rejected.csv", rejected_rows, name="rejected"),
        ]


# In the list of providers


class Standing(Column):
    """Being in a register is no approval."""

    def get_value(self, instance: Any) -> str:
        if instance.approved:
            return gettext("approved")
        words = gettext("imported from %(source)s, not approved") if instance.source else gettext("not approved")
        return words % {"source": instance.source}


class ProviderIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[Provider]:
        periods = ApprovalPeriod.objects.in_force(today()).filter(approval__provider=OuterRef("pk"))
        return super().get_base_queryset().annotate(approved=Exists(periods))
