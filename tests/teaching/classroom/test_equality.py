"""The page's program and Python: the same lessons, points, codes, files, and what-ifs."""

from __future__ import annotations

import hashlib
import itertools
from random import Random
from typing import Any

import msgspec
import pytest

from decision_graph.diagnostics import GraphError
from decision_graph.predicate.terms import Value
from decision_graph.teaching.cases import TeachingCase
from decision_graph.teaching.classroom.code import read_short, write_short
from decision_graph.teaching.lesson import make_lesson
from decision_graph.teaching.quiz import chosen, turns
from decision_graph.teaching.results import Chosen, read_results
from decision_graph.traversal.difference import Difference
from decision_graph.traversal.what_if import what_if
from decision_graph.vocabulary import domain
from teaching.classroom.conftest import Open
from teaching.classroom.pages import COUNT, deck_of
from teaching.guidelines import drawn, taught

DECK = (
    "DecisionGraph.unpackDeck(JSON.parse(DecisionGraph.spelled(document.getElementById('deck').textContent)))"
)

NAMES = ["asthma", "mbc"]


def test_the_sum_is_sha_256(visit: Open) -> None:
    page, source = visit(), Random(1)
    texts = [source.randbytes(length) for length in (*range(70), 119, 120, 128, 1000)]
    found = page.evaluate(
        "all => all.map(bytes => Array.from(DecisionGraph.sha256(Uint8Array.from(bytes))))",
        [list(t) for t in texts],
    )
    assert [bytes(one) for one in found] == [hashlib.sha256(text).digest() for text in texts]


@pytest.mark.parametrize("name", NAMES)
def test_every_question_choice_key_and_reason_is_that_of_the_lesson(visit: Open, name: str) -> None:
    found = visit(name).evaluate(
        f"""() => {DECK}.cards.map(card => [
          card.id, card.narrative, card.facts, card.tier, card.rows,
          card.steps.map(step => [step.kind, step.graph, step.place, step.ask, step.several,
            step.choices.map(choice => [choice.id, choice.words, choice.right, choice.why])]),
          card.ladder.map(rung => [rung.tier, rung.silent,
            rung.options.map(one => [one.row, one.words, one.standing])]),
        ])"""
    )
    guideline = taught(name).guideline
    lessons = [make_lesson(guideline, case) for case in drawn(name, 5, COUNT[name])]
    assert found == [
        [
            lesson.case.id,
            lesson.case.narrative,
            lesson.case.facts,
            lesson.tier,
            list(lesson.steps[-1].rows),
            [
                [
                    step.kind, step.graph, step.place, step.ask, step.several,
                    [[choice.id, choice.words, choice.right, choice.why] for choice in step.choices],
                ]
                for step in lesson.steps
            ],
            [[rung.tier, rung.silent, [list(option) for option in rung.options]] for rung in lesson.ladder],
        ]
        for lesson in lessons
    ]  # fmt: skip


def quizzed(name: str, seed: int) -> tuple[dict[str, Any], tuple[Chosen, ...]]:
    """A quiz as the page keeps it, and as Python's quiz logs it."""
    source, deck = Random(seed), deck_of(name)
    every = turns(taught(name).guideline, drawn(name, 5, COUNT[name]))
    at, log, logged = 1_700_000_000 + seed, [], []
    for number, place in enumerate(sorted(source.sample(range(len(every)), 12)), start=1):
        turn, took = every[place], source.randrange(0, 3000)
        bits = source.randrange(1 << len(turn.step.choices))
        at += source.randrange(0, 600)
        log.append({"step": place, "bits": bits, "at": at, "took": took})
        ids = [choice.id for k, choice in enumerate(turn.step.choices) if bits >> k & 1]
        logged.append(msgspec.structs.replace(chosen(turn, ids, at * 1000, took * 100), number=number))
    assert len(every) == len(deck.asked())
    return {"id": source.randbytes(8).hex(), "learner": f"blue-{seed}", "log": log}, tuple(logged)


@pytest.mark.parametrize("name", NAMES)
def test_codes_files_and_points_are_the_same(visit: Open, name: str) -> None:
    page, deck = visit(name), deck_of(name)
    sessions = [quizzed(name, seed) for seed in range(20)]
    found = page.evaluate(
        f"""sessions => {{ const deck = {DECK}; return sessions.map(session => {{
          const code = DecisionGraph.shortCode.write(deck, session);
          return [code, JSON.stringify(DecisionGraph.results.file(deck, session)),
            JSON.stringify(DecisionGraph.shortCode.read(deck, code)),
            session.log.map(one => DecisionGraph.session.points(deck.steps[one.step], one.bits))];
        }}); }}""",
        [session for session, _ in sessions],
    )
    for (session, logged), (code, file, again, points) in zip(sessions, found, strict=True):
        results = read_results(file.encode())
        assert (results.learner, results.session, results.choices) == (
            session["learner"],
            session["id"],
            logged,
        )
        assert read_short(deck, code) == results
        assert write_short(deck, results) == code
        assert msgspec.json.decode(again) == session
        assert points == [list(choice.points) for choice in logged]


