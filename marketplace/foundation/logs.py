"""Server logs hold no client number, token of an invitation, postcode or query of anyone."""

import logging
import re

_SECRET_PART = re.compile(r"(/(?:for|work/clients|invitation)/)[^/\s]+")
_QUERY = re.compile(r"\?[^\s\"']+")


class NoPersonalData(logging.Filter):
    """Blanks the client's number and tokens in paths, and every query string."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        cleaned = _QUERY.sub("?…", _SECRET_PART.sub(r"\1…", message))
        if cleaned != message:
            record.msg, record.args = cleaned, None
        return True
