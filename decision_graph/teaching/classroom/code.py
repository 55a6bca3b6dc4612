"""Code: a session of the classroom page as short text, for a picture (QR) or a message.

Only what the page's deck does not say is in it: who, when, and which choices. So a session of forty
questions is some 400 letters, and can be read only beside the page that made it. The letters are those
of Crockford's base 32: capital or not, and with spaces or line breaks between, they mean the same.

    "DG2." letters "."
    bytes: deck (6), session (8), length of the learner's code (1), the code, moment, number of choices,
           then for each choice: step, choices, seconds, tenths; then 6 bytes of the SHA-256 of it all

The moment is that of the first choice, in seconds since 1970. `step` is the place of the step in the deck
less that expected, the one after the last, as a zigzag number; `choices` has a bit for each choice made, the
first the lowest; `seconds` have gone since the choice before, and `tenths` of a second were spent on it.
Every number is a varint: seven bits a byte, the lowest first, the highest bit set but in its last byte.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Final, NoReturn

from decision_graph.diagnostics import Diagnostic, GraphError
from decision_graph.teaching.classroom.deck import ID_BYTES, Card, CardStep, Deck
from decision_graph.teaching.results import Chosen, Results, seal

SHORT_CODE: Final = "DG2."
"""Begins a short code; a full stop ends it."""

_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ALIKE: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None})
_SESSION_BYTES: Final = 8
_SUM_BYTES: Final = 6
_LONGEST: Final = 10
"""Bytes of a number at most."""


def write_short(deck: Deck, results: Results) -> str:
    """A session of a deck as a short code.

    Args:
        deck: of the page that asked.
        results: whose moments are whole seconds, and times whole tenths, as the page keeps them.
    """
    places = {(card.id, step.graph, step.place): at for at, (card, step) in enumerate(deck.asked())}
    learner = results.learner.encode()
    first = results.choices[0].at // 1000 if results.choices else 0
    body = bytes.fromhex(deck.id + results.session) + bytes([len(learner)]) + learner
    body += _varint(first) + _varint(len(results.choices))
    expected, last = 0, first
    for choice in results.choices:
        place = places[choice.case, choice.graph, choice.place]
        bits = sum(1 << at for at, id in enumerate(choice.offered) if id in choice.chosen)
        numbers = (_zigzag(place - expected), bits, choice.at // 1000 - last, choice.took // 100)
        body += b"".join(map(_varint, numbers))
        expected, last = place + 1, choice.at // 1000
    return SHORT_CODE + _letters(body + _sum(body)) + "."


def read_short(deck: Deck, text: str) -> Results:
    """The session that a short code tells, checked.

    Args:
        deck: of the page that the code comes from.
        text: the code.

    Raises:
        GraphError: `results-damaged`, `results-checksum`, `results-other-page` or `results-inconsistent`.
    """
    whole = _bytes("".join(text.split()).upper())
    body, found = whole[:-_SUM_BYTES], whole[-_SUM_BYTES:]
    if len(body) < ID_BYTES + _SESSION_BYTES + 1 or found != _sum(body):
        _refuse("results-checksum", "the checksum does not fit: a letter of the code is wrong or missing")
    if body[:ID_BYTES].hex() != deck.id:
        message = f"this code comes from another classroom page ({body[:ID_BYTES].hex()}, not {deck.id})"
        _refuse("results-other-page", message, "give the page that this class had, with --page")
    session, rest = body[ID_BYTES : ID_BYTES + _SESSION_BYTES].hex(), body[ID_BYTES + _SESSION_BYTES :]
    learner = rest[1 : 1 + rest[0]].decode("ascii", "replace")
    choices = tuple(_choices(deck, _numbers(rest[1 + rest[0] :])))
    return seal(deck.guideline, deck.digest, learner, session, choices)


def _choices(deck: Deck, numbers: Iterator[int]) -> Iterator[Chosen]:
    """The choices that the numbers of a code tell."""
    every = deck.asked()
    try:
        at, count = next(numbers), next(numbers)
        place = 0
        for number in range(1, count + 1):
            place += _unzigzag(next(numbers))
            bits, seconds, tenths = next(numbers), next(numbers), next(numbers)
            at += seconds
            if not 0 <= place < len(every) or bits >> len(every[place][1].choices):
                _refuse("results-inconsistent", f"choice {number} names what the page does not ask")
            yield _chosen(deck, every[place], number, bits, at * 1000, tenths * 100)
            place += 1
    except StopIteration:
        pass
    else:
        if next(numbers, None) is None:
            return
    _refuse("results-inconsistent", "the code tells another number of choices than it has")


def _chosen(deck: Deck, asked: tuple[Card, CardStep], number: int, bits: int, at: int, took: int) -> Chosen:
    card, step = asked
    offered = tuple(deck.text(choice.id) for choice in step.choices)
    return Chosen(
        number=number,
        at=at,
        took=took,
        case=card.id,
        difficulty=card.difficulty,  # type: ignore[arg-type]  # what is not so is refused by its reader
        kind=step.kind,  # type: ignore[arg-type]
        graph=step.graph,
        place=step.place,
        tier=card.tier,
        rows=card.rows,
        offered=offered,
        chosen=tuple(id for bit, id in enumerate(offered) if bits >> bit & 1),
        right=tuple(id for id, choice in zip(offered, step.choices, strict=True) if choice.right),
    )


def _sum(body: bytes) -> bytes:
    return hashlib.sha256(body).digest()[:_SUM_BYTES]


def _varint(number: int) -> bytes:
    found = bytearray()
    while number > 127:
        found.append(number & 127 | 128)
        number >>= 7
    return bytes([*found, number])


def _numbers(content: bytes) -> Iterator[int]:
    """The numbers that some bytes hold."""
    number = shift = 0
    for byte in content:
        number |= (byte & 127) << shift
        shift += 7
        if shift > 7 * _LONGEST:
            _refuse("results-inconsistent", "the code holds a number that is too large")
        if byte < 128:
            yield number
            number = shift = 0
    if shift:
        _refuse("results-inconsistent", "the code ends inside a number")


def _zigzag(number: int) -> int:
    return 2 * number if number >= 0 else -2 * number - 1


def _unzigzag(number: int) -> int:
    return number >> 1 if number % 2 == 0 else -(number >> 1) - 1


def _letters(content: bytes) -> str:
    """Bytes as letters of five bits each, the last one filled up with zeros."""
    count = -(-len(content) * 8 // 5)
    value = int.from_bytes(content, "big") << (count * 5 - len(content) * 8)
    return "".join(_LETTERS[value >> 5 * (count - 1 - at) & 31] for at in range(count))


def _bytes(code: str) -> bytes:
    """The bytes of a code without spaces, in capitals."""
    inside = code.removeprefix(SHORT_CODE)
    if not inside.endswith("."):
        _refuse("results-damaged", "the code is not whole: the full stop at its end is missing")
    letters = inside[:-1].translate(_ALIKE)
    strange = next((letter for letter in letters if letter not in _LETTERS), None)
    if strange is not None:
        _refuse("results-damaged", f"the code is not whole: {strange!r} is no letter of a code")
    value = 0
    for letter in letters:
        value = value << 5 | _LETTERS.index(letter)
    count = len(letters) * 5 // 8
    return (value >> len(letters) * 5 - count * 8).to_bytes(count, "big")


def _refuse(
    slug: str, message: str, hint: str = "ask the learner for the code or the file again"
) -> NoReturn:
    raise GraphError(Diagnostic(slug, message, hint=hint))
