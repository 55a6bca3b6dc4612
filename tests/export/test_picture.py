"""What a chart says: complete, in words, and only what the guideline says."""

from __future__ import annotations

from decision_graph.export.alt import describe
from decision_graph.export.chart import chart
from decision_graph.export.picture import Picture, picture
from decision_graph.graph import OutOfScope, See
from tests.export.sample import guideline


def drawn() -> Picture:
    made = guideline()
    return picture(made, made.graphs["first_line"])


def test_every_recommendation_question_and_silent_leaf_is_there() -> None:
    made, shown = guideline(), drawn()
    graph = made.graphs["first_line"]
    assert {row.id for row in shown.rows} >= set(graph.recommendations)
    assert {question.id for question in shown.questions} == set(graph.nodes)
    assert [row.number for row in shown.rows if row.kind == "silent"] == ["S1", "S2", "S3"]


def test_an_outranked_row_is_named_by_the_row_that_goes_before_it() -> None:
    rows = {row.id: row for row in drawn().rows}
    assert rows["1.1.3"].before == ("1.1.2", "1.1.4")
    assert rows["1.1.6"].contested == ("A06",)


def test_a_silent_row_names_the_nearest_as_cross_references() -> None:
    silent = next(row for row in drawn().rows if row.id == "silent_pdl1")
    assert silent.across.endswith("Nearest, as a cross-reference only: 1.3.1.")
    assert silent.marks == ("A17",)


def test_footnotes_stand_at_the_words_and_decisions_at_the_row() -> None:
    rows = {row.id: row for row in drawn().rows}
    offers = [offer.text for cell in rows["1.1.1"].cells for offer in cell.offers]
    assert "NSAF**" in offers
    assert rows["1.1.1"].marks == ("A14",)
    assert {note.mark for note in drawn().decisions} == {"A03", "A06", "A07", "A12", "A14", "A17"}


def test_conditions_are_in_words_and_only_used_abbreviations_are_listed() -> None:
    rows = {row.id: row for row in drawn().rows}
    assert rows["1.1.4"].cells[1].offers[1].condition.startswith("if ")
    assert "XYZ" not in dict(drawn().abbreviations)
    assert "HER2" in dict(drawn().abbreviations)


def test_a_status_gets_a_minus_and_a_word_keeps_its_hyphen() -> None:
    rows = {row.id: row for row in drawn().rows}
    assert rows["1.4.1.b"].title == "Graft mutation, HR−, HER2−"
    assert "Blight-positive" in rows["1.2.1"].title


def test_other_leaves_say_where_to_go() -> None:
    made = guideline(
        leaves=(See("unknown_receptors", "first_line"), OutOfScope("silent_menopause", "Not a tree."))
    )
    rows = {row.id: row for row in picture(made, made.graphs["first_line"]).rows}
    assert (rows["unknown_receptors"].number, rows["silent_menopause"].number) == ("C1", "X1")
    assert "First-line treatment of the orchard" in rows["unknown_receptors"].across


def test_the_alternative_text_tells_the_whole_content() -> None:
    shown = drawn()
    told = describe(shown, chart(shown))
    for row in shown.rows:
        assert row.title in told
        for cell in row.cells:
            assert all(offer.text in told for offer in cell.offers)
    for question in shown.questions:
        assert question.ask in told
        assert all(f"{answer.label}: go to " in told for answer in question.answers)
