"""Finding: what a check complains of, with a patient who shows it."""

from __future__ import annotations

import msgspec

from decision_graph.diagnostics import Diagnostic, Severity, Span
from decision_graph.predicate.terms import Value


class Witness(msgspec.Struct, frozen=True):
    """A patient who shows a fault, with only the facts that matter.

    Attributes:
        facts: as `decision-graph query` accepts them.
        words: the same in plain words, to stand behind "for".
    """

    facts: dict[str, Value]
    words: str


class Finding(msgspec.Struct, frozen=True):
    """One complaint of the verifier.

    Attributes:
        message: what is wrong; it says for whom, where there is a witness.
        span: where.
        hint: what to do about it.
        graph: id of the graph that it is about; empty if it is about the guideline.
        slug, severity: of the check; filled in by the registry.
    """

    message: str
    span: Span | None = None
    hint: str = ""
    witness: Witness | None = None
    graph: str = ""
    slug: str = ""
    severity: Severity = "error"

    @property
    def docs(self) -> str:
        """The page that explains this kind of finding."""
        return f"docs/checks/{self.slug}.md"

    @property
    def diagnostic(self) -> Diagnostic:
        """The finding as it is printed for people."""
        hint = f"{self.hint}; see {self.docs}" if self.hint else f"see {self.docs}"
        return Diagnostic(self.slug, self.message, self.span, hint, self.severity)
