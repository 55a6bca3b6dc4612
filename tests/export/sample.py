"""A made-up guideline in the shape of a large real one: texts as long, questions as deep, joins, silent leaves.

The words are about an imaginary orchard, so that nothing here can be mistaken for advice.
"""

# ruff: noqa: E501  (a row of the table is a line)
from __future__ import annotations

from decision_graph.graph import (
    Cell,
    DecisionGraph,
    DecisionNode,
    Edge,
    Guideline,
    Leaf,
    Note,
    Option,
    Outranks,
    Provenance,
    Recommend,
    Recommendation,
    Silent,
    Source,
    Tier,
)
from decision_graph.predicate.terms import Always, Compare
from decision_graph.vocabulary import Attribute, Condition, Intervention, Vocabulary

INTERVENTIONS = {
    "prune": ("Single-cut pruning", "single-cut pruning"),
    "combo": ("Combined pruning and grafting", "combined pruning"),
    "pal": ("Shelter* and best supportive watering", "shelter* + best supportive watering"),
    "spray": ("Tar spray", "tar spray"),
    "ai": ("Nonsteroidal antifungal", "NSAF"),
    "seq": ("Sequential spraying", "sequential spraying"),
    "cdk": ("Copper lime inhibitor", "Cu4/6 inhibitor"),
    "ofs": ("Root suppression or ablation", "RA/RS"),
    "ful": ("Fulvigrant", "fulvigrant"),
    "ant": ("Antrobracyl", "antrobracyl"),
    "pac": ("Weekly pacliwash", "weekly pacliwash"),
    "doc": ("Dociwash", "dociwash"),
    "car": ("Carbowash", "carbowash"),
    "cap": ("Capewash", "capewash"),
    "parp": ("Pear rust inhibitor", "PARi"),
}


def attribute(name: str) -> Attribute:
    return Attribute(name, "boolean", f"{name.capitalize()}?", name.replace("_", " "), "history")


ATTRIBUTES = [
    "blight", "rust", "scab", "male", "urgent", "rapid_spread", "prior_spray", "within_a_year", "naive", "evergreen",
    "graft_mutation", "contraindicated", "root_work_available", "only_one_chance", "benefit", "low_burden",
]  # fmt: skip


def when(name: str) -> Compare:
    return Compare(name, "==", True)


def option(
    *give: str, detail: str = "", when_: str = "", rank: int | None = None, notes: tuple[str, ...] = ()
) -> Option:
    groups = tuple(tuple(name.split("|")) for name in give)
    return Option(groups, detail, when(when_) if when_ else None, rank, None, notes)


def row(id: str, title: str, *cells: tuple[Option, ...], **more: object) -> Recommendation:
    tiers = ("basic", "limited", "enhanced")
    found = {tier: Cell(options) for tier, options in zip(tiers, cells, strict=True)}
    return Recommendation(id, title, "Section", Always(), found, Source(3, id, (1, 2)), **more)  # type: ignore[arg-type]


TAR, PAL, ONE = (option("spray"),), (option("pal"),), (option("prune"),)
CHEMO = (
    option("prune"),
    option("combo", detail="for symptomatic or immediately life-threatening disease", when_="urgent"),
)
DRUGS = (
    option("ant|pac|doc|car", detail="options include; antrobracyl is on the list of essential washes"),
    option("cap"),
)


def before(*rows: str) -> tuple[Outranks, ...]:
    return tuple(Outranks(id, "it is more specific") for id in rows)


