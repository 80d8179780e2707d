"""Server logs hold no client number, postcode or query of anyone."""

import logging
import re

_CLIENT_PATH = re.compile(r"(/for/)[^/\s]+")
_QUERY = re.compile(r"\?[^\s\"']+")


class NoPersonalData(logging.Filter):
    """Blanks the client's number in paths, and every query string."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        cleaned = _QUERY.sub("?…", _CLIENT_PATH.sub(r"\1…", message))
        if cleaned != message:
            record.msg, record.args = cleaned, None
        return True
