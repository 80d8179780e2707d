from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from .approval_desk import OfficialsLook
from .models import Approval
from .viewsets import CatalogueGroup, ListingViewSet, NeverDelete

for model in (ListingViewSet.model, *(viewset.model for viewset in CatalogueGroup.items)):
    policy = OfficialsLook if model is Approval else NeverDelete
    register_permission_policy(model, policy(model))

register_snippet(ListingViewSet)


@hooks.register("register_admin_viewset")
def register_catalogue() -> CatalogueGroup:
    return CatalogueGroup()
