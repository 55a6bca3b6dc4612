"""decision-graph: clinical practice guidelines as decision graphs.

A guideline is read from plain text, drawn as flowcharts, walked for one patient, and proved to say
the same as its tables. The names below are the public interface; every other name may change.

Each is imported when it is first used, so that `import decision_graph` costs nothing.
"""

__version__ = "0.1.0"

__all__ = [
    "Answer",
    "Comparison",
    "Diagnostic",
    "Difference",
    "Drawn",
    "Explanation",
    "GraphError",
    "Guideline",
    "Outcome",
    "Patient",
    "Possibilities",
    "Trace",
    "compare",
    "compiled",
    "decide",
    "draw",
    "explain",
    "flips",
    "ladder",
    "load_guideline",
    "make_patient",
    "means",
    "possibilities",
    "query",
    "read_formulary",
    "stock_facts",
    "stock_of",
    "stocked",
    "unneeded",
    "walk",
    "what_if",
]

_HOMES = {
    "Answer": "decision_graph.traversal.answer",
    "Comparison": "decision_graph.comparison.compare",
    "Diagnostic": "decision_graph.diagnostics",
    "Difference": "decision_graph.traversal.difference",
    "Drawn": "decision_graph.display.drawn",
    "Explanation": "decision_graph.traversal.explain",
    "GraphError": "decision_graph.diagnostics",
    "Guideline": "decision_graph.graph",
    "Outcome": "decision_graph.decision.outcome",
    "Patient": "decision_graph.patient",
    "Possibilities": "decision_graph.decision.outcome",
    "Trace": "decision_graph.traversal.walk",
    "compare": "decision_graph.comparison.compare",
    "compiled": "decision_graph.decision.compiled",
    "decide": "decision_graph.decision.compiled",
    "draw": "decision_graph.display.drawn",
    "explain": "decision_graph.traversal.explain",
    "flips": "decision_graph.traversal.what_if",
    "ladder": "decision_graph.traversal.ladder",
    "load_guideline": "decision_graph.loading",
    "make_patient": "decision_graph.patient",
    "means": "decision_graph.traversal.means",
    "possibilities": "decision_graph.decision.compiled",
    "query": "decision_graph.traversal.answer",
    "read_formulary": "decision_graph.loading.formulary",
    "stock_facts": "decision_graph.traversal.stocked",
    "stock_of": "decision_graph.formulary",
    "stocked": "decision_graph.traversal.stocked",
    "unneeded": "decision_graph.traversal.unneeded",
    "walk": "decision_graph.traversal.walk",
    "what_if": "decision_graph.traversal.what_if",
}

TYPE_CHECKING = False  # type checkers take it for true; importing it from `typing` takes milliseconds
if TYPE_CHECKING:
    from decision_graph.comparison.compare import Comparison, compare
    from decision_graph.decision.compiled import compiled, decide, possibilities
    from decision_graph.decision.outcome import Outcome, Possibilities
    from decision_graph.diagnostics import Diagnostic, GraphError
    from decision_graph.display.drawn import Drawn, draw
    from decision_graph.formulary import stock_of
    from decision_graph.graph import Guideline
    from decision_graph.loading import load_guideline
    from decision_graph.loading.formulary import read_formulary
    from decision_graph.patient import Patient, make_patient
    from decision_graph.traversal.answer import Answer, query
    from decision_graph.traversal.difference import Difference
    from decision_graph.traversal.explain import Explanation, explain
    from decision_graph.traversal.ladder import ladder
    from decision_graph.traversal.means import means
    from decision_graph.traversal.stocked import stock_facts, stocked
    from decision_graph.traversal.unneeded import unneeded
    from decision_graph.traversal.walk import Trace, walk
    from decision_graph.traversal.what_if import flips, what_if
else:  # hidden from type checkers, so that they complain of a misspelt name

    def __getattr__(name: str) -> object:
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        found = getattr(import_module(_HOMES[name]), name)
        globals()[name] = found  # the next use does not come here
        return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