def test_what_python_refuses_the_page_refuses(visit: Open) -> None:
    page, source = visit(), Random(7)
    session, _ = quizzed("asthma", 3)
    code = page.evaluate(f"session => DecisionGraph.shortCode.write({DECK}, session)", session)
    damaged = [
        code[:k] + other + code[k + cut :]
        for k in range(4, len(code))
        for other in ("", "0", "U")
        for cut in (0, 1)
    ]
    some = source.sample(damaged, 150)
    found = page.evaluate(
        f"""codes => {{ const deck = {DECK}; return codes.map(code => {{
          try {{ return DecisionGraph.results.read(deck, code).checksum; }} catch (error) {{ return null; }}
        }}); }}""",
        some,
    )
    for one, told in zip(some, found, strict=True):
        try:
            expected: str | None = read_short(deck_of("asthma"), one).checksum
        except GraphError:
            expected = None
        assert told == expected


# What if

WHAT_IF = f"""asked => {{
  const text = DecisionGraph.spelled(document.getElementById("data").textContent);
  const data = JSON.parse(text.split("\\n")[0]);
  const deck = {DECK}, engine = DecisionGraph.engine(data);
  return asked.map(([place, changes]) => {{
    try {{
      const found = DecisionGraph.whatIf(engine, deck.cards[place], changes);
      return {{
        dropped: found.dropped, leading: found.leading, status: found.after.status,
        parting: found.parting && [found.parting.ask, found.parting.before, found.parting.after],
        gained: found.gained.map(one => [one.row, one.words]),
        lost: found.lost.map(one => [one.row, one.words]),
      }};
    }} catch (error) {{
      if (!(error instanceof DecisionGraph.Refusal)) throw error;
      return {{refused: error.slug}};
    }}
  }});
}}"""


def said(found: Difference) -> dict[str, Any]:
    parting = found.parting
    return {
        "dropped": [],
        "leading": [row.row.id for row in found.after.rows if row.standing == "preferred"],
        "status": found.after.status,
        "parting": parting and [parting.ask, list(parting.before), list(parting.after)],
        "gained": [[key.row, key.text] for key in found.gained],
        "lost": [[key.row, key.text] for key in found.lost],
    }


def changes(name: str) -> list[tuple[int, TeachingCase, dict[str, Value]]]:
    """Every near miss, and some other facts, of every case."""
    attributes, source, found = taught(name).guideline.vocabulary.attributes, Random(5), []
    for place, case in enumerate(drawn(name, 5, COUNT[name])):
        wishes = [(miss.attribute, miss.value) for miss in case.near]
        others = [(known.name, value) for known in attributes.values() for value in domain(known)]
        wishes += source.sample(others, min(12, len(others)))
        found += [(place, case, {attribute: value}) for attribute, value in wishes]
    return found


@pytest.mark.parametrize("name", NAMES)
def test_what_if_parts_gains_and_loses_as_python_says(visit: Open, name: str) -> None:
    asked = changes(name)
    found = visit(name).evaluate(WHAT_IF, [[place, change] for place, _, change in asked])
    equal = 0
    for (_, case, change), told in zip(asked, found, strict=True):
        try:
            expected = said(what_if(taught(name).guideline, case.facts, change, graph=case.graph))
        except GraphError as error:
            assert error.diagnostics[0].slug == "contradiction"
            assert told.get("refused") or told["dropped"], (case.id, change)
            continue
        assert told == expected, (case.id, change)
        equal += 1
    assert equal > len(asked) / 2


@pytest.mark.parametrize("name", NAMES)
def test_what_cannot_stay_is_left_out_and_the_rest_is_asked(visit: Open, name: str) -> None:
    asked = changes(name)
    found = visit(name).evaluate(WHAT_IF, [[place, change] for place, _, change in asked])
    dropping = [
        (case, change, told)
        for (_, case, change), told in zip(asked, found, strict=True)
        if told.get("dropped")
    ]
    assert name == "asthma" or dropping
    for case, change, told in itertools.islice(dropping, 40):
        kept = {name: value for name, value in case.facts.items() if name not in told["dropped"]}
        after = what_if(taught(name).guideline, case.facts, change, told["dropped"], case.graph)
        assert said(after) | {"dropped": told["dropped"]} == told
        for gone in told["dropped"]:
            with pytest.raises(GraphError, match="contradiction"):
                what_if(taught(name).guideline, {**kept, gone: case.facts[gone]}, change, graph=case.graph)
