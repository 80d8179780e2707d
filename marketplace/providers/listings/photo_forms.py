"""A listing's photo, and what it shows in words: for those who cannot see it."""

import datetime as dt
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.actions import change_draft
from catalogue.enums import ListingRefusal
from catalogue.listing_rules import change_refusal
from catalogue.models import Organiser
from catalogue.photos import MOST_MEGABYTES, clean_photo, keep_photo
from marketplace.accounts.models import User

from .word_forms import WordsForm


class PhotoForm(WordsForm):
    """No photo is an answer too."""

    asked = {
        "photo_alt": (
            gettext_lazy("What the photo shows"),
            gettext_lazy("One sentence, for those who cannot see it. For example “A woman cleans a window.”"),
            200,
            0,
        )
    }
    needed = "photo_alt"

    file = forms.FileField(
        label=gettext_lazy("Photo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".jpg,.jpeg,.png,.webp"}),
        error_messages={"empty": gettext_lazy("The file is empty. Choose another one.")},
    )
    remove = forms.BooleanField(label=gettext_lazy("Take the photo away"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = _("A JPG, PNG or WebP, at most %(most)s MB. Show nobody who has not said yes to it.")
        self.fields["file"].help_text = words % {"most": MOST_MEGABYTES}

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        return clean_photo(file) if file else None

    def clean(self) -> dict[str, Any]:
        """With a photo its words are needed, in one language at least for now."""
        return super().clean() if self.has_photo else super(WordsForm, self).clean()

    @property
    def has_photo(self) -> bool:
        if self.cleaned_data.get("remove"):
            return False
        return bool(self.cleaned_data.get("file") or self.case.draft.photo_id)

    @transaction.atomic
    def keep(self, *, by: User, organiser: Organiser, on: dt.date) -> ListingRefusal | None:
        if refusal := change_refusal(self.case.listing, organiser, on):
            return refusal
        facts = {"listing": self.case.listing, "by": by, "organiser": organiser, "on": on}
        return change_draft(fields=self._photo(by), words=self.draft_words(), **facts)

    def _photo(self, by: User) -> dict[str, Any]:
        if not self.has_photo:
            return {"photo": None}
        file = self.cleaned_data["file"]
        title = self.case.title or str(self.case.listing.category)
        return {"photo": keep_photo(file, title=title, by=by)} if file else {}

    def draft_words(self) -> dict[str, dict[str, str]]:
        """Without a photo there is nothing to describe."""
        words = super().draft_words()
        return words if self.has_photo else {code: dict.fromkeys(fields, "") for code, fields in words.items()}
