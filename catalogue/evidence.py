"""Documents behind an approval: officials add and read them, and each reading is written down."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from wagtail.log_actions import log

from .models import Evidence, EvidenceRequirement
from .permissions import user_decides_approvals
from .uploads import clean_document

ADDED, READ = "catalogue.evidence_added", "catalogue.evidence_read"
"""Actions in the approval's history."""


class EvidenceForm(forms.Form):
    """`requirements`: the rule book's lines for that approval."""

    requirement = forms.ModelChoiceField(
        EvidenceRequirement.objects.none(),
        label=_("Line of the rule book"),
        required=False,
        empty_label=_("None of them"),
    )
    name = forms.CharField(label=_("What the document is"), max_length=160)
    file = forms.FileField(label=_("File"), help_text=_("A PDF, or a photo as JPG or PNG."))
    expires_on = forms.DateField(
        label=_("Valid until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty: no end"),
    )

    def __init__(self, *args: Any, requirements: Iterable[EvidenceRequirement] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ids = [requirement.pk for requirement in requirements]
        self.fields["requirement"].queryset = EvidenceRequirement.objects.filter(pk__in=ids)

    def clean_file(self) -> Any:
        return clean_document(self.cleaned_data["file"])


@require_safe
def read_evidence(request: HttpRequest, pk: int, evidence_id: int) -> HttpResponse:
    """The file as a download, never shown inside the site. Who read it is written before the first byte."""
    if not user_decides_approvals(request.user):
        raise PermissionDenied
    evidence = get_object_or_404(Evidence.objects.select_related("approval"), pk=evidence_id, approval=pk)
    try:
        file = evidence.file.open("rb")
    except OSError as error:
        raise Http404(gettext("The file is not there any more.")) from error
    write_down(evidence, READ, request.user)
    response = FileResponse(file, as_attachment=True, filename=Path(evidence.file.name).name)
    response["Content-Type"] = "application/octet-stream"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def write_down(evidence: Evidence, action: str, user: Any) -> None:
    """In the approval's history: which document, by whom, when."""
    log(instance=evidence.approval, action=action, user=user, data={"evidence": evidence.pk, "name": evidence.name})
