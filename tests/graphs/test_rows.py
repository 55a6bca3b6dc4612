"""The rows of the shipped guideline say what the tables say.

transcription.txt was written from the source, apart from the graph files: every population, and every
cell with the words that its options have and no others.
"""

from __future__ import annotations

import re
from itertools import pairwise, product
from pathlib import Path
from typing import NamedTuple

import pytest

from decision_graph.graph import Option, Recommendation, option_words
from decision_graph.loading import load_guideline
from decision_graph.predicate.terms import Value, attributes
from decision_graph.predicate.truth import Truth, evaluate
from decision_graph.vocabulary import domain

HERE = Path(__file__).parent
GUIDELINE = load_guideline(HERE.parents[1] / "graphs" / "mbc")

WORDS = """
CDK4/6, CMF, GnRH, HER2-targeted, abemaciclib, ablation, alpelisib, alternate, anthracycline, anti-HER2,
atezolizumab, capecitabine, carboplatin, checkpoint, chemotherapy, combination, deruxtecan, docetaxel,
emtansine, everolimus, exemestane, fulvestrant, hormone therapy, lapatinib, local control, margetuximab,
mastectomy, maximal response, metronomic, nab-paclitaxel, neratinib, nonsteroidal, oophorectomy,
paclitaxel, palliative, pembrolizumab, pertuzumab, platinum, progression, regimen, reuse, second-line,
sequential, single-agent, supportive, suppression, tamoxifen, taxane, toxicity, trastuzumab, tucatinib,
vinorelbine, weekly, 4–6 months
"""
TERMS = {word: re.escape(word.lower()) for word in " ".join(WORDS.split()).split(", ")} | {
    "AI": r"aromatase inhibitor",
    "PARP": r"parp inhibitor",
    "steroidal": r"\bsteroidal",
    "surgery": r"surg",
    "targeted therapy": r"(?<!her2-)targeted therapy",
}
"""What the text of an option is searched for, in small letters. Every intervention has at least one."""

MONTHS: tuple[Value, ...] = (0, 11.9, 12, 12.1, 60)


class Cell(NamedTuple):
    """One cell as transcribed."""

    options: int
    terms: frozenset[str]
    guards: frozenset[str]
    ranks: tuple[int | None, ...]
    strength: str | None


class Row(NamedTuple):
    """One row as transcribed; a population is a list of alternatives, each a list of conditions."""

    id: str
    table: int
    lines: tuple[int, int]
    population: list[list[tuple[str, str, str]]]
    cells: dict[str, Cell]


def transcribed() -> list[Row]:
    rows: list[Row] = []
    for line in (HERE / "transcription.txt").read_text(encoding="utf-8").splitlines():
        if found := re.fullmatch(r"(\S+) table (\d) lines (\d+)-(\d+)", line):
            rows.append(Row(found[1], int(found[2]), (int(found[3]), int(found[4])), [], {}))
        elif line.startswith("for "):
            conditions = (re.fullmatch(r"(\w+)(=|<=|>=|<|>)(\S+)", word) for word in line.split()[1:])
            rows[-1].population.append([(c[1], c[2], c[3]) for c in conditions if c])
            assert len(rows[-1].population[-1]) == len(line.split()) - 1, line
        elif line and not line.startswith("#"):
            tier, cell = transcribed_cell(line)
            rows[-1].cells[tier] = cell
    return rows


def transcribed_cell(line: str) -> tuple[str, Cell]:
    found = re.fullmatch(r"(\w+) (\d+):([^?[(]*)(?:\? ([^[(]*))?(?:\[([\d ]+)\])?(?:\((\w)\))?", line)
    assert found, line
    options = int(found[2])
    ranks = tuple(int(rank) for rank in found[5].split()) if found[5] else (None,) * options
    return found[1], Cell(options, words(found[3]), words(found[4] or ""), ranks, found[6])


def words(text: str) -> frozenset[str]:
    return frozenset(word.strip() for word in text.split(",") if word.strip())


ROWS = transcribed()
CELLS = [(row.id, tier, cell) for row in ROWS for tier, cell in row.cells.items()]


def row(id: str) -> Recommendation:
    return GUIDELINE.recommendations[id]


