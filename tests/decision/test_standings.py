"""Options of the shipped guideline for drawn patients, against every completion of what is unanswered."""

from __future__ import annotations

from functools import cache
from itertools import product

from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st

from decision_graph.decision import compiled, consistent, standings
from decision_graph.graph import Guideline, Recommendation
from decision_graph.loading import load_guideline
from decision_graph.predicate.terms import attributes
from decision_graph.space import Region, Space
from decision_graph.traversal.options import judge_options
from decision_graph.vocabulary import Vocabulary


@cache
def mbc() -> Guideline:
    return load_guideline("mbc")


CELLS = [(row.id, tier) for row in mbc().recommendations.values() for tier in row.cells]


def relevant(row: Recommendation, tier: str, vocabulary: Vocabulary) -> list[str]:
    """Every attribute on which the options of a cell can hang."""
    found: dict[str, None] = {}
    for option in row.cells[tier].options:
        terms = [option.when] if option.when is not None else []
        for id in option.interventions:
            found.update(dict.fromkeys(vocabulary.stock(id)))
            terms += [c.when for kind in vocabulary.lineage(id) for c in kind.only_when]
        found.update(dict.fromkeys(name for term in terms for name in attributes(term)))
    return list(found)


def single(bits: int) -> list[int]:
    """Each of some bits by itself."""
    return [1 << place for place in range(bits.bit_length()) if bits >> place & 1]


def completions(space: Space, region: Region, axes: list[int]) -> list[Region]:
    """The allowed regions in which some axes are known."""
    cells = [
        [1 << b for b in range(bits.bit_length()) if bits >> b & 1] for bits in (region[a] for a in axes)
    ]
    found: list[Region] = []
    for chosen in product(*cells):
        known = list(region)
        for axis, bit in zip(axes, chosen, strict=True):
            known[axis] = bit
        settled = space.settle(tuple(known))
        if settled is not None:
            found.append(settled)
    return found


@settings(max_examples=60)
@given(st.sampled_from(CELLS), st.data())
def test_an_option_is_open_only_if_completions_differ(cell: tuple[str, str], data: st.DataObject) -> None:
    guideline, (id, tier) = mbc(), cell
    space, form, row = guideline.space, compiled(guideline), guideline.recommendations[cell[0]]
    names = relevant(row, tier, guideline.vocabulary)
    axes = [space.index[name] for name in names]
    assume(axes)
    known = list(space.everything)
    for axis in axes:
        bits = known[axis]
        if data.draw(st.booleans()):
            known[axis] = 1 << data.draw(
                st.sampled_from([b for b in range(bits.bit_length()) if bits >> b & 1])
            )
    region = space.settle(tuple(known))
    if region is None or not consistent(form, region):
        reject()
    whole = [one for one in completions(space, region, axes) if consistent(form, one)]
    assume(0 < len(whole) <= 300)
    each = [standings(form, one, id, tier) for one in whole]
    for place, standing in enumerate(standings(form, region, id, tier)):
        seen = {found[place] for found in each}
        if standing == "unavailable":
            assert seen == {"unavailable"}
        elif standing == "not_indicated":
            assert "not_indicated" in seen
            assert seen <= {"not_indicated", "unavailable"}
        elif standing == "offered":
            # What it gives is taken to be there unless it is known to be missing.
            assert "offered" in seen
            assert seen <= {"offered", "unavailable"}
        else:
            assert len(seen) > 1 or seen == {"open"}
    told = judge_options(form, row, tier, region)
    assert tuple(option.standing for option in told) == standings(form, region, id, tier)
    assert all(option.missing for option in told if option.standing == "open" and option.option.rank is None)
