"""Reasons: the only free text of a record, refused where it says who the patient is.

Names cannot be told from other words; what can be told is looked for: numbers as long as an identifier,
dates, addresses of mail, and titles before a name.
"""

from __future__ import annotations

import re

from decision_graph.diagnostics import Diagnostic, GraphError

LONGEST = 500
"""Letters that a reason may have."""

_TELLING = (
    (re.compile(r"\S@\S+\.\S"), "an address of mail"),
    (re.compile(r"\b\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b"), "a date"),
    (re.compile(r"\d(?:[ ./-]?\d){5,}"), "a number as long as an identifier"),
    (re.compile(r"\b(?:Mrs?|Ms|Dr|Prof|Herr|Frau|Mme|Sra?)\.? [^\W\d_]"), "a title before a name"),
)


def checked_reason(text: str) -> str:
    """A reason without the spaces around it.

    Raises:
        GraphError: `no-reason` for one that is empty, `long-reason`, or `telling-reason` for one that
            seems to say who somebody is.

    >>> checked_reason(" she declined injections ")
    'she declined injections'
    """
    words = " ".join(text.split())
    if not words:
        message = "what was not offered needs a reason"
        raise GraphError(Diagnostic("no-reason", message, hint='for example --because "declined injections"'))
    if len(words) > LONGEST:
        message = f"the reason has {len(words)} letters, and may have {LONGEST}"
        raise GraphError(Diagnostic("long-reason", message, hint="say it in short"))
    for pattern, what in _TELLING:
        if found := pattern.search(words):
            message = f"the reason seems to hold {what}: {found[0]!r}"
            hint = "a record keeps nothing that says who the patient is; leave it out"
            raise GraphError(Diagnostic("telling-reason", message, hint=hint))
    return words
