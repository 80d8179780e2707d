"""Fails on a Swedish or Finnish word that is missing or marked unsure, and on compiled files that are not of today."""

import sys
from pathlib import Path

import polib

FOLDER = Path(__file__).resolve().parent.parent / "marketplace" / "locale"


def findings(path: Path) -> list[str]:
    words = polib.pofile(str(path))
    found = [f"{path.parent.parent.name}: untranslated: {entry.msgid!r}" for entry in words.untranslated_entries()]
    found += [f"{path.parent.parent.name}: marked fuzzy: {entry.msgid!r}" for entry in words.fuzzy_entries()]
    compiled = path.with_suffix(".mo")
    if not compiled.exists() or said(polib.mofile(str(compiled))) != said(words):
        found.append(f"{compiled.relative_to(FOLDER)} is not what {path.name} says: run `make messages`")
    return found


def said(words: polib.POFile | polib.MOFile) -> dict[tuple[str | None, str], object]:
    return {
        (entry.msgctxt, entry.msgid): entry.msgstr_plural or entry.msgstr
        for entry in words
        if not getattr(entry, "obsolete", False) and entry.translated()
    }


def main() -> int:
    files = [FOLDER / language / "LC_MESSAGES" / "django.po" for language in ("sv", "fi")]
    found = [f"{path.relative_to(FOLDER)} is missing" for path in files if not path.exists()]
    found += [line for path in files if path.exists() for line in findings(path)]
    sys.stdout.write("\n".join(found[:60]) + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