def text(option: Option) -> str:
    return option_words(option, GUIDELINE.vocabulary).lower()


def test_every_row_and_cell_of_every_table_is_here() -> None:
    tables = {table: sum(row.table == table for row in ROWS) for table in (3, 4, 5, 6)}
    assert tables == {3: 17, 4: 11, 5: 12, 6: 6}
    assert len(CELLS) == 3 * (17 + 11 + 6) + 12 == 114
    assert sorted(GUIDELINE.recommendations) == sorted(row.id for row in ROWS)
    assert {(id, tier) for id, found in GUIDELINE.recommendations.items() for tier in found.cells} == {
        (id, tier) for id, tier, _ in CELLS
    }


@pytest.mark.parametrize("expected", ROWS, ids=lambda row: row.id)
def test_place_in_the_source(expected: Row) -> None:
    source = row(expected.id).source
    assert (source.table, source.row, source.lines) == (expected.table, expected.id, expected.lines)


def test_lines_follow_each_other_within_a_table() -> None:
    lines = sorted(found.source.lines for found in GUIDELINE.recommendations.values())
    assert all(first <= last for first, last in lines)
    assert all(before[1] < after[0] for before, after in pairwise(lines))


def values(attribute: str) -> tuple[Value, ...]:
    return domain(GUIDELINE.vocabulary.attributes[attribute]) or MONTHS


def holds(condition: tuple[str, str, str], facts: dict[str, Value]) -> bool:
    name, operator, wanted = condition
    value = facts[name]
    match operator:
        case "=":
            said = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
            return said in wanted.split("|")
        case "<":
            return float(value) < float(wanted)
        case "<=":
            return float(value) <= float(wanted)
        case ">":
            return float(value) > float(wanted)
        case _:
            return float(value) >= float(wanted)


@pytest.mark.parametrize("expected", ROWS, ids=lambda row: row.id)
def test_population_for_every_combination_of_facts(expected: Row) -> None:
    population = row(expected.id).population
    names = sorted({name for alternative in expected.population for name, _, _ in alternative})
    assert sorted(attributes(population)) == names
    alternatives = expected.population
    for chosen in product(*map(values, names)):
        facts = dict(zip(names, chosen, strict=True))
        wanted = any(all(holds(part, facts) for part in alternative) for alternative in alternatives)
        assert evaluate(population, facts) is (Truth.TRUE if wanted else Truth.FALSE), facts


@pytest.mark.parametrize(("id", "tier", "expected"), CELLS, ids=[f"{id}-{tier}" for id, tier, _ in CELLS])
def test_cell(id: str, tier: str, expected: Cell) -> None:
    options = row(id).cells[tier].options
    texts = [text(option) for option in options]
    found = {term for term, pattern in TERMS.items() if any(re.search(pattern, said) for said in texts)}
    assert found == expected.terms
    assert len(options) == expected.options
    guards = {name for option in options if option.when is not None for name in attributes(option.when)}
    assert guards == expected.guards
    assert tuple(option.rank for option in options) == expected.ranks
    assert {option.strength for option in options} <= {expected.strength}


def test_no_intervention_escapes_the_terms() -> None:
    offered = {
        id
        for found in GUIDELINE.recommendations.values()
        for cell in found.cells.values()
        for option in cell.options
        for id in option.interventions
    }
    names = [GUIDELINE.vocabulary.interventions[id].name.lower() for id in offered]
    assert [name for name in names if not any(re.search(pattern, name) for pattern in TERMS.values())] == []


def test_a_cell_that_offers_nothing_says_why() -> None:
    cells = [cell for found in GUIDELINE.recommendations.values() for cell in found.cells.values()]
    assert [cell for cell in cells if not cell.options and not cell.notes] == []


def test_no_two_rows_outrank_each_other_and_none_outranks_a_row_of_another_table() -> None:
    pairs = {(id, lower.row) for id, found in GUIDELINE.recommendations.items() for lower in found.outranks}
    assert {pair for pair in pairs if pair[::-1] in pairs} == set()
    assert {pair for pair in pairs if row(pair[0]).source.table != row(pair[1]).source.table} == set()
