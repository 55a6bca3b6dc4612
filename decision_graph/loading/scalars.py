"""Scalars: text, words and numbers against their shapes, and the complaint when something does not fit."""

from __future__ import annotations

import re
from collections.abc import Mapping as Table
from typing import Any, NoReturn

import msgspec

from decision_graph.diagnostics import Diagnostic, Span, did_you_mean
from decision_graph.loading.ambiguous import read_elsewhere
from decision_graph.loading.shapes import Literal, Number, Shape, Text, Word
from decision_graph.loading.tree import Mapping, Node, Scalar, Sequence
from decision_graph.loading.wording import described, quoted, short
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


class Wrong(Exception):
    """A value does not fit and has been complained of."""


def read_scalar(shape: Text | Word | Number | Literal, node: Node, name: str, reading: Reading) -> Any:
    """Text, a word or a number."""
    if not isinstance(node, Scalar):
        mismatch(shape, node, name, reading)
    if not node.text.strip():
        hint = f"write {described(shape)}" + ("" if node.style else ", or delete the line")
        reading.add("empty-value", f"{quoted(name)} has no value", node.span, hint)
        raise Wrong
    match shape:
        case Number():
            return _number(shape, node, name, reading)
        case Literal():
            return _literal(node, reading)
        case Text() | Word():
            refuse_ambiguous(node, "", reading)
    if isinstance(shape, Word):
        if node.text not in shape.words:
            message = f"{quoted(name)} must be {described(shape)}, not '{node.text}'"
            reading.add("wrong-value", message, node.span, did_you_mean(node.text, shape.words))
            raise Wrong
        return node.text
    if shape.pattern and not re.fullmatch(shape.pattern, node.text):
        reading.add(
            "wrong-name",
            f"'{short(node.text)}' cannot be used as a name here",
            node.span,
            f"write {shape.spelt}",
        )
        raise Wrong
    return node if shape.placed else node.text


def refuse_ambiguous(node: Scalar, hint: str, reading: Reading) -> None:
    """Complain of text that other tools would turn into something else, and raise `Wrong`."""
    elsewhere = "" if node.style else read_elsewhere(node.text)
    if elsewhere:
        message = f"other tools read `{node.text}` without quotes as {elsewhere}, not as text"
        remedy = "write text, or delete the line" if node.text == "~" else f'write "{node.text}"'
        reading.add("yaml-ambiguous", message, node.span, hint or remedy)
        raise Wrong


def _literal(node: Scalar, reading: Reading) -> Scalar:
    """`true`, `false`, a number as everybody writes it, or text that nobody reads as something else."""
    if not (node.text in ("true", "false") or _is_number(node.text)):
        word = read_elsewhere(node.text).removeprefix("the number ")
        meant = word in ("true", "false") or _is_number(word)
        hint = f'write {word}, or "{node.text}" if the text is meant' if meant else ""
        refuse_ambiguous(node, hint, reading)
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
        message = f"{quoted(name)} must be {described(shape)}, not '{short(node.text)}'"
        reading.add("wrong-type", message, node.span, "round it" if value is not None else hint)
        raise Wrong
    if shape.minimum is not None and value < shape.minimum:
        message = f"{quoted(name)} must be {shape.minimum} or more, not {node.text}"
        reading.add("number-too-small", message, node.span)
        raise Wrong
    return int(value) if shape.whole else value


def mismatch(shape: Shape, node: Node, name: str, reading: Reading) -> NoReturn:
    """Complain that a node is of another kind than its shape, and raise `Wrong`."""
    match node:
        case Scalar(text="", style=""):
            reading.add("empty-value", f"{quoted(name)} has no value", node.span, f"write {described(shape)}")
        case _:
            found = {Mapping: "a mapping", Sequence: "a list", Scalar: "text"}[type(node)]
            reading.add("wrong-type", f"{quoted(name)} must be {described(shape)}, not {found}", node.span)
    raise Wrong
