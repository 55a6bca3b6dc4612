"""Registry: every check of `decision_graph.verification.checks`, found by its module.

A check is one module. Its name is the slug, with `_` for `-`; so are the names of its page
(`docs/checks/<slug>.md`) and of its fixtures (`tests/fixtures/checks/<slug>/`). It has:

    SUMMARY: str               one line for `decision-graph verify --list`
    SEVERITY: Severity         of its findings
    check(subject)             for each graph: takes a `GraphSubject` and yields findings
    check_guideline(subject)   for the guideline as a whole: takes a `Subject`; one of the two suffices
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache

import msgspec

from decision_graph.diagnostics import Diagnostic, GraphError, Severity, did_you_mean
from decision_graph.registry import Registry
from decision_graph.verification.finding import Finding
from decision_graph.verification.subject import GraphSubject, Subject

_CHECKS = Registry("decision_graph.verification.checks")

UNPROVEN = "unproven"
"""The slug of what could not be decided; `decision_graph.verification.verify` finds it, no check."""


class Check(msgspec.Struct, frozen=True):
    """One check; `on_graph` and `on_guideline` are None where it has nothing to say."""

    slug: str
    summary: str
    severity: Severity
    on_graph: Callable[[GraphSubject], Iterator[Finding]] | None
    on_guideline: Callable[[Subject], Iterator[Finding]] | None

    def stamp(self, finding: Finding) -> Finding:
        """A finding with the name and the severity of the check that found it."""
        return msgspec.structs.replace(finding, slug=self.slug, severity=self.severity)


@cache
def all_checks() -> dict[str, Check]:
    """Every check by its slug, in alphabetical order."""
    found = map(_check, _CHECKS.known())
    return {check.slug: check for check in found}


def _check(name: str) -> Check:
    module = _CHECKS.module(name)
    return Check(
        slug=name.replace("_", "-"),
        summary=module.SUMMARY,
        severity=module.SEVERITY,
        on_graph=getattr(module, "check", None),
        on_guideline=getattr(module, "check_guideline", None),
    )


def chosen_checks(slugs: Iterable[str]) -> tuple[Check, ...]:
    """Some checks by their slugs; all of them if none is named.

    Raises:
        GraphError: `unknown-check`, with the known ones.
    """
    known = all_checks()
    wanted = tuple(dict.fromkeys(slugs))
    faults = [
        Diagnostic("unknown-check", f"there is no check {slug!r}", hint=_near(slug, known))
        for slug in wanted
        if slug not in known
    ]
    if faults:
        raise GraphError(faults)
    return tuple(known[slug] for slug in wanted or known)


def _near(slug: str, known: Iterable[str]) -> str:
    near = did_you_mean(slug, known)
    listed = f"known: {', '.join(known)}"
    return f"{near} ({listed})" if near.startswith("did") else listed
