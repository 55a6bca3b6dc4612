"""Reference: the keys of every kind of file as Markdown, for docs/format.md.

    python -m decision_graph.loading.reference docs/format.md

writes the tables of that page anew, each between its two comments.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import assert_never

from decision_graph.loading.format import FILES
from decision_graph.loading.shapes import (
    ListOf,
    Literal,
    MapOf,
    Number,
    OneOf,
    Record,
    RecordOf,
    Shape,
    Text,
    Word,
    about,
)


def with_tables(page: str) -> str:
    """A page with its tables written anew.

    Args:
        page: Markdown with `<!-- keys: graph -->` and `<!-- end -->` around the place of each table.
    """

    def table(found: re.Match[str]) -> str:
        return f"<!-- keys: {found[1]} -->\n\n{key_tables(found[1])}\n<!-- end -->"

    return re.sub(r"<!-- keys: (\w+) -->.*?<!-- end -->", table, page, flags=re.DOTALL)


def key_tables(file: str) -> str:
    """The keys of one kind of file and of everything in it.

    >>> key_tables("graph").splitlines()[5]
    '| **graph** | text | title of the graph |'
    """
    return "\n".join(map(_table, _records(FILES[file])))


def _records(record: type[Record]) -> list[type[Record]]:
    """A record and all that stand inside it, in the order in which they are met."""
    found = [record]
    for met in found:
        shapes = [field.shape for field in met.declared] + ([met.rest[1].shape] if met.rest else [])
        for shape in shapes:
            found += [inner for inner in _inside(shape) if inner not in found]
    return found


def _inside(shape: Shape) -> Iterator[type[Record]]:
    match shape:
        case RecordOf():
            yield shape.record
        case ListOf():
            yield from _inside(shape.entry)
        case MapOf():
            yield from _inside(shape.value)
        case OneOf():
            for option in shape.shapes:
                yield from _inside(option)
        case Text() | Word() | Number() | Literal():
            pass
        case _:
            assert_never(shape)


def _table(record: type[Record]) -> str:
    rows = [
        (f"**{field.name}**" if field.required else field.name, _kind(field.shape), field.about)
        for field in record.declared
    ]
    if record.rest:
        rows.append(("**each tier**", _kind(record.rest[1].shape), record.rest[1].about))
    lines = ["| key | value | meaning |", "|---|---|---|", *(f"| {' | '.join(row)} |" for row in rows)]
    return "\n".join([f"### {_title(record)}", about(record), *lines, ""]).replace("\n|", "\n\n|", 1)


def _title(record: type[Record]) -> str:
    words = re.sub(r"(Record|File|Leaf)$", r" \1", record.__name__)
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", words).replace(" Record", "").replace(" File", " file")
    return " ".join(words.split()).capitalize()


def _kind(shape: Shape) -> str:
    match shape:
        case Text():
            return "predicate" if shape.what.startswith("a predicate") else shape.what.removeprefix("a ")
        case Word():
            return " or ".join(f"`{word}`" for word in shape.words)
        case Number():
            whole = "whole number" if shape.whole else "number"
            return whole if shape.minimum is None else f"{whole}, {shape.minimum} or more"
        case Literal():
            return "value of the attribute"
        case ListOf():
            count = "" if shape.exactly is None else f" of {shape.exactly}"
            return f"list{count}: {_kind(shape.entry)}"
        case MapOf():
            return f"{_kind(shape.key)} → {_kind(shape.value)}"
        case RecordOf():
            return _title(shape.record).lower()
        case OneOf():
            return " or ".join(map(_kind, shape.shapes))
        case _:
            assert_never(shape)


if __name__ == "__main__":
    page = Path(sys.argv[1])
    page.write_text(with_tables(page.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
