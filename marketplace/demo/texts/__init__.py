"""The demo world's words and numbers, in TOML: everything in them is invented unless a source is named."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent


@cache
def read(name: str) -> dict[str, Any]:
    """One file of the world."""
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


def listings(*, cast_only: bool = False) -> list[dict[str, Any]]:
    """All listings; services stand before the packages that hold them."""
    files = sorted(HERE.glob("listings_*.toml"))
    rows = [
        row for file in files if not cast_only or file.stem == "listings_cast" for row in read(file.stem)["listing"]
    ]
    return sorted(rows, key=lambda row: "items" in row)
