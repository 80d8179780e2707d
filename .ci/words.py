"""Fails on a Swedish or Finnish word that is missing or marked unsure, and on compiled files that are not of today.

Where gettext is installed the words are also collected anew, so that one that was never collected is found too.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "marketplace" / "locale"
COLLECT = ["manage.py", "makemessages", "-l", "sv", "--keep-pot", "--no-location", "-v0", "-i", "tests/*"]


def collected() -> set[tuple[str | None, str]]:
    """What the code and the templates say today, collected in a copy so that nothing here changes."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in listed.stdout.splitlines():
            if name.endswith((".py", ".html", ".txt")) and (ROOT / name).exists():
                (copy / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, copy / name)
        (copy / "marketplace" / "locale").mkdir(exist_ok=True)
        subprocess.run([sys.executable, *COLLECT], cwd=copy, check=True)
        found = polib.pofile(str(copy / "marketplace" / "locale" / "django.pot"))
        return {(entry.msgctxt, entry.msgid) for entry in found}


def never_collected(path: Path) -> list[str]:
    if not shutil.which("xgettext"):
        return []
    known = {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(path))}
    return [
        f"{path.parent.parent.name}: never collected: {msgid!r}" for _, msgid in sorted(collected() - known, key=str)
    ]


def findings(path: Path) -> list[str]:
    words = polib.pofile(str(path))
    found = [f"{path.parent.parent.name}: untranslated: {entry.msgid!r}" for entry in words.untranslated_entries()]
    found += [f"{path.parent.parent.name}: marked fuzzy: {entry.msgid!r}" for entry in words.fuzzy_entries()]
    compiled = path.with_suffix(".mo")
    if not compiled.exists() or said(polib.mofile(str(compiled))) != said(words):
        found.append(f"{compiled.relative_to(FOLDER)} is not what {path.name} says: run `make messages`")
    return found


def said(words: polib.POFile | polib.MOFile) -> dict[tuple[str | None, str], list[str]]:
    """What each message is translated to; its forms in order where it has a plural."""
    found = {}
    for entry in words:
        forms = [form for _, form in sorted(entry.msgstr_plural.items())] or [entry.msgstr]
        if any(forms) and "fuzzy" not in getattr(entry, "flags", []):
            found[entry.msgctxt, entry.msgid] = forms
    return found


def main() -> int:
    files = [FOLDER / language / "LC_MESSAGES" / "django.po" for language in ("sv", "fi")]
    found = [f"{path.relative_to(FOLDER)} is missing" for path in files if not path.exists()]
    if not found:
        found = [line for path in files for line in findings(path)] + never_collected(files[0])
    sys.stdout.write("\n".join(found[:60]) + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
