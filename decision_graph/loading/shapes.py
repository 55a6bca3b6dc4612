"""Shapes: a small language that says what a file may contain.

The format is declared once, as classes whose fields carry a shape and a description (see
`decision_graph.loading.format`). Files are read by it (`decision_graph.loading.reading`), and the
JSON Schema that editors use is printed from it (`decision_graph.loading.schema`).
"""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar, dataclass_transform, get_type_hints

import msgspec

from decision_graph.diagnostics import Span
from decision_graph.loading.tree import Scalar


class Text(msgspec.Struct, frozen=True):
    """Words, never empty.

    Attributes:
        what: what is expected, in words.
        pattern: a regular expression for the whole text; empty if any will do.
        spelt: the pattern in words.
        placed: read as the `Scalar` itself, because the place of its words matters later.
    """

    what: str = "text"
    pattern: str = ""
    spelt: str = ""
    placed: bool = False


class Word(msgspec.Struct, frozen=True):
    """One of a few words, read as `str`."""

    words: tuple[str, ...]


class Number(msgspec.Struct, frozen=True):
    """A number, read as `int` if it must be whole and as `float` otherwise; `minimum` is included."""

    whole: bool = False
    minimum: int | None = None


class Literal(msgspec.Struct, frozen=True):
    """`true`, `false`, a number or text: the value of an attribute, read as the `Scalar` itself."""


class ListOf(msgspec.Struct, frozen=True):
    """A list, read as a tuple; `exactly` counts its entries where the number is fixed."""

    entry: Shape
    at_least: int = 0
    exactly: int | None = None


class MapOf(msgspec.Struct, frozen=True):
    """A mapping whose keys the author chooses, read as `Entries`."""

    key: Text
    value: Shape
    at_least: int = 0


class RecordOf(msgspec.Struct, frozen=True):
    """A mapping with the keys of a record class, read as an instance of it."""

    record: type[Record]


class OneOf(msgspec.Struct, frozen=True):
    """Alternatives that differ in kind (text, list, mapping).

    Several mappings are told apart by `by`, the key whose word each of them fixes, or, if that is
    empty, by the first key that each of them requires.
    """

    shapes: tuple[Shape, ...]
    by: str = ""


Shape = Text | Word | Number | Literal | ListOf | MapOf | RecordOf | OneOf

T = TypeVar("T")
Entries = tuple[tuple[Scalar, T], ...]
"""What a mapping with chosen keys is read as: keys with their places, in the order of the file."""


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Record:
    """A mapping that was read. Subclasses annotate every field with `Key` or `Rest`.

    A field without a default is a key that must be there.

    Attributes:
        at: where it stands.
        declared: the keys, in order.
        rest: the field that takes the keys which the guideline chooses, if there is one.
    """

    at: Span
    declared: ClassVar[tuple[Field, ...]] = ()
    rest: ClassVar[tuple[str, Rest] | None] = None

    def __init__(self, **values: Any) -> None:
        vars(self).update(values)

    def __init_subclass__(cls) -> None:
        hints = get_type_hints(cls, include_extras=True)
        marks = [(name, mark) for name in hints for mark in getattr(hints[name], "__metadata__", ())]
        cls.declared = tuple(
            Field(mark.name or name, name, mark.shape, mark.about, not hasattr(cls, name))
            for name, mark in marks
            if isinstance(mark, Key)
        )
        cls.rest = next(((name, mark) for name, mark in marks if isinstance(mark, Rest)), None)


class Key(msgspec.Struct, frozen=True):
    """A key of a record: what stands behind it, what it is for, and its name if not the field's."""

    shape: Shape
    about: str
    name: str = ""


class Rest(msgspec.Struct, frozen=True):
    """Keys that the guideline chooses: each one of the words that `words` names (see `reading.Reading`)."""

    shape: Shape
    words: str
    about: str


class Field(msgspec.Struct, frozen=True):
    """A key as declared: its name in files, its field in the class, and whether it must be there."""

    name: str
    attribute: str
    shape: Shape
    about: str
    required: bool


def about(record: type[Record]) -> str:
    """The first paragraph of a record's docstring: what it is for."""
    return " ".join((record.__doc__ or "").split("\n\n")[0].split())
