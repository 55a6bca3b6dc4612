"""Random graphs in every shape that the format allows: joins, forks, silent leaves, long words, no tiers."""

from __future__ import annotations

import random

import msgspec
from hypothesis import strategies as st

from decision_graph.graph import (
    Cell,
    DecisionGraph,
    DecisionNode,
    Edge,
    Guideline,
    HitPolicy,
    Leaf,
    Note,
    Option,
    OutOfScope,
    Provenance,
    Recommend,
    Recommendation,
    See,
    Silent,
    Source,
    Tier,
)
from decision_graph.predicate.terms import Always, Compare, Not, Term, Value, conjunction, disjunction
from decision_graph.vocabulary import Attribute, Choice, Intervention, Vocabulary

words = st.text(st.sampled_from("abc de-fg/hij ≥é "), min_size=1, max_size=60).map(
    lambda text: text.strip() or "x"
)
hostile = st.sampled_from(
    ["<b>&amp;</b>", 'say "x" \\N \\l', "</svg><script>", "a" * 70, "]]>", "#let x = $y$", "x\ny"]
)
texts = st.one_of(words, hostile)


@st.composite
def guidelines(draw: st.DrawFn, largest: int = 8) -> Guideline:
    """A guideline with one graph; every question leads to later ones, so that there are no circles."""
    count = draw(st.integers(0, largest))
    tiers = tuple(Tier(f"t{k}", draw(words), "●○" * (k > 0)) for k in range(draw(st.integers(0, 5))))
    rows = {
        f"{1 + k // 3}.{k}": draw(recommendations(f"{1 + k // 3}.{k}", tiers))
        for k in range(draw(st.integers(1, 5)))
    }
    leaves: dict[str, Leaf] = {id: Recommend(id, (id,)) for id in rows}
    leaves["both"] = Recommend(
        "both", tuple(draw(st.lists(st.sampled_from(sorted(rows)), min_size=1, unique=True)))
    )
    leaves["silent"] = Silent("silent", draw(texts), (next(iter(rows)),), ("D1",))
    leaves["see"] = See("see", "g")
    leaves["out"] = OutOfScope("out", draw(texts))
    nodes = {}
    for k in range(count):
        targets = st.sampled_from([*leaves, *(f"q{n}" for n in range(k + 1, count))])
        edges = draw(st.lists(st.builds(Edge, texts, st.none(), targets), min_size=1, max_size=4))
        policy = draw(st.sampled_from(["unique", "collect"]))
        nodes[f"q{k}"] = DecisionNode(f"q{k}", draw(texts), tuple(edges), policy)  # type: ignore[arg-type]
    graph = DecisionGraph(
        "g", draw(texts), "q0" if count else "silent", nodes, leaves, rows, tuple(tier.id for tier in tiers)
    )
    return Guideline(
        "random", draw(texts), "1", Provenance("org", draw(texts), "cited"), draw(texts), VOCABULARY, tiers,
        {"*": Note("*", draw(texts), "source"), "D1": Note("D1", draw(texts), "decision")}, {"g": graph}, "g",
    )  # fmt: skip


@st.composite
def recommendations(draw: st.DrawFn, id: str, tiers: tuple[Tier, ...]) -> Recommendation:
    options = st.lists(st.builds(lambda detail, rank: Option((("a", "b"), ("c",)), detail, None, rank), texts,
                                 st.none() | st.integers(1, 3)), max_size=3)  # fmt: skip
    cells = {tier.id: Cell(tuple(draw(options)), ("*",)) for tier in tiers}
    return Recommendation(id, draw(texts), "s", Always(), cells, Source(1, id, (1, 1)), notes=("D1",))


VOCABULARY = Vocabulary(
    {}, (), {id: Intervention(id, "drug", id * 9, id * 5) for id in "abc"}, ("history",), ("drug",)
)


SCRIPTS = (
    "abcdefghij klmno-pqrst uvwxyz/ 0123456789 ≥−",
    "αβγδεζηθ ικλμν-ξοπρ στυφχψω",
    "абвгдежз ийклм-нопрс туфхцчшщ",
    "äöüßéèêçñ åøæœ ďťľ-ščřžý ğışł",
)
"""Letters that the shipped typeface has, in several scripts."""


