"""Compiled: a guideline ready to be asked, and the questions that can be put to it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import msgspec

from decision_graph.decision.form import FALSE, TRUE, Form, Start, terms_of
from decision_graph.decision.kept import form_of, form_within
from decision_graph.decision.machine import Entrances, Machine, end
from decision_graph.decision.offers import VERDICTS, Standing, Verdict, standing
from decision_graph.decision.outcome import Outcome, Possibilities, Way, survey
from decision_graph.decision.passage import Course, follow
from decision_graph.decision.tracks import Tracks
from decision_graph.diagnostics import Diagnostic, GraphError
from decision_graph.graph import Guideline
from decision_graph.predicate.terms import Term
from decision_graph.predicate.truth import Truth
from decision_graph.space import Region


class Compiled:
    """The compiled form of a guideline, with the states that were met so far.

    It may be shared by threads and can be pickled.

    Args:
        guideline: loaded.
        form: of this very guideline.
    """

    def __init__(self, guideline: Guideline, form: Form) -> None:
        assert form.fingerprint == guideline.fingerprint
        self.guideline = guideline
        self.form = form
        machine = Machine(form)
        self._decoded: dict[int, Outcome] = {}
        self._decoded_ways: dict[int, Way] = {}
        starts: dict[str | None, Start] = {None: form.starts[guideline.entry]}
        starts.update(form.starts)
        self.outcomes: Tracks[str | None] = Tracks(
            machine.entrances({id: start.outcome for id, start in starts.items()}.__getitem__, self._survey)
        )
        self.ways: Tracks[str | None] = Tracks(
            machine.entrances({id: start.way for id, start in starts.items()}.__getitem__, self._course)
        )
        self.terms: Entrances[Term] = machine.entrances(lambda term: self._terms[term], _truth)
        self.options: Entrances[tuple[str, str, int]] = machine.entrances(
            lambda place: form.options[place[0]][place[1]][place[2]], _standing
        )
        self.verdicts: Entrances[tuple[str, str, int]] = machine.entrances(
            lambda place: form.options[place[0]][place[1]][place[2]], _verdicts
        )
        self.rule_places = range(len(form.rules))
        self.rules: Tracks[int] = Tracks(machine.entrances(form.rules.__getitem__, _any, alone=True))

    def __reduce__(self) -> tuple[type[Compiled], tuple[Guideline, Form]]:
        return Compiled, (self.guideline, self.form)

    @cached_property
    def _terms(self) -> dict[Term, int]:
        return dict(zip(terms_of(self.guideline), self.form.terms, strict=True))

    def _survey(self, ends: Iterable[int]) -> tuple[Possibilities, Outcome | None]:
        found = survey([self._outcome(place) for place in sorted(ends, reverse=True)], self.form.rows)
        return found, found.only

    def _outcome(self, place: int) -> Outcome:
        found = self._decoded.get(place)
        if found is None:
            found = msgspec.msgpack.decode(self.form.outcomes[~place], type=Outcome)
            self._decoded[place] = found
        return found

    def _course(self, ends: Iterable[int]) -> tuple[Course]:
        return (follow(self.guideline, [self._way(place) for place in sorted(ends, reverse=True)]),)

    def _way(self, place: int) -> Way:
        found = self._decoded_ways.get(place)
        if found is None:
            found = msgspec.msgpack.decode(self.form.ways[~place], type=Way)
            self._decoded_ways[place] = found
        return found


def _truth(ends: Iterable[int]) -> tuple[Truth]:
    found = set(ends)
    if found == {TRUE}:
        return (Truth.TRUE,)
    return (Truth.FALSE if found == {FALSE} else Truth.UNKNOWN,)


def _standing(ends: Iterable[int]) -> tuple[Standing]:
    return (standing({VERDICTS[~place] for place in ends}),)


def _verdicts(ends: Iterable[int]) -> tuple[frozenset[Verdict]]:
    return (frozenset(VERDICTS[~place] for place in ends),)


def _any(ends: Iterable[int]) -> tuple[bool]:
    return (TRUE in ends,)


def compiled(guideline: Guideline) -> Compiled:
    """The compiled form of a guideline: made at the first call, or read from the user's cache folder.

    Raises:
        GraphError: `too-many-ways`, if it is too large to be compiled for everybody; see `compiled_for`.

    >>> from decision_graph import load_guideline, make_patient
    >>> guideline = load_guideline("tests/fixtures/asthma")
    >>> patient = make_patient(guideline.space, {"step": "starting", "night_waking": True})
    >>> possibilities(compiled(guideline), patient.region).certain
    ()
    """
    found = _for_everybody(guideline)
    if found is None:
        raise GraphError(_too_many_ways(guideline))
    return found


def compiled_for(guideline: Guideline, region: Region) -> Compiled:
    """A compiled form that serves one patient: the guideline's, or where that is too large one of its own.

    Args:
        guideline: loaded.
        region: what is known of the patient.

    Raises:
        GraphError: `too-many-ways`, if so much is unanswered that its own is too large as well.
    """
    found = _for_everybody(guideline)
    if found is not None:
        return found
    form = form_within(guideline, region)
    if form is None:
        raise GraphError(_too_many_ways(guideline))
    return Compiled(guideline, form)


def _for_everybody(guideline: Guideline) -> Compiled | None:
    """The compiled form; None if it is too large."""
    # Kept as a cached property would be; a replaced guideline starts without it.
    kept = guideline.__dict__
    if "compiled" not in kept:
        form = form_of(guideline)
        kept.setdefault("compiled", None if form is None else Compiled(guideline, form))
    found: Compiled | None = kept["compiled"]
    return found


def _too_many_ways(guideline: Guideline) -> Diagnostic:
    message = f"{guideline.id!r} has too many ways to follow for a patient of whom so little is known"
    return Diagnostic("too-many-ways", message, hint="give more facts")


def possibilities(form: Compiled, region: Region, graph: str | None = None) -> Possibilities:
    """Everything that allowed completions of what is known get, and what is the same for all of them.

    Args:
        form: from `compiled`.
        region: what is known, in the space of the guideline, of somebody whom the rules allow: see
            `consistent`.
        graph: where the patient enters; by default the guideline's entry.
    """
    found: Possibilities = form.outcomes[graph](region)[1]
    return found


def outcomes(form: Compiled, region: Region, graph: str | None = None) -> tuple[Outcome, ...]:
    """The outcomes that allowed completions of what is known get, each once; see `possibilities`."""
    return possibilities(form, region, graph).outcomes


def decide(form: Compiled, region: Region, graph: str | None = None) -> Outcome | None:
    """The outcome of a patient of whom enough is known; None if completions differ.

    Args:
        form: from `compiled`.
        region: what is known, in the space of the guideline.
        graph: where the patient enters; by default the guideline's entry.

    >>> from decision_graph import load_guideline, make_patient
    >>> guideline = load_guideline("mbc")
    >>> facts = {"line": "first", "her2_status": "positive", "hr_status": "negative"}
    >>> facts |= {"disease_extent": "metastatic", "age_years": 50}
    >>> found = decide(compiled(guideline), make_patient(guideline.space, facts).region)
    >>> found.preferred if found else "completions differ"
    ('1.2.1',)
    """
    only: Outcome | None = form.outcomes[graph](region)[2]
    return only


def ways(form: Compiled, region: Region, graph: str | None = None) -> Course:
    """The questions and leaves that allowed completions of what is known meet."""
    found: Course = form.ways[graph](region)[1]
    return found


def truth(form: Compiled, region: Region, term: Term) -> Truth:
    """Whether a predicate holds in every allowed completion of what is known, in none, or in some.

    Raises:
        KeyError: if the guideline has no such predicate.
    """
    found: Truth = end(form.terms[term], region)[1]
    return found


def standings(form: Compiled, region: Region, row: str, tier: str) -> tuple[Standing, ...]:
    """The standing of each option that a row offers in a tier; none if it has no cell there."""
    places = range(len(form.form.options[row].get(tier, ())))
    return tuple(end(form.options[row, tier, place], region)[1] for place in places)


def verdicts(form: Compiled, region: Region, row: str, tier: str) -> tuple[frozenset[Verdict], ...]:
    """For each option that a row offers in a tier every standing that some allowed completion gives it."""
    places = range(len(form.form.options[row].get(tier, ())))
    return tuple(end(form.verdicts[row, tier, place], region)[1] for place in places)


def consistent(form: Compiled, region: Region) -> bool:
    """Whether the rules allow any completion of what is known."""
    rules = form.rules
    for place in form.rule_places:  # noqa: SIM110 - a generator would cost as much as what it asks
        if not rules[place](region)[1]:
            return False
    return True
