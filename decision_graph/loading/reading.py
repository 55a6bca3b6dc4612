"""Reading: a positioned tree against a shape, with everything that does not fit collected."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Mapping as Table
from contextlib import suppress
from typing import Any, NoReturn, assert_never

import msgspec

from decision_graph.diagnostics import Diagnostic, Span, did_you_mean
from decision_graph.loading.ambiguous import read_elsewhere
from decision_graph.loading.shapes import (
    Field,
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
)
from decision_graph.loading.tree import Mapping, Node, Scalar, Sequence, Source
from decision_graph.predicate.terms import Value

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_LONGEST_NUMBER = 15


class Reading(msgspec.Struct, frozen=True):
    """What the reading of one file needs beside its tree.

    Attributes:
        faults: what does not fit is added here.
        words: for `Rest`, the keys that the guideline chooses; absent if they are not known.
    """

    faults: list[Diagnostic]
    words: Table[str, tuple[str, ...]] = {}

    def add(self, slug: str, message: str, span: Span, hint: str = "") -> None:
        """Complain."""
        self.faults.append(Diagnostic(slug, message, span, hint))


class _Wrong(Exception):
    """A value does not fit and has been complained of."""


def read_record(record: type[Record], node: Node, reading: Reading) -> Any:
    """Read a whole file, or a part of it, as an instance of a record class.

    What does not fit is replaced by something empty, so that the rest can still be checked.
    """
    return _read(RecordOf(record), node, "the file", node.span, reading)


def _read(shape: Shape, node: Node, name: str, at: Span, reading: Reading) -> Any:
    """What a node stands for; `name` and `at` tell whose value it is and where that begins."""
    try:
        match shape:
            case Text() | Word() | Number() | Literal():
                return _scalar(shape, node, name, reading)
            case ListOf():
                return _list(shape, node, name, reading)
            case MapOf():
                return _map(shape, node, name, reading)
            case RecordOf():
                return _record(shape.record, node, name, at, reading)
            case OneOf():
                return _read(_choose(shape, node, name, reading), node, name, at, reading)
            case _:
                assert_never(shape)
    except _Wrong:
        return _empty(shape, node.span)


def _empty(shape: Shape, at: Span) -> Any:
    """Something that stands for a value that could not be read and that later checks pass over."""
    match shape:
        case Text(placed=True) | Literal():
            start = (at.line - 1, at.column - 1)
            return Scalar("", "'", Source(at.file, ()), start, start)
        case Text() | Word():
            return ""
        case Number():
            return 0
        case ListOf() | MapOf():
            return ()
        case RecordOf():
            return _made(shape.record, {}, (), at)
        case OneOf():
            return _empty(shape.shapes[0], at)
        case _:
            assert_never(shape)


def _made(record: type[Record], values: dict[str, Any], chosen: tuple[Any, ...], at: Span) -> Record:
    """An instance of a record class; keys that must be there and are not are filled with something empty."""
    missing = {
        f.attribute: _empty(f.shape, at) for f in record.declared if f.required and f.attribute not in values
    }
    taken = record.rest
    return record(at=at, **values, **missing, **({taken[0]: chosen} if taken else {}))


def _scalar(shape: Text | Word | Number | Literal, node: Node, name: str, reading: Reading) -> Any:
    """Text, a word or a number."""
    if not isinstance(node, Scalar):
        _mismatch(shape, node, name, reading)
    if not node.text.strip():
        hint = f"write {_described(shape)}" + ("" if node.style else ", or delete the line")
        reading.add("empty-value", f"{_quoted(name)} has no value", node.span, hint)
        raise _Wrong
    match shape:
        case Number():
            return _number(shape, node, name, reading)
        case Literal():
            return _literal(node, reading)
        case Text() | Word():
            _refuse_ambiguous(node, "", reading)
    if isinstance(shape, Word):
        if node.text not in shape.words:
            message = f"{_quoted(name)} must be {_described(shape)}, not '{node.text}'"
            reading.add("wrong-value", message, node.span, did_you_mean(node.text, shape.words))
            raise _Wrong
        return node.text
    if shape.pattern and not re.fullmatch(shape.pattern, node.text):
        reading.add(
            "wrong-name",
            f"'{_short(node.text)}' cannot be used as a name here",
            node.span,
            f"write {shape.what}",
        )
        raise _Wrong
    return node if shape.placed else node.text


def _refuse_ambiguous(node: Scalar, hint: str, reading: Reading) -> None:
    elsewhere = "" if node.style else read_elsewhere(node.text)
    if elsewhere:
        message = f"other tools read {node.text} without quotes as {elsewhere}, not as text"
        reading.add("yaml-ambiguous", message, node.span, hint or f'write "{node.text}"')
        raise _Wrong


def _literal(node: Scalar, reading: Reading) -> Scalar:
    """`true`, `false`, a number as everybody writes it, or text that nobody reads as something else."""
    if not (node.text in ("true", "false") or _is_number(node.text)):
        word = read_elsewhere(node.text)
        boolean = f'write {word}, or "{node.text}" if the text is meant' if word in ("true", "false") else ""
        _refuse_ambiguous(node, boolean, reading)
    return node


def literal(scalar: Scalar) -> Value:
    """The value that a `Literal` stands for: quotes make everything text.

    >>> from decision_graph.loading.tree import compose
    >>> [literal(value) for value in compose(b'[true, 12, 3.10, "12", first]', "", []).items]
    [True, 12, 3.1, '12', 'first']
    """
    if not scalar.style and scalar.text in ("true", "false"):
        return scalar.text == "true"
    if not scalar.style and _is_number(scalar.text):
        number = float(scalar.text)
        return int(number) if number.is_integer() else number
    return scalar.text


def _is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None and len(text) <= _LONGEST_NUMBER


def _number(shape: Number, node: Scalar, name: str, reading: Reading) -> int | float:
    """A number in plain digits: what other tools would change is refused."""
    value = float(node.text) if not node.style and _is_number(node.text) else None
    if value is None or (shape.whole and "." in node.text):
        hint = "delete the quotes" if _is_number(node.text) else "write it in plain digits, for example 12"
        message = f"{_quoted(name)} must be {_described(shape)}, not '{_short(node.text)}'"
        reading.add("wrong-type", message, node.span, "round it" if value is not None else hint)
        raise _Wrong
    if shape.minimum is not None and value < shape.minimum:
        message = f"{_quoted(name)} must be {shape.minimum} or more, not {node.text}"
        reading.add("number-too-small", message, node.span)
        raise _Wrong
    return int(value) if shape.whole else value


def _list(shape: ListOf, node: Node, name: str, reading: Reading) -> tuple[Any, ...]:
    if not isinstance(node, Sequence):
        _mismatch(shape, node, name, reading)
    if shape.exactly is not None and len(node.items) != shape.exactly:
        message = f"{_quoted(name)} must have {_count(shape.exactly, 'entry')}, not {len(node.items)}"
        reading.add("wrong-count", message, node.span)
        raise _Wrong
    if len(node.items) < shape.at_least:
        message = f"{_quoted(name)} must have at least {_count(shape.at_least, 'entry')}"
        reading.add("wrong-count", message, node.span)
    return tuple(_read(shape.entry, item, f"an entry of {name}", item.span, reading) for item in node.items)


def _map(shape: MapOf, node: Node, name: str, reading: Reading) -> tuple[tuple[Scalar, Any], ...]:
    if not isinstance(node, Mapping):
        _mismatch(shape, node, name, reading)
    if len(node.items) < shape.at_least:
        message = f"{_quoted(name)} must have at least {_count(shape.at_least, 'entry')}"
        reading.add("wrong-count", message, node.span)
    result = []
    for key, value in node.items:
        read = _read(shape.key, key, f"a key of {name}", key.span, reading)
        if isinstance(read, Scalar) and read.text:
            result.append((key, _read(shape.value, value, key.text, key.span, reading)))
    return tuple(result)


def _record(record: type[Record], node: Node, name: str, at: Span, reading: Reading) -> Record:
    if not isinstance(node, Mapping):
        _mismatch(RecordOf(record), node, name, reading)
    declared = {field.name: field for field in record.declared}
    values: dict[str, Any] = {}
    chosen: list[tuple[Scalar, Any]] = []
    taken = record.rest
    words = reading.words.get(taken[1].words) if taken else ()
    for key, value in node.items:
        if key.text in declared:
            _refuse_ambiguous_key(key, reading)
            field = declared[key.text]
            values[field.attribute] = _read(field.shape, value, key.text, key.span, reading)
        elif taken and words and key.text in words:
            chosen.append((key, _read(taken[1].shape, value, key.text, key.span, reading)))
        elif words is not None:
            _unknown_key(key, value, name, (*declared, *words), node.flow, reading)
    for field in declared.values():
        if field.required and field.attribute not in values:
            _missing_key(field, name, at, reading)
    return _made(record, values, tuple(chosen), at)


def _refuse_ambiguous_key(key: Scalar, reading: Reading) -> None:
    """A key such as `true` is known, but other tools would not find it."""
    with suppress(_Wrong):
        _refuse_ambiguous(key, "", reading)


def _unknown_key(
    key: Scalar, value: Node, name: str, known: tuple[str, ...], flow: bool, reading: Reading
) -> None:
    """A key that the format does not have; in `{a: b, c}` most often text with a comma."""
    hint = did_you_mean(key.text, known)
    if flow and isinstance(value, Scalar) and not value.text and not value.style:
        hint = "text with a comma inside { } needs quotes"
    reading.add("unknown-key", f"{_quoted(name)} has no key '{_short(key.text)}'", key.span, hint)


def _missing_key(field: Field, name: str, at: Span, reading: Reading) -> None:
    reading.add(
        "missing-key", f"{_quoted(name)} needs the key '{field.name}'", at, f"{field.name}: {field.about}"
    )


def _choose(shape: OneOf, node: Node, name: str, reading: Reading) -> Shape:
    """The alternative that a node is meant to be."""
    fitting = [option for option in shape.shapes if _fits(option, node)]
    if len(fitting) == 1:
        return fitting[0]
    if not fitting or not isinstance(node, Mapping):
        _mismatch(shape, node, name, reading)
    records = [option.record for option in fitting if isinstance(option, RecordOf)]
    told = [record.declared[0] for record in records]
    if not shape.by:
        keys = {key.text for key, _ in node.items}
        found = [option for option, field in zip(fitting, told, strict=True) if field.name in keys]
        if found:
            return found[0]
        message = f"{_quoted(name)} needs one of the keys {_or(field.name for field in told)}"
        reading.add("missing-key", message, node.span)
        raise _Wrong
    return _by_word(shape, fitting, node, name, reading)


def _by_word(shape: OneOf, fitting: list[Shape], node: Mapping, name: str, reading: Reading) -> Shape:
    """The record whose word stands behind the key `by`."""
    words: dict[str, Shape] = {}
    for option in fitting:
        assert isinstance(option, RecordOf)
        field = next(field for field in option.record.declared if field.name == shape.by)
        assert isinstance(field.shape, Word)
        words |= dict.fromkeys(field.shape.words, option)
    value = next((value for key, value in node.items if key.text == shape.by), None)
    if value is None:
        message = f"{_quoted(name)} needs the key '{shape.by}': {_or(words)}"
        reading.add("missing-key", message, node.span)
        raise _Wrong
    word = _scalar(Word(tuple(words)), value, shape.by, reading)
    return words[word]


def _fits(shape: Shape, node: Node) -> bool:
    match shape:
        case Text() | Word() | Number() | Literal():
            return isinstance(node, Scalar)
        case ListOf():
            return isinstance(node, Sequence)
        case MapOf() | RecordOf():
            return isinstance(node, Mapping)
        case OneOf():
            return any(_fits(option, node) for option in shape.shapes)
        case _:
            assert_never(shape)


def _mismatch(shape: Shape, node: Node, name: str, reading: Reading) -> NoReturn:
    match node:
        case Scalar(text="", style=""):
            reading.add(
                "empty-value", f"{_quoted(name)} has no value", node.span, f"write {_described(shape)}"
            )
        case _:
            found = {Mapping: "a mapping", Sequence: "a list", Scalar: "text"}[type(node)]
            reading.add("wrong-type", f"{_quoted(name)} must be {_described(shape)}, not {found}", node.span)
    raise _Wrong


def _described(shape: Shape) -> str:
    """What is expected, in words."""
    match shape:
        case Text():
            return shape.what
        case Word():
            return _or(shape.words)
        case Number():
            return "a whole number" if shape.whole else "a number"
        case Literal():
            return "true, false, a number or text"
        case ListOf():
            return "a list"
        case MapOf():
            return "a mapping"
        case RecordOf():
            return f"a mapping with {_or((f.name for f in shape.record.declared if f.required), 'and')}"
        case OneOf():
            return _or(dict.fromkeys(map(_described, shape.shapes)))
        case _:
            assert_never(shape)


def _or(words: Iterable[str], last: str = "or") -> str:
    *front, end = words
    return f"{', '.join(front)} {last} {end}" if front else end


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun[:-1]}ies"


def _quoted(name: str) -> str:
    """A key in quotes; a phrase of ours as it is."""
    return name if " " in name else f"'{name}'"


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:37]}..."