def random_guideline(seed: int, size: int) -> Guideline:
    """A guideline with one graph of about `size` questions and leaves: joins, long texts, many scripts.

    The same for the same arguments on every machine.
    """
    dice = random.Random(seed)
    questions = max(1, size // 2)
    tiers = tuple(Tier(f"t{k}", f"Tier {k}", "●" * (k + 1)) for k in range(dice.choice((0, 1, 3, 3, 4))))
    rows = {
        f"{1 + k // 9}.{k % 9 + 1}": _random_row(dice, f"{1 + k // 9}.{k % 9 + 1}", tiers)
        for k in range(max(1, size - questions))
    }
    leaves: dict[str, Leaf] = {id: Recommend(id, (id,)) for id in rows}
    for k in range(max(1, size // 15)):
        leaves[f"silent{k}"] = Silent(f"silent{k}", _random_text(dice, 120), (next(iter(rows)),), ("D1",))
    leaves["both"] = Recommend("both", tuple(dice.sample(sorted(rows), min(len(rows), 3))))
    leaves["out"] = OutOfScope("out", _random_text(dice, 60))
    nodes = {}
    attributes = {}
    names = list(leaves)
    for k in range(questions):
        # mostly to the next questions, now and then to any later one (a join), else to a leaf
        near = [f"q{n}" for n in range(k + 1, min(questions, k + 4))]
        targets = [dice.choice(near) if near and dice.random() < 0.6 else dice.choice(names)
                   for _ in range(dice.randint(2, 4))]  # fmt: skip
        if near and not any(target in near for target in targets):
            targets[-1] = near[0]
        if dice.random() < 0.1 and k + 5 < questions:
            targets[0] = f"q{dice.randrange(k + 4, questions)}"
        edges = tuple(
            Edge(_random_text(dice, 30), Compare(f"a{k}", "==", f"v{n}"), target)
            for n, target in enumerate(targets)
        )
        choices = tuple(Choice(f"v{n}", f"value {n} of {k}") for n in range(len(targets)))
        attributes[f"a{k}"] = Attribute(f"a{k}", "enum", f"A{k}?", f"a{k}", "history", choices=choices)
        policy: HitPolicy = "collect" if dice.random() < 0.15 else "unique"
        nodes[f"q{k}"] = DecisionNode(f"q{k}", _random_text(dice, 70), edges, policy)
    graph = DecisionGraph(
        "g", _random_text(dice, 50), "q0", nodes, leaves, rows, tuple(tier.id for tier in tiers)
    )
    return Guideline(
        "random", _random_text(dice, 50), "1", Provenance("org", _random_text(dice, 80), "cited"),
        _random_text(dice, 90), msgspec.structs.replace(VOCABULARY, attributes=attributes), tiers,
        {"*": Note("*", _random_text(dice, 200), "source"),
         "D1": Note("D1", _random_text(dice, 300), "decision")}, {"g": graph}, "g",
    )  # fmt: skip


def with_populations(made: Guideline) -> Guideline:
    """A random guideline whose rows hold for whom the graph leads to them; a patient then has an answer."""
    graph = made.graphs["g"]
    coming: dict[str, Term] = {graph.start: Always()}
    for id in graph.order:
        for edge in graph.nodes[id].edges if id in graph.nodes and id in coming else ():
            assert edge.when is not None
            here = conjunction(coming[id], edge.when)
            coming[edge.to] = disjunction(coming[edge.to], here) if edge.to in coming else here
    reached: dict[str, list[Term]] = {}
    for leaf in graph.leaves.values():
        for row in leaf.rows if isinstance(leaf, Recommend) and leaf.id in coming else ():
            reached.setdefault(row, []).append(coming[leaf.id])
    rows = {
        id: msgspec.structs.replace(row, population=disjunction(*reached.get(id, (Not(Always()),))))
        for id, row in graph.recommendations.items()
    }
    graph = msgspec.structs.replace(graph, recommendations=rows)
    return msgspec.structs.replace(made, graphs={"g": graph})


def random_facts(seed: int, made: Guideline) -> dict[str, Value]:
    """About three of four facts of a patient."""
    dice = random.Random(seed)
    attributes = made.vocabulary.attributes.values()
    return {a.name: dice.choice(a.choices).value for a in attributes if dice.random() < 0.75}


def _random_text(dice: random.Random, longest: int) -> str:
    letters = dice.choice(SCRIPTS)
    length = dice.randint(3, longest) if dice.random() > 0.03 else longest * 4
    return "".join(dice.choice(letters) for _ in range(length)).strip() or "x"


def _random_row(dice: random.Random, id: str, tiers: tuple[Tier, ...]) -> Recommendation:
    def options() -> tuple[Option, ...]:
        return tuple(
            Option((("a", "b"), ("c",)), _random_text(dice, 60), None, dice.choice((None, k + 1)))
            for k in range(dice.randint(0, 3))
        )

    cells = {tier.id: Cell(options(), ("*",) if dice.random() < 0.2 else ()) for tier in tiers}
    title = _random_text(dice, 90)
    return Recommendation(id, title, "s", Always(), cells, Source(1, id, (1, 1)), notes=("D1",))
