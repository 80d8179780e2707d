"""Decisions on paper, in the provider's language of contact whoever prints them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override

from catalogue.enums import ApprovalState
from catalogue.models import ApprovalStep
from catalogue.rules import BUSINESS_ID

from .cases import Case, Said


def letter_page(request: HttpRequest, case: Case, step: ApprovalStep) -> HttpResponse:
    provider = case.approval.provider
    context = {
        "case": case,
        "approval": case.approval,
        "provider": provider,
        "said": Said(step),
        "step": step,
        "business_id": provider.identifiers.filter(scheme=BUSINESS_ID).values_list("value", flat=True).first(),
        "is_yes": step.kind in {ApprovalState.APPROVED, ApprovalState.RESUMED},
        "language": provider.contact_language,
    }
    with override(provider.contact_language):
        return render(request, "letters/decision.html", context)
