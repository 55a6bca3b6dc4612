"""Decision: the compiled form of a guideline, and the exact answers that it gives.

What a guideline says to everybody is a decision diagram over the cells of its space: it is made once,
kept in the user's cache folder, and answers for a complete patient in a few look-ups. Of a patient with
unanswered facts it tells, as exactly, everything that some completion of the facts gets, for the
completions that the rules of the vocabulary allow.

The functions take a `Region` (`Patient.region`, or one in which an axis was narrowed further) that the
rules leave to somebody: where that is not known, ask `consistent` first, as `query` does.

- `compiled(guideline)`: the compiled form; made, or read from the cache, at the first call.
- `compiled_for(guideline, region)`: the same, or where it is too large a form for one patient.
- `possibilities(form, region, graph)`: the `Outcome`s that allowed completions get, and what follows from
  them: rows `certain` (match in all), rows `possible` (match in some, not in all), their standing, the
  leaves that are reached in all or in some.
- `outcomes(form, region, graph)`: only the outcomes, each once, in a fixed order.
- `decide(form, region, graph)`: the one outcome; None if completions differ.
- `ways(form, region, graph)`: the paths through the questions that allowed completions take.
- `truth(form, region, term)`: TRUE or FALSE if a predicate of the guideline is so in every allowed
  completion, else UNKNOWN.
- `standings(form, region, row, tier)`: of each option of a cell whether it is offered, unavailable, not
  indicated or open, exactly.
- `verdicts(form, region, row, tier)`: of each option every standing that some allowed completion gives it.
- `consistent(form, region)`: whether the rules allow any completion at all.

`graph` is the id of the graph at which the patient enters; by default the guideline's entry.
"""

from decision_graph.decision.compiled import (
    Compiled,
    compiled,
    compiled_for,
    consistent,
    decide,
    outcomes,
    possibilities,
    standings,
    truth,
    verdicts,
    ways,
)
from decision_graph.decision.outcome import Outcome, Possibilities
from decision_graph.decision.passage import Course, Passage

__all__ = [
    "Compiled",
    "Course",
    "Outcome",
    "Passage",
    "Possibilities",
    "compiled",
    "compiled_for",
    "consistent",
    "decide",
    "outcomes",
    "possibilities",
    "standings",
    "truth",
    "verdicts",
    "ways",
]
