"""The style sheet, fonts and icons, taken from node_modules: one `site.css` of just the parts in use.

A staticfiles finder puts the sheet together whenever a part is newer, so there is no build step to forget:
`runserver`, tests and `collectstatic` all see the same file.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage, Error, register
from django.core.files.storage import FileSystemStorage

NODE_MODULES = Path(settings.BASE_DIR) / "node_modules"
DESIGNSYSTEMET = NODE_MODULES / "@digdir" / "designsystemet-css" / "dist" / "src"
FONTS = NODE_MODULES / "@fontsource" / "figtree" / "files"
ICONS = NODE_MODULES / "lucide-static" / "icons"
OURS = Path(settings.BASE_DIR) / "marketplace" / "css"

# (layer, files): the components of Designsystemet that are used, in its own layers, then our one layer on top.
LAYERS = [
    ("ds.base", ["base", "label"]),
    ("ds.components", ["data-size-workaround", "button", "skip-link", "input"]),
]
FONT_FILES = ["figtree-latin-400-normal.woff2", "figtree-latin-700-normal.woff2"]
SHEET = "site.css"


def sources() -> list[Path]:
    names = [name for _, files in LAYERS for name in files]
    return [OURS / "vardag.css", *(DESIGNSYSTEMET / f"{name}.css" for name in names), OURS / "app.css"]


def without_comments(css: str) -> str:
    return re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)


def squeezed(css: str) -> str:
    """Without comments and needless white space; strings in these files hold neither."""
    css = re.sub(r"\s+", " ", without_comments(css))
    return re.sub(r" ?([{};]) ?", r"\1", css).strip()


def joined_css() -> str:
    parts = ["@layer ds.theme,ds.base,ds.components;", squeezed((OURS / "vardag.css").read_text())]
    for layer, files in LAYERS:
        body = "".join((DESIGNSYSTEMET / f"{name}.css").read_text().strip() for name in files)
        parts.append(f"@layer {layer}{{{body}}}")
    parts.append(squeezed((OURS / "app.css").read_text()))
    return "\n".join(parts)


def built_sheet() -> Path:
    """The path of `site.css`, written anew if a part or this file is newer. Safe with several processes."""
    target = Path(settings.VAR_DIR) / "css" / SHEET
    newest = max(path.stat().st_mtime for path in [*sources(), Path(__file__)])
    if not target.exists() or target.stat().st_mtime < newest:
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_name(f"{SHEET}.{id(target)}.tmp")
        draft.write_text(joined_css())
        draft.replace(target)
    return target


class FrontendFinder(BaseFinder):
    """Offers `site.css` and the two font files."""

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> str | list[str]:
        found = self.located(path)
        if find_all:
            return [str(found)] if found else []
        return str(found) if found else []

    def located(self, path: str) -> Path | None:
        if path == SHEET:
            return built_sheet()
        folder, _, name = path.partition("/")
        return FONTS / name if folder == "fonts" and name in FONT_FILES else None

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        yield SHEET, FileSystemStorage(location=built_sheet().parent)
        fonts = FileSystemStorage(location=FONTS)
        fonts.prefix = "fonts"  # type: ignore[attr-defined]
        for name in FONT_FILES:
            yield name, fonts


@cache
def icon_paths(name: str) -> str:
    """The drawing inside a Lucide icon, in 24 × 24 units. KeyError for a name that is not there."""
    path = ICONS / f"{name}.svg"
    if not re.fullmatch(r"[a-z0-9-]+", name) or not path.exists():
        raise KeyError(f"No Lucide icon is called {name!r}")
    inner = re.search(r"<svg[^>]*>(.*)</svg>", path.read_text(), flags=re.DOTALL)
    drawing = re.sub(r"\s+", " ", inner.group(1) if inner else "")
    return drawing.replace("> <", "><").replace(" />", "/>").strip()


@register
def node_modules_installed(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    missing = [path for path in [*sources(), ICONS / "check.svg", FONTS / FONT_FILES[0]] if not path.exists()]
    if not missing:
        return []
    return [Error(f"Missing {missing[0]}.", hint="Run `npm ci` in the top folder.", id="foundation.E001")]
