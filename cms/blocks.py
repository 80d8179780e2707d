"""The parts editors build pages from. Each renders one template of `templates/blocks/`."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from catalogue.models import Listing
from marketplace.foundation.dates import today

from .listings import category_tiles, offer_cards

RICH_TEXT = ["bold", "link", "ul", "ol", "document-link"]


class SectionBlock(blocks.StructBlock):
    """A heading with text under it."""

    heading = blocks.CharBlock(max_length=120, required=False)
    text = blocks.RichTextBlock(features=[*RICH_TEXT, "h3"])

    class Meta:
        template = "blocks/section.html"
        label = _("heading and text")
        icon = "pilcrow"


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock()
    alt = blocks.CharBlock(max_length=200, help_text=_("What the picture shows, for those who do not see it."))
    caption = blocks.CharBlock(max_length=200, required=False)

    class Meta:
        template = "blocks/picture.html"
        label = _("picture")
        icon = "image"


class VideoBlock(blocks.StructBlock):
    """A video of our own, with captions and the same in writing. Nothing is fetched from outside."""

    title = blocks.CharBlock(max_length=120)
    video = DocumentChooserBlock(help_text=_("A file in MP4 or WebM."))
    captions = DocumentChooserBlock(help_text=_("What is said, as WebVTT (.vtt)."))
    transcript = blocks.RichTextBlock(features=["bold"], help_text=_("The same in writing."))

    class Meta:
        template = "blocks/video.html"
        label = _("video")
        icon = "media"

    def clean(self, value: Any) -> Any:
        """The files must be what a browser can play without help."""
        value = super().clean(value)
        wrong = {}
        if not value["video"].filename.lower().endswith((".mp4", ".webm")):
            wrong["video"] = ValidationError(_("Choose a file that ends in .mp4 or .webm."))
        if not value["captions"].filename.lower().endswith(".vtt"):
            wrong["captions"] = ValidationError(_("Choose a file that ends in .vtt."))
        if wrong:
            raise blocks.StructBlockValidationError(block_errors=wrong)
        return value


class SearchBoxBlock(blocks.StructBlock):
    hint = blocks.CharBlock(max_length=200, required=False)

    class Meta:
        template = "blocks/search_box.html"
        label = _("search box")
        icon = "search"


class CategoryTilesBlock(blocks.StructBlock):
    """The categories that have something to offer today, with how much."""

    heading = blocks.CharBlock(max_length=120)

    class Meta:
        template = "blocks/category_tiles.html"
        label = _("categories")
        icon = "list-ul"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        return {**super().get_context(value, parent_context), "tiles": category_tiles(on=today())}


class FeaturedListingsBlock(blocks.StructBlock):
    """Listings an editor puts forward. One that cannot be chosen any more disappears by itself."""

    heading = blocks.CharBlock(max_length=120)
    listings = blocks.ListBlock(SnippetChooserBlock(Listing), min_num=1, max_num=6)

    class Meta:
        template = "blocks/featured_listings.html"
        label = _("featured listings")
        icon = "pick"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        ids = [listing.pk for listing in value["listings"] if listing is not None]
        return {**super().get_context(value, parent_context), "cards": offer_cards(ids, on=today())}


class StepBlock(blocks.StructBlock):
    heading = blocks.CharBlock(max_length=80)
    text = blocks.CharBlock(max_length=240)


class StepsBlock(blocks.StructBlock):
    """How it works, in three steps, each with its jar."""

    heading = blocks.CharBlock(max_length=120)
    steps = blocks.ListBlock(StepBlock(), min_num=3, max_num=3)

    class Meta:
        template = "blocks/steps.html"
        label = _("three steps")
        icon = "list-ol"


class DoorBlock(blocks.StructBlock):
    icon = blocks.ChoiceBlock(choices=[("users", _("people")), ("store", _("shop")), ("info", _("information"))])
    heading = blocks.CharBlock(max_length=80)
    text = blocks.CharBlock(max_length=240)
    page = blocks.PageChooserBlock()
    link_text = blocks.CharBlock(max_length=80)


class DoorsBlock(blocks.StructBlock):
    """Two ways on, side by side."""

    doors = blocks.ListBlock(DoorBlock(), min_num=1, max_num=2)

    class Meta:
        template = "blocks/doors.html"
        label = _("ways on")
        icon = "link"


class HelpBlock(blocks.StructBlock):
    """The phone card; number and hours come from the organiser."""

    heading = blocks.CharBlock(max_length=120)
    text = blocks.CharBlock(max_length=240)

    class Meta:
        template = "blocks/help.html"
        label = _("phone card")
        icon = "mail"


class NewsBlock(blocks.StructBlock):
    """The newest articles of the page's language."""

    heading = blocks.CharBlock(max_length=120)

    class Meta:
        template = "blocks/news.html"
        label = _("news")
        icon = "date"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        page = context.get("page")
        return {**context, "articles": page.newest_articles() if hasattr(page, "newest_articles") else []}


class PersonBlock(blocks.StructBlock):
    name = blocks.CharBlock(max_length=80)
    task = blocks.CharBlock(max_length=120)
    place = blocks.CharBlock(max_length=120, required=False)
    phone = blocks.CharBlock(max_length=40)
    email = blocks.EmailBlock(required=False)


class PeopleBlock(blocks.StructBlock):
    heading = blocks.CharBlock(max_length=120)
    people = blocks.ListBlock(PersonBlock(), min_num=1)

    class Meta:
        template = "blocks/people.html"
        label = _("contact people")
        icon = "group"


class BodyBlock(blocks.StreamBlock):
    section = SectionBlock()
    picture = PictureBlock()
    video = VideoBlock()
    search_box = SearchBoxBlock()
    featured = FeaturedListingsBlock()
    people = PeopleBlock()
    doors = DoorsBlock()
    help = HelpBlock()


class HomeBlock(BodyBlock):
    tiles = CategoryTilesBlock()
    steps = StepsBlock()
    news = NewsBlock()
