"""Ten thousand letters in any field of a guideline: they arrive, or a finding names the text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec
import pypdfium2
import pytest

from decision_graph.diagnostics import GraphError
from decision_graph.export import export
from decision_graph.graph import Guideline
from tests.export.formats.made import guideline
from tests.export.formats.test_hostile import LONG, TEXTS

SHORT = "Some plain words"

Field = tuple[str, str]
"""The name of a struct, and of one of its fields."""


def replaced(found: Any, field: Field, words: str, *, inside: bool = False) -> Any:
    """The same data with other words in one field of one kind of struct, wherever it says something."""
    match found:
        case msgspec.Struct():
            kind = type(found).__name__
            changed = {
                known.name: replaced(
                    getattr(found, known.name), field, words, inside=(kind, known.name) == field
                )
                for known in msgspec.structs.fields(found)
                if known.name not in ("span", "digest", "version")
            }
            return msgspec.structs.replace(found, **changed)
        case str():
            return words if inside and found else found
        case tuple():
            return tuple(replaced(value, field, words, inside=inside) for value in found)
        case dict():
            return {key: replaced(value, field, words, inside=inside) for key, value in found.items()}
        case _:
            return found


def fields() -> list[Field]:
    """Every field of a guideline that holds words, and says something in the sample."""
    made, found = guideline("asthma"), set[Field]()

    def visit(part: Any) -> None:
        if isinstance(part, msgspec.Struct):
            kind = type(part).__name__
            for known in msgspec.structs.fields(part):
                value = getattr(part, known.name)
                if known.name in TEXTS and value and (kind, known.name) not in NO_WORDS:
                    found.add((kind, known.name))
                visit(value)
        elif isinstance(part, tuple | dict):
            for value in part.values() if isinstance(part, dict) else part:
                visit(value)

    visit(made)
    return sorted(found)


NO_WORDS = {("Attribute", "name"), ("Span", "text"), ("Intervention", "unless_with")}


def shown(field: Field, words: str, folder: Path) -> str:
    """The letters of the sheets, without space; the page is made as well."""
    changed: Guideline = replaced(guideline("asthma"), field, words)
    made = export(changed, ("starting",), ("pdf", "html"), folder, editions=("poster", "booklet"))
    sheets = [
        sheet.get_textpage().get_text_bounded()
        for file in made
        if file.path.suffix == ".pdf"
        for sheet in pypdfium2.PdfDocument(file.path)
    ]
    return re.sub(r"\s", "", " ".join(sheets))


@pytest.mark.parametrize(
    ("field", "kind"),
    [(field, list(LONG)[place % 2]) for place, field in enumerate(fields())],
    ids=lambda value: ".".join(value) if isinstance(value, tuple) else value.split()[0],
)
def test_a_very_long_text_arrives_or_is_named(field: Field, kind: str, tmp_path: Path) -> None:
    words = LONG[kind]
    try:
        printed = shown(field, words, tmp_path / "long")
    except GraphError as error:
        first = error.diagnostics[0]
        assert {fault.slug for fault in error.diagnostics} == {"text-cannot-fit"}
        assert words[:40] in first.message and f".{field[1]}" in f".{first.message}"
        assert "10,000" in first.message or "9,999" in first.message
        return
    if field == ("Guideline", "title"):
        assert f"{words[0]}…" in printed  # the head of a page has one line, and shows that it is cut
    elif SHORT.replace(" ", "") in shown(field, SHORT, tmp_path / "short"):
        # Between two sheets, or two columns, stand other words.
        assert printed.count("x") >= words.count("x")
        assert printed.count("wordy") >= words.count("wordy") - 5
