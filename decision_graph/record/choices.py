"""Choices: which option of an answer a person means, and whether choosing it is an override."""

from __future__ import annotations

import msgspec

from decision_graph.diagnostics import Diagnostic, GraphError, did_you_mean
from decision_graph.record.events import Chosen, Offered, Overridden
from decision_graph.record.reasons import checked_reason

NONE = "none"
"""The word for something that no row lists."""


class Listed(msgspec.Struct, frozen=True):
    """An option of an answer, with its place in the list that a person chooses from."""

    number: int
    row: str
    option: str
    standing: str

    @property
    def offered(self) -> bool:
        """Whether choosing it follows the guideline."""
        return self.standing in ("offered", "open")


def listed(offered: Offered) -> tuple[Listed, ...]:
    """Every option of the rows of an answer, numbered from 1."""
    pairs = [
        (row.row, option, row.standing in ("preferred", "also_matches"))
        for row in offered.rows
        for option in row.options
    ]
    return tuple(
        Listed(number, row, option.option, option.standing if matches else "not_matched")
        for number, (row, option, matches) in enumerate(pairs, start=1)
    )


def decision(offered: Offered, wanted: str, row: str | None, because: str) -> Chosen | Overridden:
    """What a person decided, as the event to record.

    Args:
        offered: the answer to choose from.
        wanted: an option by its number or its words, or `none` for something else.
        row: which row is meant, where several list the option.
        because: the reason; needed where the option was not offered.

    Raises:
        GraphError: `no-such-option`, `which-row`, or for the reason.
    """
    if wanted.casefold() == NONE:
        return Overridden(offered.visit, checked_reason(because))
    found = _meant(listed(offered), wanted, row)
    if found.offered:
        return Chosen(offered.visit, found.row, found.option, because.strip() and checked_reason(because))
    return Overridden(offered.visit, checked_reason(because), found.row, found.option)


def _meant(known: tuple[Listed, ...], wanted: str, row: str | None) -> Listed:
    inside = [one for one in known if row is None or one.row == row]
    if wanted.isdecimal():
        meant = [one for one in inside if one.number == int(wanted)]
    else:
        meant = [one for one in inside if one.option.casefold() == wanted.casefold()]
        meant = meant or [one for one in inside if wanted.casefold() in one.option.casefold()]
    if not meant:
        words = [one.option for one in known]
        hint = did_you_mean(wanted, words) or f"number 1 to {len(known)}"
        hint = f"{hint}; or {NONE}, with a reason" if known else f"write {NONE}, with a reason"
        message = f"no row of this answer lists {wanted!r}" + (f" in row {row}" if row else "")
        raise GraphError(Diagnostic("no-such-option", message, hint=hint))
    best = [one for one in meant if one.offered] or meant
    if len({one.option for one in best}) > 1:
        numbers = "; ".join(f"{one.number} {one.option}" for one in best)
        message = f"{wanted!r} may mean several options"
        raise GraphError(Diagnostic("which-option", message, hint=f"give its number: {numbers}"))
    return best[0]
