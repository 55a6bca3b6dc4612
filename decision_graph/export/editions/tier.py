"""Tier: a booklet, or posters, of one tier alone, without the questions that cannot matter there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from decision_graph.diagnostics import Diagnostic, GraphError
from decision_graph.export.book import book
from decision_graph.export.document import Document
from decision_graph.export.flow import Entry
from decision_graph.export.frame import NORMAL, Paper
from decision_graph.export.picture import pictures
from decision_graph.export.plan import Plan
from decision_graph.export.posters import posters
from decision_graph.export.request import Request
from decision_graph.export.tiers import AtTier, at_tier
from decision_graph.export.words import minus
from decision_graph.graph import Tier

FOR = "a hospital of one tier"
PAPERS = ("A4", "Letter", "A3", "A2", "A1", "Tabloid")


def documents(request: Request, paper: Paper) -> Iterator[Document]:
    """A booklet of everything that is asked for; on a large paper a poster of each graph.

    Raises:
        GraphError: no-tier, if none is asked for; nothing-at-tier, if no graph has anything for it.
    """
    tier = _tier(request)
    found = at_tier(request.guideline, tier.id)
    drawn = pictures(found.guideline)
    shown = tuple(drawn[id] for id in request.graphs or drawn if id in drawn)
    if not shown:
        message = f"{request.name} says nothing for {tier.label} resources"
        raise GraphError(
            Diagnostic("nothing-at-tier", message, hint="choose another tier, or the whole guideline")
        )
    if paper.poster:
        for one in shown:
            sheets = posters(
                one, paper, request.engine, said=_left(found, [one.id], tier), subtitle=_name(tier)
            )
            yield Document(
                f"{one.id}-{tier.id}-{paper.name}", f"{one.title}: {tier.label}", one.version, sheets
            )
        return
    ids = request.graphs or tuple(request.guideline.graphs)
    name = f"{request.name}-{tier.id}-{paper.name}"
    yield book(
        Plan(name, request.title, found.guideline, shown, paper, NORMAL, request.engine, _name(tier),
             tuple(_left(found, ids, tier)))
    )  # fmt: skip


def _name(tier: Tier) -> str:
    return f"Only for {tier.label} resources {tier.mark}"


def _tier(request: Request) -> Tier:
    tiers = {tier.id: tier for tier in request.guideline.tiers}
    if request.tier is None:
        hint = f"add --tier {' or --tier '.join(tiers)}" if tiers else "this guideline has no tiers"
        raise GraphError(Diagnostic("no-tier", "the edition for a tier needs to know which", hint=hint))
    return tiers[request.tier]


def _left(found: AtTier, ids: Iterable[str], tier: Tier) -> list[Entry]:
    """What this edition leaves out, and why that is right."""
    if found.proved:
        why = (
            f"It was proved for every patient with {tier.label} resources that the questions below change "
            "nothing that is offered."
        )
    else:
        why = "Which questions change nothing there was too much to prove; so every question is kept."
    entries = [
        Entry("What this edition leaves out", heading=1, anchor="section:said"),
        Entry("", f"The options of every tier but {tier.label}. {why}", keep=True),
    ]
    wanted = set(ids)
    for one in found.left:
        if one.graph not in wanted:
            continue
        if one.whole:
            entries.append(Entry(minus(one.title), f"all of it: it has nothing for {tier.label} resources."))
            continue
        parts = []
        if one.questions:
            parts.append("questions: " + " · ".join(f"“{ask}”" for ask in one.questions))
        if one.merged:
            parts.append("rows that offer the same and stand together: " + " · ".join(one.merged))
        if one.rows:
            parts.append("rows that nobody reaches: " + ", ".join(one.rows))
        entries.append(Entry(minus(one.title), minus("; ".join(parts)) + "."))
    return entries
