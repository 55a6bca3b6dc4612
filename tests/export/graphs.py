"""Random graphs in every shape that the format allows: joins, forks, silent leaves, long words, no tiers."""

from __future__ import annotations

from hypothesis import strategies as st

from decision_graph.graph import (
    Cell,
    DecisionGraph,
    DecisionNode,
    Edge,
    Guideline,
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
from decision_graph.predicate.terms import Always
from decision_graph.vocabulary import Intervention, Vocabulary

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
