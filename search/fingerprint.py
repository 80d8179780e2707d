"""What an index must have been built with to be read by this code."""

import functools
import hashlib
import json

from . import documents
from .analysis import grams, lexicon, words


@functools.cache
def code_fingerprint() -> str:
    """Of the schema and the chain, their word lists included."""
    made_of = [
        documents.SCHEMA_VERSION,
        documents.RAW,
        documents.TEXT,
        documents.TIE_MULTIPLIERS,
        words.CHAIN_VERSION,
        words.SNOWBALL,
        {code: sorted(stop) for code, stop in words.STOP.items()},
        grams.SIZE,
        lexicon.digest(),
    ]
    return hashlib.sha256(json.dumps(made_of, sort_keys=True).encode()).hexdigest()[:16]
