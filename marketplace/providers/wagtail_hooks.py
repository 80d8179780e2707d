from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy

from catalogue.permissions import user_decides_approvals

from .listings import desk as listing_desk
from .price_desk import PriceChangeViewSet
from .viewsets import ApprovalViewSet, OfficialsLook

register_permission_policy(ApprovalViewSet.model, OfficialsLook(ApprovalViewSet.model))
register_permission_policy(PriceChangeViewSet.model, OfficialsLook(PriceChangeViewSet.model))


@hooks.register("register_admin_viewset")
def register_desk() -> ApprovalViewSet:
    return ApprovalViewSet()


@hooks.register("register_admin_urls")
def register_listing_desk() -> list[URLPattern]:
    return [
        path("listing-review/", listing_desk.queue, name="listing_desk"),
        path("listing-review/<int:pk>/", listing_desk.review, name="listing_review"),
    ]


class ForOfficials(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return user_decides_approvals(request.user)


@hooks.register("register_admin_menu_item")
def register_listing_desk_in_menu() -> MenuItem:
    return ForOfficials(
        _("Listings to read"), reverse("listing_desk"), name="reading-desk", icon_name="clipboard-list", order=195
    )


@hooks.register("register_admin_viewset")
def register_price_desk() -> PriceChangeViewSet:
    return PriceChangeViewSet()
