"""Every check can fail, stays silent where it should, and has its page: one name for all of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import worlds
from msgspec.structs import replace

from decision_graph.diagnostics import GraphError
from decision_graph.graph import DecisionGraph, DecisionNode, Edge, Leaf, Silent
from decision_graph.patient import make_patient
from decision_graph.predicate.terms import And, Compare
from decision_graph.traversal.walk import with_given
from decision_graph.verification.registry import UNPROVEN, all_checks, chosen_checks
from decision_graph.verification.verify import verify
from decision_graph.vocabulary import Attribute, Vocabulary
from verification.fixtures import CHECKS, fixture

ROOT = Path(__file__).resolve().parents[2]
SLUGS = [*all_checks(), UNPROVEN]


@pytest.mark.parametrize("slug", SLUGS)
def test_a_bad_guideline_is_found_out(slug: str) -> None:
    bad = fixture(CHECKS / slug / "bad.txt")
    found = [f for f in verify(bad.guideline, budget=bad.budget).findings if f.slug == slug]
    assert "\n".join(str(finding.diagnostic) for finding in found) + "\n" == bad.printed
    for finding in found:
        assert finding.span is not None
        assert finding.docs == f"docs/checks/{slug}.md"


@pytest.mark.parametrize("slug", SLUGS)
def test_a_good_guideline_is_clean(slug: str) -> None:
    good = fixture(CHECKS / slug / "good.txt")
    assert good.printed == ""
    assert verify(good.guideline, budget=good.budget).findings == ()


@pytest.mark.parametrize("slug", SLUGS)
def test_the_patient_of_a_finding_can_be_asked_about(slug: str) -> None:
    bad = fixture(CHECKS / slug / "bad.txt")
    for finding in verify(bad.guideline, budget=bad.budget).findings:
        if finding.witness is not None:
            patient = make_patient(bad.guideline.space, finding.witness.facts)
            assert patient.facts == finding.witness.facts
            if finding.graph:
                with_given(bad.guideline, patient, finding.graph)
            assert finding.message.endswith(f" for {finding.witness.words}")


def test_every_check_has_its_page_and_its_fixtures() -> None:
    assert {path.stem for path in (ROOT / "docs" / "checks").glob("*.md")} == {*SLUGS, "README"}
    assert {path.name for path in CHECKS.iterdir()} == set(SLUGS)
    for folder in CHECKS.iterdir():
        assert {path.name for path in folder.iterdir()} == {"bad.txt", "good.txt"}


@pytest.mark.parametrize("slug", SLUGS)
def test_a_page_says_what_it_means_and_how_to_mend_it(slug: str) -> None:
    text = (ROOT / "docs" / "checks" / f"{slug}.md").read_text(encoding="utf-8")
    severity = "warning" if slug == UNPROVEN else all_checks()[slug].severity
    assert text.startswith(f"# {slug}\n\n*{severity}*\n\n")
    assert re.findall("^## .*", text, re.MULTILINE) == ["## Example", "## How to mend it"]
    assert 10 <= len(text.splitlines()) <= 25


def test_the_index_lists_every_check_as_it_is() -> None:
    text = (ROOT / "docs" / "checks" / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| \[([\w-]+)\]\(\1\.md\) \| (\w+) \| (.+) \|$", text, re.MULTILINE)
    assert sorted(slug for slug, _, _ in listed) == sorted(SLUGS)
    for slug, severity, summary in listed:
        if slug != UNPROVEN:
            check = all_checks()[slug]
            assert (severity, summary) == (check.severity, check.summary)


def test_each_check_finds_something_about_graphs_or_the_guideline() -> None:
    for check in all_checks().values():
        assert check.on_graph or check.on_guideline
        assert re.fullmatch(r"[A-Z].*\.", check.summary)


def test_unknown_checks_name_the_known_ones() -> None:
    with pytest.raises(GraphError) as caught:
        chosen_checks(["wrong-entrances", "gap", "xyz"])
    first, second = caught.value.diagnostics
    assert first.hint.startswith("did you mean 'wrong-entrance'? (known: cascade-hole, ")
    assert second.hint == f"known: {', '.join(all_checks())}"


def test_a_chosen_check_runs_alone() -> None:
    bad = fixture(CHECKS / "unreachable-node" / "bad.txt")
    report = verify(bad.guideline, checks=["unreachable-edge"])
    assert report.checks == ("unreachable-edge",)
    assert {finding.slug for finding in report.findings} == {"unreachable-edge"}


def test_a_chosen_graph_is_proved_alone() -> None:
    bad = fixture(CHECKS / "gap" / "bad.txt")
    report = verify(bad.guideline, graphs=["stepping_up"])
    assert [proof.graph for proof in report.proofs] == ["stepping_up"]
    assert report.findings == ()
    assert [f.slug for f in verify(bad.guideline, graphs=["starting"]).findings] == ["gap"]


def test_an_unknown_graph_is_refused() -> None:
    good = fixture(CHECKS / "gap" / "good.txt")
    with pytest.raises(GraphError) as caught:
        verify(good.guideline, graphs=["startin"])
    assert caught.value.diagnostics[0].hint == "did you mean 'starting'?"


def test_what_is_unproven_never_passes_silently() -> None:
    """Whatever the budget, a faulty guideline is not called clean."""
    bad = fixture(CHECKS / "encodings-disagree" / "bad.txt")
    seen = set()
    for budget in (1, 10, 100, 300, 1000, 3000, 10_000):
        report = verify(bad.guideline, budget=budget)
        assert report.findings
        seen.update(finding.slug for finding in report.findings)
    assert seen == {"unproven", "encodings-disagree"}


def test_more_attributes_than_the_stack_holds_are_unproven_and_no_crash() -> None:
    names = [f"b{k}" for k in range(1200)]
    attributes = {n: Attribute(n, "boolean", ask="?", label=n, obtained="history") for n in names}
    everything = And(tuple(Compare(name, "==", True) for name in names))
    node = DecisionNode("q", "?", (Edge("yes", everything, "a"), Edge("no", None, "b")))
    leaves: dict[str, Leaf] = {id: Silent(id, "Nothing.") for id in ("a", "b")}
    graph = DecisionGraph("main", "Main", "q", {"q": node}, leaves)
    small = worlds.guideline(graph, [])
    large = replace(small, vocabulary=Vocabulary(attributes, (), {}, ("history",)), tier="")
    assert {finding.slug for finding in verify(large).findings} == {UNPROVEN}
