"""What a draft changes, in words."""

import pytest

from catalogue.difference import Piece, pieces


def told(before: str, after: str) -> str:
    marks = {"same": "{}", "gone": "[-{}]", "new": "[+{}]"}
    return "".join(marks[piece.kind].format(piece.words) for piece in pieces(before, after))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Vi städar badrummet.", "Vi städar köket.", "Vi städar [-badrummet][+köket]."),
        ("Vi städar.", "Vi städar varje vecka.", "Vi städar[+ varje vecka]."),
        ("Vi städar och diskar.", "Vi städar.", "Vi städar[- och diskar]."),
        ("", "Ny.", "[+Ny.]"),
        ("Bort.", "", "[-Bort.]"),
        ("Ett.\n\nTvå.", "Ett.\n\n- Två.", "Ett.\n\n[+- ]Två."),
    ],
)
def test_words_gone_and_new(before: str, after: str, expected: str) -> None:
    assert told(before, after) == expected


def test_nothing_is_lost() -> None:
    before, after = "Vi kommer – i lugn takt!", "Vi går – i din takt."
    found = pieces(before, after)
    assert "".join(piece.words for piece in found if piece.kind != "new") == before
    assert "".join(piece.words for piece in found if piece.kind != "gone") == after
    assert pieces("Lika.", "Lika.") == [Piece("same", "Lika.")]
