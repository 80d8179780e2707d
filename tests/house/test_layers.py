"""The contracts of pyproject.toml say which way imports go; these tests close the holes that contracts have."""

import re
import shutil
import subprocess
import sys
import tomllib
import warnings
from itertools import chain
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

ROOT: Path = settings.BASE_DIR
ROOTS = ("catalogue", "cms", "marketplace", "search")
EXEMPT = {"marketplace.settings", "marketplace.wsgi", "marketplace.locale", "marketplace.static", "marketplace.css"}
GOING_AROUND = re.compile(r"(?<!_state\.)\bapps\.get_model\(|\bimport_string\(|\bimport_module\(|\b__import__\(")


pytestmark = pytest.mark.once


def layers() -> list[list[str]]:
    """From the top of the house; rooms on one line are one list."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    lines = next(contract["layers"] for contract in contracts if contract["id"] == "layers")
    return [re.findall(r"[a-z_.]+", line) for line in lines]


def height() -> dict[str, int]:
    return {room: -number for number, line in enumerate(layers()) for room in line}


def room_of(module: str) -> str:
    """`marketplace.budgets.ledger` -> `marketplace.budgets`, `catalogue.models.listings` -> `catalogue`."""
    return ".".join(module.split(".")[: 2 if module.startswith("marketplace.") else 1])


def unlisted_packages(root: Path) -> set[str]:
    found = {name for name in ROOTS if name != "marketplace"}
    for path in (root / "marketplace").iterdir():
        if (path.is_dir() and any(path.rglob("*.py"))) or (path.suffix == ".py" and path.stem != "__init__"):
            found.add(f"marketplace.{path.stem}")
    return found - set(chain(*layers())) - EXEMPT


def source_files() -> list[Path]:
    return [path for name in ROOTS for path in (ROOT / name).rglob("*.py") if "migrations" not in path.parts]


def test_every_package_stands_in_the_layers():
    assert unlisted_packages(ROOT) == set()


def test_every_relation_points_to_the_same_or_a_lower_room():
    heights, upward = height(), []
    ours = [model for model in apps.get_models() if model.__module__.startswith(ROOTS)]
    assert len(ours) > 20
    for model in ours:
        for field in model._meta.get_fields(include_hidden=True):
            other = field.related_model
            if field.auto_created or not isinstance(other, type) or not other.__module__.startswith(ROOTS):
                continue
            if heights[room_of(other.__module__)] > heights[room_of(model.__module__)]:
                upward.append(f"{model.__name__}.{field.name} -> {other.__name__}")
    assert upward == []


def test_nobody_goes_around_the_imports():
    found = [str(path) for path in source_files() if GOING_AROUND.search(path.read_text())]
    assert found == []


def test_long_files_are_named():
    """No failure: a file may be long for a while, but nobody should be surprised by it."""
    for path in source_files():
        lines = path.read_text().count("\n")
        if lines > 300 and "texts" not in path.parts:
            warnings.warn(f"{path.relative_to(ROOT)} has {lines} lines", stacklevel=1)


@pytest.fixture
def copied_house(tmp_path: Path) -> Path:
    for name in ROOTS:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("locale", "static", "__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def broken_contracts(house: Path) -> list[str]:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    said = subprocess.run(command, cwd=house, capture_output=True, text=True).stdout
    assert "Contracts:" in said
    return re.findall(r"^(.+) BROKEN$", said, flags=re.MULTILINE)


def plant(house: Path, file: str, line: str) -> None:
    path = house / file
    path.write_text(f"{path.read_text()}\n{line}\n")


PLANTED = {
    "upward": ("catalogue/money.py", "import marketplace.budgets.models", "Imports go down only"),
    "the same line": ("cms/apps.py", "import marketplace.providers", "Imports go down only"),
    "an engine": ("catalogue/money.py", "import tantivy", "Only search knows its engines"),
    "the editors' tool": (
        "marketplace/budgets/enums.py",
        "import wagtail",
        "Money, plans, choices and search stand without the editors' tool",
    ),
}


@pytest.mark.parametrize("kind", PLANTED)
def test_a_planted_import_is_found(copied_house, kind):
    providers = copied_house / "marketplace" / "providers"
    providers.mkdir(exist_ok=True)
    (providers / "__init__.py").touch()
    file, line, contract = PLANTED[kind]
    assert broken_contracts(copied_house) == []
    plant(copied_house, file, line)
    assert broken_contracts(copied_house) == [contract]


def test_a_planted_package_is_found(copied_house):
    (copied_house / "marketplace" / "loyalty").mkdir()
    (copied_house / "marketplace" / "loyalty" / "models.py").touch()
    assert unlisted_packages(copied_house) == {"marketplace.loyalty"}
