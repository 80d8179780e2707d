from wagtail import hooks
from wagtail.permissions import register_permission_policy

from .viewsets import ApprovalViewSet, OfficialsLook

register_permission_policy(ApprovalViewSet.model, OfficialsLook(ApprovalViewSet.model))


@hooks.register("register_admin_viewset")
def register_desk() -> ApprovalViewSet:
    return ApprovalViewSet()
