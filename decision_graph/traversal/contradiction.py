"""Contradiction: facts that no patient can have, though no rule alone forbids them."""

from __future__ import annotations

from decision_graph.decision import Compiled, consistent
from decision_graph.diagnostics import Diagnostic
from decision_graph.patient import Patient, place
from decision_graph.predicate.terms import Value
from decision_graph.predicate.truth import Truth


def contradiction(form: Compiled, patient: Patient) -> Diagnostic:
    """The fewest facts that clash, found by leaving out one after another, and the rules they meet.

    Args:
        form: of the guideline that is asked.
        patient: of whom the rules allow no completion.
    """
    core = dict(patient.facts)
    for name in patient.facts:
        rest = {key: value for key, value in core.items() if key != name}
        if not _possible(form, rest):
            core = rest
    space = form.guideline.space
    region = place(space, core) or patient.region
    rules = space.vocabulary.rules
    broken = [rule.why for rule in rules if space.decide(rule.when, region) is not Truth.FALSE]
    clash = " and ".join(f"{name}={str(v).lower() if isinstance(v, bool) else v}" for name, v in core.items())
    message = f"{clash or 'no facts'} cannot be together: {'; '.join(dict.fromkeys(broken))}"
    return Diagnostic("contradiction", message, hint="correct one of them")


def _possible(form: Compiled, facts: dict[str, Value]) -> bool:
    region = place(form.guideline.space, facts)
    return region is not None and consistent(form, region)
