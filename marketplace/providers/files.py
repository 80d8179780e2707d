"""Documents leave private storage here, for whoever the view has let in."""

from pathlib import PurePath

from django.http import FileResponse, Http404
from django.utils.text import slugify

from catalogue.models import Evidence

TYPES = {".pdf": "application/pdf", ".jpg": "image/jpeg", ".png": "image/png"}


def evidence_file(evidence: Evidence) -> FileResponse:
    """To be saved, never shown inside the site: whatever is in it runs nothing here."""
    ending = PurePath(evidence.file.name).suffix
    try:
        handle = evidence.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    name = f"{slugify(evidence.name) or 'document'}-{evidence.pk}{ending}"
    kind = TYPES.get(ending, "application/octet-stream")
    answer = FileResponse(handle, as_attachment=True, filename=name, content_type=kind)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