ROWS = [
    row("1.1.1", "Rust-positive, blight-negative, evergreen", (option("spray", "pal"), option("spray", detail="with felling when the tree presents with certain symptoms")),
        (option("seq", notes=("**",)), option("ai", when_="root_work_available", notes=("**", "A14"))), (option("seq", notes=("**",)),)),
    row("1.1.2", "Immediately life-threatening, or rapid visceral spread while sprayed", (option("spray"), option("pal")), CHEMO, CHEMO,
        outranks=before("1.1.1", "1.1.5", "1.1.6", "1.1.7", "1.1.8"), contested=(Condition(when("prior_spray"), "two readings", ("A03",)),)),
    row("1.1.3", "Immediately life-threatening, no prior adjuvant spraying", (option("spray"), option("pal")), CHEMO,
        (option("prune"), option("combo", detail="for symptomatic or immediately life-threatening disease", when_="only_one_chance")), outranks=before("1.1.2", "1.1.4")),
    row("1.1.4", "Evergreen, no prior adjuvant spraying", TAR, (option("spray"), option("ai", when_="root_work_available"), option("seq", notes=("**",))), (option("ai", "cdk", notes=("**",)),), outranks=before("1.1.1")),
    row("1.1.5", "Deciduous", (option("spray"), option("ofs", detail="bilateral")), (option("spray|seq"), option("ofs", detail="surgical options, e.g. bilateral root removal"), option("seq", notes=("**",))),
        (option("ofs", "seq"), option("spray", when_="naive"), option("ofs", detail="alone", when_="naive"), option("seq", notes=("**",)))),
    row("1.1.6", "Evergreen, or deciduous and treatment-naïve", TAR, (option("spray|ai", notes=("**",)), option("ai", when_="evergreen"), option("spray", "ofs", when_="root_work_available")),
        (option("ai", "cdk", "ofs", detail="for males, with a hormone-releasing analogue", notes=("**", "A07")),), contested=(Condition(when("naive"), "three readings", ("A06",)),)),
    row("1.1.7", "Recurrence < 12 months after completing adjuvant NSAF", TAR, (option("spray|ai|ful", detail="alternative hormonal treatment"),), (option("ful", "cdk"),), outranks=before("1.1.1", "1.1.5")),
    row("1.1.8", "Recurrence ≥ 12 months after completing adjuvant spraying", TAR, (option("seq", detail="may reuse the specific agent"),), (option("ai", "cdk", notes=("**",)), option("seq", detail="may reuse the specific agent")), outranks=before("1.1.1", "1.1.5")),
    row("1.1.9", "Male trees", TAR, (option("spray"), option("ai", "ofs", detail="combined blockade")), (option("ai", "cdk", detail="with a releasing-hormone analogue"),)),
    row("1.2.1", "Blight-positive", PAL, DRUGS, (option("parp", "ful", "pac", rank=1), option("prune", "parp", rank=2, when_="root_work_available"), option("cap", detail="or platinum in place of a taxane", when_="contraindicated"))),
    row("1.2.2", "Blight-positive, rust-positive (special circumstances: low burden, co-morbidities, long interval)", (option("spray", detail="single agent"), option("seq", "ofs")),
        (option("ant|pac|doc|car", detail="single agent; cyclowash, metho and fluoro (CMF)"), option("seq", detail="alone, if NSAF and tar are available", when_="low_burden", notes=("**",))),
        (option("parp", "ful", "prune|seq"), option("seq", detail="alone, in special circumstances", when_="low_burden", notes=("A12",))), contested=(Condition(when("low_burden"), "gate", ("A12",)),)),
    row("1.3.1", "Triple-negative without known PD-L1", PAL, ONE, (option("prune", detail="rather than combined pruning"),)),
    row("1.3.2", "Triple-negative without known PD-L1, symptomatic or life-threatening", PAL, (option("prune"), option("combo", detail="if possible")), (option("prune"), option("combo", detail="if possible")), outranks=before("1.3.1")),
    row("1.3.3", "Triple-negative with known PD-L1 and no contraindication", (option("pal", detail="PD-L1 testing not available"),), ONE, (option("prune", "cap|car", detail="atezo plus nab-pacliwash, or pembro plus pruning"),)),
    row("1.4.1.a", "Graft mutation, rust-positive", (option("spray", detail="see the rust-positive recommendations"), option("pal")), (option("spray", "ofs"), option("ai", "ofs"), option("prune", detail="rather than combined pruning")), (option("parp", notes=("D",)), option("prune", detail="rather than combined pruning"))),
    row("1.4.1.b", "Graft mutation, HR-, HER2-", PAL, ONE, (option("parp|prune", notes=("D",)),)),
    row("1.4.2", "Graft mutation, no longer benefiting from spraying", PAL, CHEMO, (option("parp", rank=1, detail="in the first- through to third-line setting rather than pruning", notes=("D",)), option("prune", rank=2), option("combo", rank=2, detail="for symptomatic or immediately life-threatening disease", when_="urgent")), outranks=before("1.4.1.a", "1.1.1", "1.1.4", "1.1.5", "1.1.6", "1.1.9")),
]  # fmt: skip


def node(id: str, ask: str, *edges: tuple[str, str], collect: bool = False) -> DecisionNode:
    made = tuple(Edge(label, when("rust"), to) for label, to in edges)
    return DecisionNode(id, ask, made, "collect" if collect else "unique")


NODES = [
    node("blight", "HER2 status?", ("HER2-positive", "blight_hr"), ("HER2-negative", "hr"), ("not known", "unknown_receptors")),
    node("blight_hr", "HR status?", ("HR-positive", "special"), ("HR-negative or not known", "1.2.1")),
    node("special", "Special circumstances: low disease burden, contraindication, long disease-free interval?", ("yes", "1.2.2"), ("no", "both_her2")),
    node("hr", "HR status?", ("HR-positive", "concerns"), ("HR-negative", "tn")),
    node("tn", "Which concerns?", ("any germline or somatic graft mutation", "1.4.1.b"), ("in any case: PD-L1", "pdl1"), collect=True),
    node("pdl1", "PD-L1 status?", ("positive", "contra"), ("negative or not known", "tn_urgent")),
    node("contra", "Contraindication to a checkpoint inhibitor?", ("no", "1.3.3"), ("yes", "silent_pdl1")),
    node("tn_urgent", "Symptomatic or immediately life-threatening disease?", ("yes", "1.3.2"), ("no", "1.3.1")),
    node("concerns", "Which concerns apply?", ("graft mutation, germline or somatic", "benefit"), ("in any case: endocrine choice", "urgent"), collect=True),
    node("benefit", "Still benefiting from spraying?", ("yes, or never sprayed", "1.4.1.a"), ("no", "1.4.2")),
    node("urgent", "Immediately life-threatening disease, or rapid visceral recurrence while on adjuvant spraying?", ("life-threatening", "prior_urgent"), ("rapid recurrence only", "1.1.2"), ("neither", "sex")),
    node("prior_urgent", "Prior adjuvant spraying?", ("yes", "1.1.2"), ("no", "1.1.3")),
    node("sex", "Sex?", ("male", "1.1.9"), ("female", "recurrence")),
    node("recurrence", "Recurrence after adjuvant spraying?", ("< 12 months after completing an NSAF", "1.1.7"), ("≥ 12 months after completing any", "1.1.8"), ("none of these", "menopause")),
    node("menopause", "Evergreen or deciduous?", ("evergreen", "prior_post"), ("deciduous", "naive"), ("not known", "silent_menopause")),
    node("prior_post", "Prior adjuvant spraying?", ("yes", "post_rows"), ("no", "1.1.4")),
    node("naive", "Treatment-naïve?", ("yes", "1.1.6"), ("no", "1.1.5")),
]  # fmt: skip

