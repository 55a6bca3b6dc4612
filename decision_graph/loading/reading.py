"""Reading: a positioned tree against a shape, with everything that does not fit collected."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, TypeVar, assert_never, cast

from decision_graph.diagnostics import Span, did_you_mean
from decision_graph.loading.scalars import Reading, Wrong, mismatch, read_scalar, refuse_ambiguous
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
from decision_graph.loading.source import Source
from decision_graph.loading.tree import Mapping, Node, Scalar, Sequence
from decision_graph.loading.wording import either, entries, quoted, short

R = TypeVar("R", bound=Record)


def read_record(record: type[R], node: Node, reading: Reading) -> R:
    """Read a whole file, or a part of it, as an instance of a record class.

    What does not fit is replaced by something empty, so that the rest can still be checked.
    """
    return cast(R, _read(RecordOf(record), node, "the file", node.span, reading))


def _read(shape: Shape, node: Node, name: str, at: Span, reading: Reading) -> Any:
    """What a node stands for; `name` and `at` tell whose value it is and where that begins."""
    if isinstance(node, Scalar) and node.refused:
        return _empty(shape, node.span)
    try:
        match shape:
            case Text() | Word() | Number() | Literal():
                return read_scalar(shape, node, name, reading)
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
    except Wrong:
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
            return 0 if shape.whole else 0.0
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


def _list(shape: ListOf, node: Node, name: str, reading: Reading) -> tuple[Any, ...]:
    if not isinstance(node, Sequence):
        mismatch(shape, node, name, reading)
    if shape.exactly is not None and len(node.items) != shape.exactly:
        message = f"{quoted(name)} must have {entries(shape.exactly)}, not {len(node.items)}"
        reading.add("wrong-count", message, node.span)
        raise Wrong
    if len(node.items) < shape.at_least:
        message = f"{quoted(name)} must have at least {entries(shape.at_least)}"
        reading.add("wrong-count", message, node.span)
    return tuple(_read(shape.entry, item, f"an entry of {name}", item.span, reading) for item in node.items)


def _map(shape: MapOf, node: Node, name: str, reading: Reading) -> tuple[tuple[Scalar, Any], ...]:
    if not isinstance(node, Mapping):
        mismatch(shape, node, name, reading)
    if len(node.items) < shape.at_least:
        message = f"{quoted(name)} must have at least {entries(shape.at_least)}"
        reading.add("wrong-count", message, node.span)
    result = []
    for key, value in node.items:
        # A key that is wrong is kept, so that what refers to it is not complained of as well.
        _read(shape.key, key, f"a key of {name}", key.span, reading)
        result.append((key, _read(shape.value, value, key.text, key.span, reading)))
    return tuple(result)


def _record(record: type[Record], node: Node, name: str, at: Span, reading: Reading) -> Record:
    if not isinstance(node, Mapping):
        mismatch(RecordOf(record), node, name, reading)
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
    with suppress(Wrong):
        refuse_ambiguous(key, "", reading)


def _unknown_key(
    key: Scalar, value: Node, name: str, known: tuple[str, ...], flow: bool, reading: Reading
) -> None:
    """A key that the format does not have; in `{a: b, c}` most often text with a comma."""
    hint = did_you_mean(key.text, known)
    if flow and isinstance(value, Scalar) and not value.text and not value.style:
        hint = "text with a comma inside { } needs quotes"
    reading.add("unknown-key", f"{quoted(name)} has no key '{short(key.text)}'", key.span, hint)


def _missing_key(field: Field, name: str, at: Span, reading: Reading) -> None:
    reading.add(
        "missing-key", f"{quoted(name)} needs the key '{field.name}'", at, f"{field.name}: {field.about}"
    )


def _choose(shape: OneOf, node: Node, name: str, reading: Reading) -> Shape:
    """The alternative that a node is meant to be."""
    fitting = [option for option in shape.shapes if _fits(option, node)]
    if len(fitting) == 1:
        return fitting[0]
    if not fitting or not isinstance(node, Mapping):
        mismatch(shape, node, name, reading)
    records = [option.record for option in fitting if isinstance(option, RecordOf)]
    told = [record.declared[0] for record in records]
    if not shape.by:
        keys = {key.text for key, _ in node.items}
        found = [option for option, field in zip(fitting, told, strict=True) if field.name in keys]
        if found:
            return found[0]
        message = f"{quoted(name)} needs one of the keys {either(field.name for field in told)}"
        reading.add("missing-key", message, node.span)
        raise Wrong
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
        message = f"{quoted(name)} needs the key '{shape.by}': {either(words)}"
        reading.add("missing-key", message, node.span)
        raise Wrong
    word = read_scalar(Word(tuple(words)), value, shape.by, reading)
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
