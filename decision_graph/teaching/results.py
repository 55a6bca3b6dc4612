"""Results: what a learner chose, as a file or a code that the teacher's copy imports.

The page for phones and the quiz in the terminal write the same format. Learners are codes that they
chose themselves. Whether an answer was right is not believed but computed from what was chosen.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import zlib
from typing import Annotated, Any, Final, Literal

import msgspec

from decision_graph.diagnostics import Diagnostic, GraphError

FORMAT: Final = "decision-graph results"
VERSION: Final = 1

CODE: Final = "DG1."
"""Begins results as a code: base64url, without padding, of the JSON compressed with zlib."""

LARGEST: Final = 8_000_000
"""Bytes that results may have, compressed or not."""

_LAST: Final = 4_102_444_800_000
"""Milliseconds of the year 2100: no clock in a classroom is later."""

_END: Final = r"(?![\s\S])"
"""The very end: to `$` a line break may follow, and to JavaScript `\\Z` means nothing."""

Learner = Annotated[str, msgspec.Meta(pattern=rf"^[A-Za-z0-9][A-Za-z0-9-]{{1,23}}{_END}")]
SEEN: Final = r"^[^\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ud800-\udfff]*" + _END
"""Text that a screen shows as it is: no control codes, nothing that turns letters round, no half letters."""

Id = Annotated[str, msgspec.Meta(min_length=1, max_length=200, pattern=SEEN)]
Words = Annotated[str, msgspec.Meta(min_length=1, max_length=1000, pattern=SEEN)]
Moment = Annotated[int, msgspec.Meta(ge=0, le=_LAST)]
Duration = Annotated[int, msgspec.Meta(ge=0, le=86_400_000)]


class Chosen(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One choice of a learner.

    Attributes:
        number: from 1, in the order of the session; with the session it names the choice.
        at: when, in milliseconds since 1970, UTC.
        took: how long, in milliseconds.
        case: id of the case.
        difficulty: of the case.
        kind: `question` of the graph, `rows` that lead, or `options` of this setting.
        graph: id of the graph.
        place: id of the question; `rows` or `options`.
        tier: of the case; empty if it has none.
        rows: rows that the right answer leads to.
        offered: ids of the choices that were shown.
        chosen, right: ids among them.
    """

    number: Annotated[int, msgspec.Meta(ge=1, le=100_000)]
    at: Moment
    took: Duration
    case: Id
    difficulty: Literal["easy", "medium", "hard"]
    kind: Literal["question", "rows", "options"]
    graph: Id
    place: Id
    tier: Annotated[str, msgspec.Meta(max_length=200, pattern=SEEN)]
    rows: Annotated[tuple[Id, ...], msgspec.Meta(max_length=100)]
    offered: Annotated[tuple[Words, ...], msgspec.Meta(min_length=1, max_length=100)]
    chosen: Annotated[tuple[Words, ...], msgspec.Meta(max_length=100)]
    right: Annotated[tuple[Words, ...], msgspec.Meta(max_length=100)]

    @property
    def correct(self) -> bool:
        """Whether exactly the right choices were made."""
        return set(self.chosen) == set(self.right)

    @property
    def points(self) -> tuple[int, int]:
        """Choices that were decided rightly, each by itself, and how many there were."""
        agree = sum((id in self.chosen) == (id in self.right) for id in self.offered)
        return agree, len(self.offered)


class Results(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The choices of one learner in one session.

    Attributes:
        format, version: of the file.
        guideline, digest: what the cases were about.
        learner: a code that the learner chose: 2 to 24 letters, digits and hyphens, no name.
        session: a random id; the same session is imported once.
        choices: in their order.
        checksum: SHA-256 of the JSON without this key: keys sorted, no spaces, UTF-8.
    """

    format: Literal["decision-graph results"]
    version: Literal[1]
    guideline: Id
    digest: Annotated[str, msgspec.Meta(pattern=f"^[0-9a-f]{{64}}{_END}")]
    learner: Learner
    session: Annotated[str, msgspec.Meta(pattern=f"^[0-9a-f]{{16,64}}{_END}")]
    choices: Annotated[tuple[Chosen, ...], msgspec.Meta(max_length=20_000)]
    checksum: Annotated[str, msgspec.Meta(pattern=f"^[0-9a-f]{{64}}{_END}")]


def results_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of results.

    >>> results_schema()["title"]
    'decision-graph: results'
    """
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "decision-graph: results"}
    return dialect | msgspec.json.schema(Results)