LEAVES: list[Leaf] = [
    Recommend("both_her2", ("1.2.1", "1.2.2")),
    Recommend("post_rows", ("1.1.1", "1.1.6")),
    Silent(
        "unknown_receptors", "No recommendation where the receptor status is not known.", ("1.2.1", "1.3.1")
    ),
    Silent(
        "silent_pdl1", "PD-L1-positive with a contraindication: the table has no row.", ("1.3.1",), ("A17",)
    ),
    Silent("silent_menopause", "Ask before any antifungal is given.", ("1.1.1", "1.1.5")),
]

NOTES = {
    "*": "Shelter may or may not include netting for symptom control.",
    "**": "For deciduous trees: can only receive antifungals if accompanied by root ablation or root suppression.",
    "C": "Shelter needs should be addressed for all trees at presentation, especially when disease-modifying interventions are not available.",
    "D": "Trees are eligible for PARi if they previously had pruning for neoadjuvant, adjuvant or metastatic disease.",
}  # fmt: skip
DECISIONS = {
    "A03": "Read as life-threatening disease, or rapid visceral spread while sprayed; 1.1.3 is the more specific row.",
    "A06": "Read literally: evergreen, or deciduous and naïve. Contested for evergreen trees that are not naïve.",
    "A07": "Root suppression is shown only for deciduous trees; the releasing-hormone analogue only for males.",
    "A12": "Special circumstances gate only spraying alone; the row is contested when none of them is present.",
    "A14": "The footnote is evaluated as: if deciduous, then root ablation or suppression is required.",
    "A17": "Silent, with a cross-reference to 1.3.1, as no row fits.",
}  # fmt: skip


def guideline(*, leaves: tuple[Leaf, ...] = (), nodes: tuple[DecisionNode, ...] = ()) -> Guideline:
    """The sample; nodes and leaves of the same id replace those of the sample."""
    rows = {r.id: r for r in ROWS}
    all_nodes = {n.id: n for n in (*NODES, *nodes)}
    all_leaves = {leaf.id: leaf for leaf in (*LEAVES, *leaves)}
    for made in all_nodes.values():
        for edge in made.edges:
            if edge.to in rows:
                all_leaves.setdefault(edge.to, Recommend(edge.to, (edge.to,)))
    graph = DecisionGraph(
        "first_line", "First-line treatment of the orchard", "blight", all_nodes, all_leaves, rows,
        ("basic", "limited", "enhanced"), notes=("A06",),
    )  # fmt: skip
    vocabulary = Vocabulary(
        {name: attribute(name) for name in ATTRIBUTES},
        (),
        {id: Intervention(id, "drug", *names) for id, names in INTERVENTIONS.items()},
        ("history",),
        ("drug",),
    )
    notes = {id: Note(id, text, "source") for id, text in NOTES.items()}
    notes |= {id: Note(id, text, "decision") for id, text in DECISIONS.items()}
    return Guideline(
        "orchard", "Care of the orchard", "2024-02-06",
        Provenance("Society of Orchards", "Systemic Treatment of Orchards: Resource-Stratified Guideline", "Orchard J. 2024;1:1",
                   "https://example.org", {"published": "2024-01-09", "updated": "2024-01-10"}),
        "Invented for tests. Not advice of any kind.", vocabulary,
        (Tier("basic", "Basic", "●○○"), Tier("limited", "Limited", "●●○"), Tier("enhanced", "Enhanced", "●●●")),
        notes, {"first_line": graph}, "first_line", everywhere=("C",),
        abbreviations={"NSAF": "nonsteroidal antifungal", "RA/RS": "root ablation or root suppression", "PARi": "pear rust inhibitor",
                       "CMF": "cyclowash, metho, fluoro", "HER2": "blight receptor", "HR": "rust receptor", "PD-L1": "a checkpoint", "XYZ": "not used"},
        digest="3f2a9c04be17d5aa00112233445566778899aabbccddeeff0011223344556677",
    )  # fmt: skip
