"""Reference prices in the admin: what an hour of help is reckoned to cost when a plan's sum is suggested.

They belong to the plans, which stand without the editors' tool; the form stands here.
"""

from wagtail.admin.viewsets.model import ModelViewSet

from marketplace.plans.models import ReferencePrice


class ReferencePriceViewSet(ModelViewSet):
    """A plain form with history. A new price is a new dated row; decided plans keep the lines they had."""

    model = ReferencePrice
    icon = "tag"
    menu_order = 215
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = ["category", "municipality", "unit", "cents", "valid_from"]
    list_filter = ["category", "unit"]
    form_fields = ["organiser", "category", "municipality", "unit", "cents", "valid_from", "source"]
