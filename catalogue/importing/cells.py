"""Cells that stay text in a spreadsheet: one that begins like a formula gets an apostrophe, and loses it again."""

import re

FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
GUARDED = re.compile(r"'(?=[=+\-@\t\r\n＝＋－＠])")


def guarded(cell: str) -> str:
    """For every file that people open: no cell of it is ever reckoned by a spreadsheet."""
    return f"'{cell}" if FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """A file of ours that was corrected and comes back."""
    return GUARDED.sub("", cell, count=1) if GUARDED.match(cell) else cell
