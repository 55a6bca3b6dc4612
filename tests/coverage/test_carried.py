"""The source against the recommendations: what is missing, added, cited twice or unknown."""

from __future__ import annotations

from msgspec.structs import replace

from decision_graph.coverage import carried
from decision_graph.graph import Guideline, SourceTable
from decision_graph.loading import load_guideline

ASTHMA = load_guideline("tests/fixtures/asthma")
TIERS = ("clinic", "hospital")
ALL = {
    1: SourceTable(("1.1", "1.2", "1.3", "1.4", "1.5", "1.6"), TIERS),
    2: SourceTable(("2.1", "2.2 (page 2)", "2.3"), TIERS),
}


def listing(tables: dict[int, SourceTable]) -> Guideline:
    return replace(ASTHMA, provenance=replace(ASTHMA.provenance, tables=tables))


def test_nothing_listed_nothing_compared() -> None:
    found = carried(ASTHMA)
    assert (found.tables, found.strangers, found.complete) == ((), (), True)


def test_everything_carried_over() -> None:
    found = carried(listing(ALL))
    assert found.complete
    assert [(t.row_count, t.cell_count) for t in found.tables] == [((6, 6), (12, 12)), ((3, 3), (6, 6))]
    assert found.tables[1].rows["2.2 (page 2)"] == ("2.2",)


def test_a_row_and_a_cell_that_are_missing() -> None:
    more = SourceTable((*ALL[2].rows, "2.4"), (*TIERS, "home"))
    (_, found) = carried(listing({**ALL, 2: more})).tables
    assert (found.row_count, found.cell_count) == ((3, 4), (6, 12))
    assert ("2.4", "clinic") in found.missing
    assert ("2.1", "home") in found.missing
    assert not carried(listing({**ALL, 2: more})).complete


def test_what_the_source_has_not() -> None:
    less = SourceTable(("2.1", "2.3"), ("clinic",))
    found = carried(listing({**ALL, 2: less}))
    assert found.tables[1].unlisted == ("2.2",)
    assert ("2.1", "hospital") in found.tables[1].added
    assert not found.complete
    assert carried(listing({1: ALL[1]})).strangers == ("2.1", "2.2", "2.3")


def test_a_row_that_is_cited_twice() -> None:
    graph = ASTHMA.graphs["starting"]
    twice = replace(graph.recommendations["1.6"], source=graph.recommendations["1.5"].source)
    graphs = {
        **ASTHMA.graphs,
        "starting": replace(graph, recommendations={**graph.recommendations, "1.6": twice}),
    }
    (found, _) = carried(replace(listing(ALL), graphs=graphs)).tables
    assert found.repeated == ("1.5",)
    assert found.rows["1.6"] == ()
    assert not carried(replace(listing(ALL), graphs=graphs)).complete


def test_the_shipped_guideline_has_34_and_12_rows_and_114_cells() -> None:
    found = carried(load_guideline("mbc"))
    rows = {table.number: table.row_count for table in found.tables}
    assert rows == {3: (17, 17), 4: (11, 11), 5: (12, 12), 6: (6, 6)}
    assert [sum(table.cell_count[part] for table in found.tables) for part in (0, 1)] == [114, 114]
    assert found.complete
