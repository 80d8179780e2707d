"""Becoming a provider: one question per page, each answer kept at once; one can come back later."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from marketplace.accounts.adapter import APPLYING_KEY
from marketplace.accounts.models import User
from marketplace.clients.exceptions import LoginNeeded
from marketplace.foundation.dates import today

from ..actions import begin_registration, finish_registration
from ..enums import RegistrationRefusal
from ..models import Registration
from ..questions import BY_KEY, QUESTIONS, before, unanswered
from .frame import organiser, posted


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """What it takes, for everyone; POST begins. Who has no login can make one: it gives no right to anything."""
    user = request.user
    if request.method == "POST":
        if not isinstance(user, User):
            raise LoginNeeded
        return redirect(_way_on(begin_registration(organiser=organiser(), applicant=user)))
    if not isinstance(user, User):
        request.session[APPLYING_KEY] = True
        context = {"next_query": urlencode({"next": request.path})}
        return render(request, "pages/providers/apply.html", context)
    return render(request, "pages/providers/apply.html", {"begun": Registration.objects.open_of(user).first()})


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, key: str) -> HttpResponse:
    """One question. What was answered before stands there and can be changed."""
    asked = BY_KEY.get(key)
    if asked is None:
        raise Http404
    row = _open(request)
    if row is None:
        return redirect("providers:apply")
    form = asked.form(posted(request), instance=row)
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect(_way_on(row))
    context = {
        "form": form,
        "question": asked,
        "number": QUESTIONS.index(asked) + 1,
        "count": len(QUESTIONS),
        "before": before(key),
    }
    return render(request, "pages/providers/question.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """All answers; POST makes the provider. A second POST leads to the same provider."""
    row = _open(request)
    if row is None:
        done = request.user.registrations.order_by("-pk").first()
        return redirect("providers:approvals", done.provider_id) if done else redirect("providers:apply")
    if unanswered(row):
        return redirect(_way_on(row))
    refusal = None
    if request.method == "POST":
        result = finish_registration(registration=row, on=today())
        if not isinstance(result, RegistrationRefusal):
            messages.success(request, _("The provider is here now, and you are its owner. Next: apply for approval."))
            return redirect("providers:approvals", result.pk)
        refusal = result
    rows = [(question, question.form.words(row)) for question in QUESTIONS]
    return render(request, "pages/providers/check.html", {"rows": rows, "refusal": refusal})


@require_POST
def give_up(request: HttpRequest) -> HttpResponse:
    """Throws the answers away."""
    row = _open(request)
    if row is not None:
        row.delete()
        messages.success(request, _("Your answers are thrown away."))
    return redirect("providers:apply")


def _open(request: HttpRequest) -> Registration | None:
    if not isinstance(request.user, User):
        raise LoginNeeded
    return Registration.objects.open_of(request.user).first()


def _way_on(row: Registration) -> str:
    """The first question without an answer, or the check page."""
    left = unanswered(row)
    return reverse("providers:question", args=[left[0].key]) if left else reverse("providers:check")
