"""Editors' pages. Every page is public: the same bytes for everyone, unless an editor is logged in."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from .blocks import BodyBlock, HomeBlock

PAGE_SECONDS = 60


def is_editor(request: HttpRequest) -> bool:
    """Asks the session only where there is one, so that visitors' pages never vary on the cookie's content."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    return request.user.has_perm("wagtailadmin.access_admin")


class PublicPage(Page):
    """Adds the caching rule: public for a minute, private while the editor's user bar may be in it."""

    class Meta:
        abstract = True

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().serve(request, *args, **kwargs)
        response["Cache-Control"] = "no-store" if is_editor(request) else f"public, max-age={PAGE_SECONDS}"
        return response

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), "show_user_bar": is_editor(request)}


class HomePage(PublicPage):
    """The start page of one language."""

    heading = models.CharField(_("heading"), max_length=120)
    lead = models.CharField(_("lead"), max_length=300)
    body = StreamField(HomeBlock(), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("heading"), FieldPanel("lead"), FieldPanel("body")]
    template = "pages/cms/home.html"
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]

    def newest_articles(self, count: int = 3) -> models.QuerySet["ArticlePage"]:
        """The newest dated articles below this page."""
        return ArticlePage.objects.live().child_of(self).filter(date__isnull=False).order_by("-date", "pk")[:count]


class ArticlePage(PublicPage):
    """News with a date, or a guide without. The easy-language body says the same in short, simple words."""

    date = models.DateField(_("date"), null=True, blank=True, help_text=_("News has a date; a guide has none."))
    lead = models.CharField(_("lead"), max_length=300, blank=True)
    body = StreamField(BodyBlock())
    easy_body = RichTextField(_("easy-language text"), blank=True, features=["bold", "ul"])

    content_panels = [
        *Page.content_panels,
        FieldPanel("date"),
        FieldPanel("lead"),
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("easy_body")], heading=_("easy language")),
    ]
    template = "pages/cms/article.html"
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        indexes = [models.Index(fields=["-date"])]


class NewsPage(PublicPage):
    """All news of a language, ten a page."""

    template = "pages/cms/news.html"
    max_count_per_parent = 1
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = []

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        articles = ArticlePage.objects.live().sibling_of(self).filter(date__isnull=False).order_by("-date", "pk")
        page = Paginator(articles, 10).get_page(request.GET.get("page"))
        return {**super().get_context(request, *args, **kwargs), "articles": page}
