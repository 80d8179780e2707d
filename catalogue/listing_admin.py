"""Listings in the admin: their form and its guards. What the provider's own pages refuse is refused here as well."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.snippets.views.snippets import EditView, WorkflowActionView

from marketplace.foundation.dates import today

from .admin_forms import SPEAKS, ProviderField
from .enums import ListingRefusal
from .listing_rules import words_refusal
from .listing_states import draft_of
from .models import ListingText, Organiser
from .permissions import user_has_stake_in
from .translations import copies, keep_step, texts_of

PUBLISHES, APPROVES = "action-publish", "action-workflow-action"


def required_languages() -> list[str]:
    organiser = Organiser.objects.current()
    return organiser.required_languages if organiser is not None else []


class ListingForm(WagtailAdminModelForm):
    provider = ProviderField(label=_("Provider"))
    speaks = forms.MultipleChoiceField(label=_("staff speak"), choices=SPEAKS, widget=forms.CheckboxSelectMultiple)
    holds = forms.BooleanField(
        label=_("The texts in the other languages still hold"),
        help_text=_("Tick it when a text was changed in one language only, and the others say the same still."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "provider" in self.fields:
            self.fields["provider"].mean(self.data.get("provider") or self.instance.provider_id or "")
        self.before = copies(texts_of(self.instance)) if self.instance.pk else {}

    def is_valid(self) -> bool:
        """Published are only words in all required languages, none of them left behind."""
        if not super().is_valid():
            return False
        if self.publishes and (refusal := words_refusal(self._written(), required_languages())):
            self.add_error(None, ListingRefusal(refusal).label)
            return False
        return True

    @property
    def publishes(self) -> bool:
        approves = APPROVES in self.data and self.data.get("workflow-action-name") == "approve"
        return PUBLISHES in self.data or approves

    def _written(self) -> dict[str, ListingText]:
        """The texts as they will be."""
        written = copies(self.before)
        for row in self.formsets["texts"].forms if "texts" in self.formsets else []:
            data = {name: value for name, value in row.cleaned_data.items() if name not in {"id", "DELETE", "ORDER"}}
            if not data.get("language"):
                continue
            if row.cleaned_data.get("DELETE"):
                written.pop(data["language"], None)
                continue
            text = written.setdefault(data["language"], ListingText(language=data["language"]))
            for name, value in data.items():
                setattr(text, name, value)
        self._settle(written)
        return written

    def save(self, commit: bool = True) -> Any:
        instance = super().save(commit=False)
        written = texts_of(instance)
        self._settle(written)
        instance.texts.set(written.values())
        if commit:
            instance.save()
        return instance

    def _settle(self, texts: dict[str, ListingText]) -> None:
        keep_step(self.before, texts, required_languages(), list(texts) if self.cleaned_data.get("holds") else ())


class ListingEditView(EditView):
    """Refuses a save on top of someone else's newer version; what was typed stays in the form."""

    def is_valid(self, form: ListingForm) -> bool:
        if not super().is_valid(form):
            return False
        if self.is_out_of_date:
            words = gettext(
                "Someone saved a newer version meanwhile. What you wrote is kept here. Copy it and open again."
            )
            return self._refuse(form, "invalid_revision", words)
        if form.publishes and user_has_stake_in(self.request.user, self.object.provider, today()):
            return self._refuse(form, "conflict", str(ListingRefusal.CONFLICT.label))
        return True

    def _refuse(self, form: ListingForm, code: str, words: str) -> bool:
        form.add_error(None, words)
        self.produced_error_code, self.produced_error_message = code, words
        return False


class ListingWorkflowAction(WorkflowActionView):
    """The answer to a review by its own address."""

    def check_action(self) -> None:
        super().check_action()
        listing = self.object
        refusal = None
        if user_has_stake_in(self.request.user, listing.provider, today()):
            refusal = ListingRefusal.CONFLICT
        elif self.action_name == "approve":
            refusal = words_refusal(texts_of(draft_of(listing)), required_languages())
        if refusal is not None:
            messages.error(self.request, ListingRefusal(refusal).label)
            raise PermissionDenied
