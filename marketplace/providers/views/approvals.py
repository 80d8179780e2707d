"""The provider's applications: what stands how, what is missing, documents, sending, answering, letters."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalogue import actions
from catalogue.enums import StepRefusal
from catalogue.models import Approval, Category, Evidence, EvidenceRequirement, Provider
from marketplace.foundation.dates import today

from ..cases import Case, cases
from ..files import evidence_file
from ..forms import CategoryForm, EvidenceForm, NoteForm, WordsForm
from ..letters import letter_page
from ..words import DECISIONS
from .frame import organiser, posted, provider_for, show


@require_safe
def approvals(request: HttpRequest, provider_id: int) -> HttpResponse:
    """All the provider's applications, those that wait for the provider first."""
    provider = provider_for(request, provider_id)
    rows = cases(provider.approvals.with_story().order_by("category__position", "category__code"), today())
    rows.sort(key=lambda case: not (case.is_asked or (case.may_send and case.last is None)))
    return show(request, provider, "approvals.html", {"cases": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, provider_id: int) -> HttpResponse:
    """For which kind of help; begun twice it is one application."""
    provider = provider_for(request, provider_id)
    begun = provider.approvals.values("category")
    free = Category.objects.filter(children__isnull=True, parent__isnull=False).exclude(pk__in=begun)
    categories = list(free.order_by("path"))
    form = CategoryForm(posted(request), categories=categories)
    if request.method == "POST":
        mine = provider.approvals.filter(category__pk=_number(request.POST.get("category", ""))).first()
        if mine is not None:  # sent twice, or begun by a colleague meanwhile
            return redirect("providers:approval", provider.pk, mine.pk)
        if form.is_valid():
            category = Category.objects.get(pk=form.cleaned_data["category"])
            begun_now = actions.start_application(organiser=organiser(), provider=provider, category=category)
            return redirect("providers:approval", provider.pk, begun_now.pk)
    return show(request, provider, "new_approval.html", {"form": form, "none_left": not categories})


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


@require_safe
def approval(request: HttpRequest, provider_id: int, approval_id: int) -> HttpResponse:
    """One application: how it stands, who has it, what is missing, what happens next, and its story."""
    provider, case = _case(request, provider_id, approval_id)
    return show(request, provider, "approval.html", {"case": case})


@require_http_methods(["GET", "HEAD", "POST"])
def evidence(request: HttpRequest, provider_id: int, approval_id: int, requirement_id: int) -> HttpResponse:
    """One document for one line of the rule book. An older one stays in the files; the newest holds."""
    provider, case = _case(request, provider_id, approval_id)
    on = today()
    asked = get_object_or_404(EvidenceRequirement.objects.asked_of(case.approval, on), pk=requirement_id)
    form = EvidenceForm(posted(request), request.FILES or None, requirement=asked, on=on)
    if request.method == "POST" and form.is_valid():
        actions.add_evidence(
            approval=case.approval,
            requirement=asked,
            by=request.user,
            name=asked.name_sv,
            file=form.cleaned_data["file"],
            expires_on=form.cleaned_data.get("expires_on"),
        )
        messages.success(request, _("The document is saved: %(name)s.") % {"name": asked})
        return redirect("providers:approval", provider.pk, case.approval.pk)
    context = {"case": case, "form": form, "asked": asked, "help": asked.in_language("help")}
    return show(request, provider, "evidence.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, provider_id: int, approval_id: int) -> HttpResponse:
    """Check what is sent, and send it. Sent twice it is one application."""
    provider, case = _case(request, provider_id, approval_id)
    form = NoteForm(posted(request))
    refusal = None
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        refusal = actions.send_application(approval=case.approval, by=request.user, on=today(), reason=words)
        if refusal is None:
            messages.success(request, _("The application is sent. The county reads it and writes to you."))
            return redirect("providers:approval", provider.pk, case.approval.pk)
    elif not case.may_send:
        return redirect("providers:approval", provider.pk, case.approval.pk)
    return show(
        request, provider, "send.html", {"case": case, "form": form, "refusal": refusal and StepRefusal(refusal)}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, provider_id: int, approval_id: int) -> HttpResponse:
    """The answer to the county's question. Answered twice, or by two colleagues, the first one counts."""
    provider, case = _case(request, provider_id, approval_id)
    back = redirect("providers:approval", provider.pk, case.approval.pk)
    form = WordsForm(posted(request))
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        refusal = actions.answer(approval=case.approval, by=request.user, on=today(), reason=words)
        if refusal is None and case.is_asked:
            messages.success(request, _("Your answer is sent. The official reads on."))
        else:
            messages.info(request, _("The question was answered already."))
        return back
    return show(request, provider, "answer.html", {"case": case, "form": form}) if case.is_asked else back


@require_safe
def letter(request: HttpRequest, provider_id: int, approval_id: int, step_id: int) -> HttpResponse:
    """The decision as a letter to print, in the provider's language."""
    _provider, case = _case(request, provider_id, approval_id)
    step = get_object_or_404(case.approval.steps.filter(kind__in=DECISIONS), pk=step_id)
    return letter_page(request, case, step)


@require_safe
def file(request: HttpRequest, provider_id: int, evidence_id: int) -> FileResponse:
    """A document that the provider has sent."""
    provider = provider_for(request, provider_id)
    return evidence_file(get_object_or_404(Evidence, pk=evidence_id, approval__provider=provider))


def _case(request: HttpRequest, provider_id: int, approval_id: int) -> tuple[Provider, Case]:
    provider = provider_for(request, provider_id)
    found = get_object_or_404(Approval.objects.with_story().filter(provider=provider), pk=approval_id)
    return provider, Case(found, today())
