"""Plain text of listings as blocks: a blank line makes a paragraph, "- " a list item, "# " a heading."""

from typing import NamedTuple


class Block(NamedTuple):
    kind: str
    text: str
    items: tuple[str, ...] = ()


def blocks(text: str) -> list[Block]:
    """Paragraphs, headings and lists, in order."""
    found = []
    for part in _parts(text):
        lines = [line.strip() for line in part.splitlines() if line.strip()]
        if not lines:
            continue
        if all(line.startswith("- ") for line in lines):
            found.append(Block("list", "", tuple(line[2:].strip() for line in lines)))
        elif len(lines) == 1 and lines[0].startswith("# "):
            found.append(Block("heading", lines[0][2:].strip()))
        else:
            found.append(Block("text", "\n".join(lines)))
    return found


def _parts(text: str) -> list[str]:
    """Split at blank lines, and where a list or a heading begins or ends."""
    parts: list[list[str]] = [[]]
    kind = ""
    for line in text.replace("\r\n", "\n").split("\n"):
        now = _kind(line)
        if now != kind or now == "heading":
            parts.append([])
        kind = now
        parts[-1].append(line)
    return ["\n".join(part) for part in parts]


def _kind(line: str) -> str:
    line = line.strip()
    if not line:
        return "blank"
    return "list" if line.startswith("- ") else "heading" if line.startswith("# ") else "text"
