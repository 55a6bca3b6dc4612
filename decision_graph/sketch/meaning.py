"""Meaning: which boxes of a sketch ask, which recommend, and what the words on the arrows stand for.

Nothing is taken for certain: whatever is more than a copy of the sketch carries the reason for which it was
read so, and is to be checked by whoever knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, Literal

import msgspec

from decision_graph.diagnostics import GraphError
from decision_graph.predicate.parser import parse
from decision_graph.predicate.terms import Compare, Term, attributes
from decision_graph.predicate.text import value_text
from decision_graph.predicate.tokens import KEYWORDS
from decision_graph.sketch.drawn import Arrow, Box, Drawn

YES: Final = frozenset({"yes", "y", "true"})
NO: Final = frozenset({"no", "n", "false"})
OTHERWISE: Final = frozenset({"otherwise", "else", "other", "others", "all others", "everybody else"})

_ROW: Final = re.compile(
    r"(?:row|no\.?|recommendation)\s*(\d+(?:\.\w+)*)(?![\w%])[.:)]?\s*"
    r"|(\d+(?:\.\w+)+|\d+(?=[.:)]|$))(?![\w%])[.:)]?\s*",
    re.IGNORECASE,
)
"""A number as sources print it at the beginning of a box: 3., 1.1.4, 1.4.1.a, row 3; but not "12 months"."""
_SILENT: Final = re.compile(
    r"(the guideline is )?silent\b|nothing (is )?said|no (row|recommendation)", re.IGNORECASE
)
_OUTSIDE: Final = re.compile(r"out of scope|not addressed", re.IGNORECASE)
_COMPARES: Final = re.compile(r"[<>=]|\b(not )?in \[")
_SIGNS: Final = {"≤": "<=", "≥": ">=", "≠": "!="}
_HALF: Final = re.compile(r"([<>]=?|[!=]=)\s*(\d+(?:\.\d+)?)(\s+[a-z]+)?", re.IGNORECASE)
"""A comparison without what is compared: "< 12" or ">= 12 months"."""

LeafKind = Literal["recommendation", "silent", "see", "out_of_scope"]


class Answer(msgspec.Struct, frozen=True):
    """An arrow, or several from one box with the same words: one edge.

    Attributes:
        when: a predicate, `otherwise`, or "" where the sketch says nothing that could be one.
        label: the words on the arrow; "" if they are the predicate.
        to: the box, or the leaf that names all the boxes to which the arrows lead.
        check: why it was read so; "" if it is a copy.
    """

    when: str
    label: str
    to: str
    check: str = ""


class Asked(msgspec.Struct, frozen=True):
    """A box that asks."""

    id: str
    ask: str
    collect: bool
    answers: tuple[Answer, ...]


class End(msgspec.Struct, frozen=True):
    """A box at which a path ends; `see` names the graph that goes on."""

    id: str
    kind: LeafKind
    text: str
    see: str = ""
    check: str = ""


class Meaning(msgspec.Struct, frozen=True):
    """What a sketch was read as.

    Attributes:
        starts: the boxes to which no arrow leads; there should be one.
        both: leaves that recommend several rows, by the id that they were given.
        words: for attributes made of words on arrows, the words by value.
        asks: for such attributes, the question.
    """

    title: str
    starts: tuple[str, ...]
    asked: tuple[Asked, ...]
    ends: tuple[End, ...]
    both: dict[str, tuple[str, ...]]
    words: dict[str, dict[str, str]]
    asks: dict[str, str]


def meaning(drawn: Drawn) -> Meaning:
    """Read a sketch.

    A box from which an arrow leads asks; any other is a leaf. An arrow's words are a predicate, `yes` or
    `no`, `otherwise`, or a value of the fact that the box asks for. Where our own export says what a box or
    an arrow is (`kind`, `text`, `when`, `answer`, `leaf`), that is believed.
    """
    ours = any("kind" in box.about for box in drawn.boxes)
    boxes = [box for box in drawn.boxes if not ours or "kind" in box.about]
    tails = {arrow.tail for arrow in drawn.arrows}
    ids = _ids([(box.name, _numbered(box) if box.name not in tails else "") for box in boxes])
    ends = {box.name: _end(box, ids[box.name]) for box in boxes if box.name not in tails}
    rows = frozenset(name for name, end in ends.items() if end.kind == "recommendation")
    reading = _Reading({}, {}, {}, rows, ids)
    asked = tuple(_asked(box, drawn.arrows, reading) for box in boxes if box.name in tails)
    heads = {arrow.head for arrow in drawn.arrows}
    return Meaning(
        title=drawn.title,
        starts=tuple(ids[box.name] for box in boxes if box.name in tails and box.name not in heads),
        asked=asked,
        ends=tuple(ends.values()),
        both=reading.both,
        words=reading.words,
        asks=reading.asks,
    )


class _Reading(msgspec.Struct):
    """What is found on the way: see `Meaning`."""

    both: dict[str, tuple[str, ...]]
    words: dict[str, dict[str, str]]
    asks: dict[str, str]
    rows: frozenset[str]
    ids: dict[str, str]


def slug(text: str, *, longest: int = 40) -> str:
    """Words as a name for predicates.

    >>> slug("HER2 status?"), slug("12 months"), slug("状態")
    ('her2_status', 'n12_months', 'x')
    """
    name = re.sub(r"[^a-z0-9]+", "_", text.casefold()).strip("_")[:longest].rstrip("_")
    return (f"n{name}" if name[0].isdigit() else name) if name else "x"


def _ids(named: Sequence[tuple[str, str]]) -> dict[str, str]:
    """An id for each box: its number, its name if that can be one, or words of it; no id twice."""
    ids: dict[str, str] = {}
    for name, number in named:
        wanted = number or (name if re.fullmatch(r"[A-Za-z0-9_.-]+", name) else slug(name))
        place, id = 2, wanted
        while id in ids.values():
            id, place = f"{wanted}_{place}", place + 1
        ids[name] = id
    return ids


def _numbered(box: Box) -> str:
    """The number of a row, from the name of its box or from the beginning of its words."""
    if "kind" in box.about:
        return ""
    found = _ROW.fullmatch(box.name) or _ROW.match(box.text)
    return _digits(found) if found else ""


def _digits(found: re.Match[str]) -> str:
    return found[1] or found[2]


def _end(box: Box, id: str) -> End:
    kind = box.about.get("kind", "")
    if kind in ("recommendation", "silent", "see", "out_of_scope"):
        text = box.about.get("text", "")
        return End(id, kind, text or id, box.about.get("goes_on", ""))  # type: ignore[arg-type]
    if _SILENT.match(box.text):
        return End(id, "silent", box.text, check="read as: the guideline says nothing here")
    if _OUTSIDE.match(box.text):
        return End(id, "out_of_scope", box.text, check="read as: out of the guideline's scope")
    number = _ROW.match(box.text)
    title = box.text[number.end() :] if number and _digits(number) == id else box.text
    return End(id, "recommendation", title or box.text)


def _asked(box: Box, arrows: Iterable[Arrow], reading: _Reading) -> Asked:
    """A box with its answers; arrows with the same words that lead to leaves are one."""
    groups: dict[tuple[str, ...], list[Arrow]] = {}
    for place, arrow in enumerate(arrow for arrow in arrows if arrow.tail == box.name):
        words = (
            arrow.about.get("when", ""),
            arrow.about.get("answer", arrow.text),
            arrow.about.get("leaf", ""),
        )
        alone = arrow.head not in reading.rows or not any(words)
        groups.setdefault((*words, str(place)) if alone else words, []).append(arrow)
    said = [group[0].about.get("answer", group[0].text) for group in groups.values()]
    answers = tuple(_answer(group, said, box, _target(group, reading), reading) for group in groups.values())
    ask = box.about.get("text", box.text)
    return Asked(reading.ids[box.name], ask, box.about.get("hit") == "collect", answers)


def _target(group: Sequence[Arrow], reading: _Reading) -> str:
    """The box to which arrows lead; of several rows, a leaf that names them all."""
    rows = tuple(dict.fromkeys(reading.ids[arrow.head] for arrow in group))
    if len(rows) == 1:
        leaf = group[0].about.get("leaf", "")
        if leaf in ("", rows[0]):
            return rows[0]
    id = group[0].about.get("leaf", "") or "_and_".join(slug(row) for row in rows)
    reading.both[id] = rows
    return id


def _answer(group: Sequence[Arrow], said: Sequence[str], box: Box, to: str, reading: _Reading) -> Answer:
    arrow = group[0]
    if "when" in arrow.about:
        return Answer(arrow.about["when"], arrow.about.get("answer", arrow.text), to)
    words = arrow.text
    if not words:
        return _unlabelled(said, to)
    if words.casefold() in OTHERWISE:
        return Answer("otherwise", "" if words == "otherwise" else words, to)
    plain = "".join(_SIGNS.get(letter, letter) for letter in words)
    if half := _HALF.fullmatch(plain):
        name = _fact(box, reading)
        return Answer(f"{name} {half[1]} {half[2]}", words, to, f"'{words}' read as a comparison of {name}")
    if _is_predicate(plain, said):
        return Answer(plain, "", to)
    name = _fact(box, reading)
    if {word.casefold() for word in said} <= YES | NO | OTHERWISE | {""}:
        yes = words.casefold() in YES
        return Answer(
            name if yes else f"not {name}", words, to, f"'{words}' read as: {name} is {str(yes).lower()}"
        )
    value = slug(words)
    reading.words.setdefault(name, {})[value] = words
    term = Compare(name, "==", value)
    return Answer(
        f"{term.attribute} == {value_text(value)}", words, to, f"'{words}' read as a value of {name}"
    )


def _unlabelled(said: Sequence[str], to: str) -> Answer:
    """An arrow without words: the only one, the one for everybody else, or one that needs words."""
    if len(said) == 1:
        return Answer("always", "", to, "the only arrow has no words: read as every patient")
    if said.count("") == 1:
        return Answer("otherwise", "", to, "an arrow without words: read as everybody else")
    return Answer("", "", to, "several arrows have no words: write for whom this one is")


def _fact(box: Box, reading: _Reading) -> str:
    """The name of the fact for which a box asks; boxes with the same question ask for the same fact."""
    ask = box.about.get("text", box.text)
    known = next((name for name, other in reading.asks.items() if other == ask), None)
    if known:
        return known
    bare = re.fullmatch(r"[A-Za-z]\w{2,}", box.name) and not re.fullmatch(r"(node|box|n|q)_?\d*", box.name)
    name = slug(box.name if bare else ask)
    name += "_" if name in KEYWORDS else ""
    place, free = 2, name
    while free in reading.asks:
        free, place = f"{name}_{place}", place + 1
    reading.asks[free] = ask
    return free


def _is_predicate(words: str, said: Sequence[str]) -> bool:
    """Whether words are meant as a predicate, right or wrong.

    A comparison is. Names alone may be words of everyday language ("not known"), so they count only where
    all answers are about one and the same fact, or where a name has an underscore, as no word has.
    """
    if _COMPARES.search(words):
        return True
    term = _term(words)
    if term is None or words.casefold() in YES | NO:
        return False
    names = attributes(term)
    if not names or any("_" in name for name in names):
        return True
    terms = [_term(other) for other in said if other and other.casefold() not in OTHERWISE]
    return len(terms) > 1 and all(other is not None and attributes(other) == names for other in terms)


def _term(words: str) -> Term | None:
    try:
        return parse(words)
    except GraphError:
        return None
