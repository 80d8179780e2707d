"""The words of the permanent banner: for whom one acts."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .enums import ActingBy, Kinship
from .models import Client

YOUR = {
    Kinship.DAUGHTER: gettext_lazy("your parent"),
    Kinship.SON: gettext_lazy("your parent"),
    Kinship.SPOUSE: gettext_lazy("your spouse"),
    Kinship.SIBLING: gettext_lazy("your brother or sister"),
    Kinship.GRANDCHILD: gettext_lazy("your grandparent"),
    Kinship.FRIEND: gettext_lazy("your friend"),
}


def frame(client: Client) -> dict[str, Any]:
    """`client`, `acting` and the banner's words for a client's pages."""
    acting = client.acting
    note = ""
    if acting.by == ActingBy.MANDATE and acting.mandate is not None:
        note = str(YOUR.get(Kinship(acting.mandate.kinship), ""))
    elif acting.is_staff:
        note = _("your client")
    return {"client": client, "acting": acting, "acting_note": note}
