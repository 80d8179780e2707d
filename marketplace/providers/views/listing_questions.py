"""One question about a listing; the answer is a draft. And how hard a text is to read, while one writes."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from catalogue.enums import ListingState
from catalogue.listing_rules import open_questions
from catalogue.listing_states import ListingCase
from catalogue.models import Listing, Provider
from marketplace.foundation.formats import LANGUAGES
from marketplace.foundation.readability import reading

from ..listings.questions import BY_KEY, Question, asked_of, before
from ..listings.word_forms import MOST_BODY
from ..listings.words import reading_words
from .frame import organiser, posted, show
from .listing_frame import case_of, for_approved, for_own_listing


@require_http_methods(["GET", "HEAD", "POST"])
@for_own_listing
def question(request: HttpRequest, provider: Provider, case: ListingCase, key: str) -> HttpResponse:
    """What was answered before stands there and can be changed."""
    asked = BY_KEY.get(key)
    if asked is None or asked not in asked_of(case):
        raise Http404
    home = redirect("providers:listing", provider.pk, case.listing.pk)
    if case.work == ListingState.REVIEW:
        messages.info(request, _("The county is reading the listing now. Take it back first if you want to change it."))
        return home
    form = asked.form(posted(request), request.FILES or None, case=case, required=organiser().required_languages)
    if request.method == "POST" and form.is_valid() and not form.only_reckons:
        if refusal := form.keep(by=request.user, organiser=organiser(), on=case.on):
            messages.error(request, refusal.label)
            return home
        return _way_on(provider, case.listing, asked)
    questions = asked_of(case)
    context = {
        "case": case,
        "form": form,
        "question": asked,
        "number": questions.index(asked) + 1,
        "count": len(questions),
        "before": before(case, asked),
    }
    return show(request, provider, asked.template, context)


def _way_on(provider: Provider, listing: Listing, answered: Question) -> HttpResponse:
    """The next question that is open still, or all answers."""
    case = case_of(Listing.objects.for_provider().get(pk=listing.pk), organiser())
    left = open_questions(case.listing, organiser().required_languages, case.on)
    following = [question.key for question in asked_of(case)]
    place = following.index(answered.key) if answered.key in following else -1
    for key in following[place + 1 :]:
        if key in left:
            return redirect("providers:listing_question", provider.pk, listing.pk, key)
    return redirect("providers:listing", provider.pk, listing.pk)


@require_POST
@for_approved
def measure(request: HttpRequest, provider: Provider) -> HttpResponse:
    """For the script beside a text: how hard it is to read, in words."""
    language = request.POST.get("language", "")
    text = request.POST.get("text", "")[: 2 * MOST_BODY]
    said = reading_words(reading(text, language)) if language in LANGUAGES else ""
    return JsonResponse({"said": said})
