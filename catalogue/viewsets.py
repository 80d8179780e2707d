"""The admin's lists and forms of the catalogue, for officials and editors. Money and eligibility change by actions."""

from typing import Any

from django import forms
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import SnippetViewSet

from .admin_forms import OrganiserForm, ProviderForm, form_for
from .import_desk import ImportViewSet, ProviderIndexView, Standing
from .lease_desk import LeaseColumn, LeasePanel, with_checks
from .listing_admin import ListingEditView, ListingForm, ListingWorkflowAction
from .models import (
    Category,
    ClientFeeInfo,
    EvidenceRequirement,
    Holiday,
    Listing,
    Municipality,
    Organiser,
    OrganiserRules,
    PostalArea,
    Provider,
    VoucherValue,
)
from .provider_desk import provider_facts


class NeverDelete(ModelPermissionPolicy):
    """What was public once stays; a listing is unpublished, never deleted."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "delete" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


class ListingViewSet(SnippetViewSet):
    model = Listing
    icon = "doc-full"
    menu_label = _("Listings")
    menu_name = "listings"
    menu_order = 200
    add_to_admin_menu = True
    list_display = ["__str__", "provider", "category", "live", LeaseColumn("lease", label=_("freshness"))]
    list_filter = ["live", "category"]
    list_select_related = ["provider", "category"]
    inspect_view_enabled = False
    copy_view_enabled = False
    edit_view_class = ListingEditView
    workflow_action_view_class = ListingWorkflowAction
    panels = [
        MultiFieldPanel(
            [FieldPanel("provider"), FieldPanel("kind"), FieldPanel("category"), FieldPanel("unit")],
            heading=_("Cannot change after the first publication"),
        ),
        LeasePanel(heading=_("Still right?")),
        FieldPanel("speaks"),
        FieldPanel("photo"),
        InlinePanel(
            "texts",
            heading=_("Texts"),
            panels=[FieldPanel(name) for name in ("language", "title", "summary", "body", "easy_body", "photo_alt")],
            max_num=3,
        ),
        FieldPanel("holds"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Listing]:
        return with_checks(Listing.objects.all())

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return self._edit_handler.get_form_class()

    def get_edit_handler(self) -> Any:
        handler = super().get_edit_handler()
        handler.base_form_class = ListingForm
        return handler


class Plain(ModelViewSet):
    """A plain form with history; nothing is copied."""

    copy_view_enabled = False
    add_to_admin_menu = False

    def formfield_for_dbfield(self, db_field: models.Field, **kwargs: Any) -> forms.Field:
        """An address typed without its scheme is a safe one."""
        if isinstance(db_field, models.URLField):
            kwargs["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, **kwargs)


NAMES = ["name_sv", "name_fi", "name_en"]


class CategoryViewSet(Plain):
    model = Category
    icon = "tag"
    list_display = ["__str__", "code", "parent", "free_by_law"]
    form_fields = [
        "parent",
        "code",
        "national_code",
        *NAMES,
        "description_sv",
        "description_fi",
        "description_en",
        "search_terms_sv",
        "search_terms_fi",
        "search_terms_en",
        "icon",
        "free_by_law",
        "position",
    ]


class ProviderViewSet(Plain):
    model = Provider
    icon = "group"
    list_display = [
        "name",
        "kind",
        Standing("standing", label=_("standing")),
        Column("ended_on", label=_("day it ended")),
    ]
    list_filter = ["kind", "source"]
    index_view_class = ProviderIndexView
    search_fields = ["name"]
    edit_template_name = "catalogue/admin/edit_provider.html"
    form_fields = [
        "name",
        "kind",
        "languages",
        "contact_language",
        "phone",
        "email",
        "website",
        "about_sv",
        "about_fi",
        "about_en",
        "ended_on",
    ]

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return form_for(self, ProviderForm)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("<int:pk>/facts/", provider_facts, name="facts")]


class VoucherValueViewSet(Plain):
    model = VoucherValue
    icon = "tag"
    list_display = ["category", "municipality", "unit", "day_type", "part", "cents", "no_ceiling", "valid_from"]
    list_filter = ["category", "unit"]
    form_fields = [
        "organiser",
        "category",
        "municipality",
        "unit",
        "day_type",
        "part",
        "valid_from",
        "cents",
        "no_ceiling",
    ]


class ClientFeeViewSet(Plain):
    model = ClientFeeInfo
    icon = "tag"
    list_display = ["category", "unit", "cents", "valid_from"]
    form_fields = ["organiser", "category", "unit", "cents", "valid_from", *NAMES, "source"]


class RequirementViewSet(Plain):
    """The rule book's list of documents."""

    model = EvidenceRequirement
    icon = "doc-full"
    menu_label = _("Rule book's documents")
    list_display = ["__str__", "category", "kind", "required", "valid_from", "valid_until"]
    list_filter = ["kind", "category"]
    form_fields = [
        "organiser",
        "category",
        "kind",
        *NAMES,
        "help_sv",
        "help_fi",
        "help_en",
        "required",
        "expires",
        "valid_from",
        "valid_until",
        "position",
    ]


class OrganiserViewSet(Plain):
    model = Organiser
    icon = "home"
    list_display = ["__str__", "phone"]
    form_fields = ["code", *NAMES, "phone", "hours_sv", "hours_fi", "hours_en", "required_languages"]

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return form_for(self, OrganiserForm)


class RulesViewSet(Plain):
    model = OrganiserRules
    icon = "cog"
    list_display = ["organiser", "valid_from"]
    exclude_form_fields: list[str] = []


class HolidayViewSet(Plain):
    model = Holiday
    icon = "date"
    list_display = ["date", "__str__", "kind"]
    form_fields = ["organiser", "date", "kind", *NAMES]


class MunicipalityViewSet(Plain):
    model = Municipality
    icon = "site"
    list_display = ["__str__", "code"]
    form_fields = ["organiser", "code", *NAMES]


class PostalAreaViewSet(Plain):
    model = PostalArea
    icon = "site"
    list_display = ["code", "__str__", "municipality"]
    form_fields = ["municipality", "code", *NAMES, "lat", "lon"]


class CatalogueGroup(ModelViewSetGroup):
    menu_label = _("Catalogue")
    menu_icon = "folder-open-inverse"
    menu_order = 210
    items = (
        ProviderViewSet,
        ImportViewSet,
        CategoryViewSet,
        VoucherValueViewSet,
        ClientFeeViewSet,
        RequirementViewSet,
        OrganiserViewSet,
        RulesViewSet,
        HolidayViewSet,
        MunicipalityViewSet,
        PostalAreaViewSet,
    )