def checksum(results: dict[str, Any]) -> str:
    """The checksum of results as JSON values.

    >>> checksum({"b": [1, "é"], "a": 2, "checksum": "?"}) == checksum({"a": 2, "b": [1, "é"]})
    True
    """
    body = {key: value for key, value in results.items() if key != "checksum"}
    text = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def seal(guideline: str, digest: str, learner: str, session: str, choices: tuple[Chosen, ...]) -> Results:
    """Results with their checksum."""
    blank = Results(FORMAT, VERSION, guideline, digest, learner, session, choices, "0" * 64)
    return msgspec.structs.replace(blank, checksum=checksum(msgspec.to_builtins(blank)))


def write_results(results: Results) -> bytes:
    """Results as a JSON file."""
    return msgspec.json.format(msgspec.json.encode(results), indent=1) + b"\n"


def write_code(results: Results) -> str:
    """Results as a code to be copied."""
    packed = zlib.compress(msgspec.json.encode(results), 9)
    return CODE + base64.urlsafe_b64encode(packed).decode().rstrip("=")


def read_results(content: bytes) -> Results:
    """Results from a file or a code, checked.

    Args:
        content: of the file.

    Raises:
        GraphError: `results-too-large`, `results-damaged`, `not-results`, `results-shape`,
            `results-checksum` or `results-inconsistent`, with the reason.
    """
    text = _unpacked(content) if content.lstrip()[:4] == CODE.encode() else content
    if len(text) > LARGEST:
        raise _refused("results-too-large", f"results have at most {LARGEST} bytes")
    try:
        values = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _refused("results-damaged", f"this is not the whole of a JSON file: {error}") from None
    if not isinstance(values, dict) or values.get("format") != FORMAT:
        raise _refused("not-results", "this file holds something else, no results of a learner")
    if values.get("version") != VERSION:
        message = f"these results are of version {values.get('version')!r}, and this program reads {VERSION}"
        raise _refused("not-results", message)
    if values.get("checksum") != checksum(values):
        raise _refused("results-checksum", "the checksum does not fit: the file was changed or cut")
    try:
        results = msgspec.convert(values, Results)
    except msgspec.ValidationError as error:
        raise _refused("results-shape", f"the results are not as they must be: {error}") from None
    _refuse_inconsistent(results)
    return results


def _unpacked(content: bytes) -> bytes:
    try:
        packed = b"".join(content.split())[len(CODE) :]
        text = base64.b64decode(packed + b"=" * (-len(packed) % 4), altchars=b"-_", validate=True)
        unpacker = zlib.decompressobj()
        found = unpacker.decompress(text, LARGEST + 1)
        if not unpacker.eof and len(found) <= LARGEST:
            raise ValueError("the end is missing")
    except (ValueError, binascii.Error, zlib.error) as error:
        raise _refused("results-damaged", f"the code is not whole: {error}") from None
    return found


def _refuse_inconsistent(results: Results) -> None:
    """What no honest program writes: numbers twice, choices that were not shown."""
    numbers = [choice.number for choice in results.choices]
    if numbers != sorted(set(numbers)):
        raise _refused("results-inconsistent", "the numbers of the choices do not ascend")
    for choice in results.choices:
        strange = {*choice.chosen, *choice.right} - set(choice.offered)
        if strange:
            message = f"choice {choice.number} names {sorted(strange)[0]!r}, which was not among its choices"
            raise _refused("results-inconsistent", message)


def _refused(slug: str, message: str) -> GraphError:
    return GraphError(Diagnostic(slug, message, hint="ask the learner for the file or the code again"))
