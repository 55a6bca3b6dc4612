"""Code: what a phone shows as text is read back as it was, and nothing damaged or foreign is."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from decision_graph.diagnostics import GraphError
from decision_graph.teaching.classroom.arrivals import read_arrival, split
from decision_graph.teaching.classroom.code import read_short, write_short
from decision_graph.teaching.results import Chosen, Results, seal, write_code, write_results
from teaching.classroom.pages import deck_of

learners = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9-]{1,23}", fullmatch=True)


@st.composite
def sessions(draw: st.DrawFn, most: int = 40) -> Results:
    """What a learner may have done with the cases: any steps, in any order, at any time."""
    deck = deck_of("asthma")
    every = deck.asked()
    at, choices = draw(st.integers(0, 4_000_000_000)), []
    for number in range(1, draw(st.integers(0, most)) + 1):
        card, step = draw(st.sampled_from(every))
        offered = tuple(deck.text(choice.id) for choice in step.choices)
        at += draw(st.integers(0, 5000))
        choices.append(
            Chosen(
                number=number,
                at=at * 1000,
                took=draw(st.integers(0, 864_000)) * 100,
                case=card.id,
                difficulty=card.difficulty,  # type: ignore[arg-type]
                kind=step.kind,  # type: ignore[arg-type]
                graph=step.graph,
                place=step.place,
                tier=card.tier,
                rows=card.rows,
                offered=offered,
                chosen=tuple(id for id in offered if draw(st.booleans())),
                right=tuple(deck.text(choice.id) for choice in step.choices if choice.right),
            )
        )
    session = draw(st.binary(min_size=8, max_size=8)).hex()
    return seal(deck.guideline, deck.digest, draw(learners), session, tuple(choices))


def one_session() -> Results:
    deck = deck_of("asthma")
    card, step = deck.asked()[0]
    offered = tuple(deck.text(choice.id) for choice in step.choices)
    right = tuple(deck.text(choice.id) for choice in step.choices if choice.right)
    asked = {"case": card.id, "kind": step.kind, "graph": step.graph, "place": step.place, "tier": card.tier}
    found = Chosen(
        number=1, at=1_700_000_000_000, took=4200, difficulty=card.difficulty, rows=card.rows,  # type: ignore[arg-type]
        offered=offered, chosen=offered[:1], right=right, **asked,  # type: ignore[arg-type]
    )  # fmt: skip
    return seal(deck.guideline, deck.digest, "blue-7", "0123456789abcdef", (found,))


@given(sessions())
def test_a_code_holds_what_the_file_holds(results: Results) -> None:
    deck = deck_of("asthma")
    code = write_short(deck, results)
    assert read_short(deck, code) == results
    assert read_arrival(code.encode(), deck) == results
    assert read_arrival(write_results(results), deck) == results


@given(sessions(10), st.data())
def test_a_code_may_be_written_down_in_other_ways(results: Results, data: st.DataObject) -> None:
    """Small letters, groups, lines, and letters that look alike."""
    deck = deck_of("asthma")
    body = write_short(deck, results).removeprefix("DG2.").removesuffix(".")
    every = data.draw(st.integers(1, 30))
    joint = data.draw(st.sampled_from([" ", "\n", "-", "\r\n  "]))
    written = joint.join(body[at : at + every] for at in range(0, len(body), every))
    if data.draw(st.booleans()):
        written = written.lower().replace("0", "o").replace("1", "l")
    assert read_short(deck, f"DG2.{written}.") == results


@given(st.data())
def test_no_damage_goes_unnoticed(data: st.DataObject) -> None:
    """Any letter changed, cut out or put in: refused, or read as the very same."""
    deck, results = deck_of("asthma"), one_session()
    code = write_short(deck, results)
    at = data.draw(st.integers(0, len(code) - 1))
    put = data.draw(st.sampled_from(["", "0", "X", ".", "é", " ", "DG2."]))
    damaged = code[:at] + put + code[at + data.draw(st.integers(0, 2)) :]
    try:
        assert read_arrival(damaged.encode(), deck) == results
    except GraphError as error:
        assert error.diagnostics[0].message and error.diagnostics[0].hint


@given(st.binary(max_size=80))
def test_any_bytes_with_a_fitting_sum_are_refused_in_words(body: bytes) -> None:
    from decision_graph.teaching.classroom.code import _letters, _sum

    deck = deck_of("asthma")
    whole = bytes.fromhex(deck.id) + body
    code = f"DG2.{_letters(whole + _sum(whole))}."
    try:
        assert read_arrival(code.encode(), deck).guideline == deck.guideline
    except GraphError as error:
        assert error.diagnostics[0].slug.startswith("results-")


def test_forty_answers_fit_in_a_picture() -> None:
    """A picture that a phone reads from a screen has at most some 500 letters."""
    deck = deck_of("asthma")
    one = one_session().choices[0]
    every = [
        msgspec.structs.replace(
            one, number=n, at=one.at + 40_000 * n, took=35_000, case=card.id, graph=step.graph,
            place=step.place, offered=(ids := tuple(deck.text(c.id) for c in step.choices)), chosen=ids[:1],
            right=(),
        )
        for n, (card, step) in enumerate(deck.asked()[:40], start=1)
    ]  # fmt: skip
    results = seal(deck.guideline, deck.digest, "azure-417", "0123456789abcdef", tuple(every))
    assert len(write_short(deck, results)) < 500


@pytest.mark.parametrize(
    ("change", "slug", "said"),
    [
        (lambda code: code[:-1], "results-damaged", "full stop"),
        (lambda code: code[:20] + "U" + code[21:], "results-damaged", "'U'"),
        (
            lambda code: code[:20] + ("0" if code[20] != "0" else "1") + code[21:],
            "results-checksum",
            "letter",
        ),
        (lambda code: code[:20] + code[22:], "results-checksum", "wrong or missing"),
        (lambda code: "DG2.", "results-damaged", "full stop"),
        (lambda code: "DG2..", "results-checksum", "missing"),
    ],
)
def test_what_is_refused(change, slug: str, said: str) -> None:  # type: ignore[no-untyped-def]
    deck = deck_of("asthma")
    with pytest.raises(GraphError, match=slug) as caught:
        read_arrival(change(write_short(deck, one_session())).encode(), deck)
    assert said in str(caught.value)


def test_a_code_of_another_page_is_refused() -> None:
    code = write_short(deck_of("asthma"), one_session()).encode()
    with pytest.raises(GraphError, match="results-other-page"):
        read_arrival(code, deck_of("mbc"))
    with pytest.raises(GraphError, match="page-needed") as caught:
        read_arrival(code)
    assert "--page" in str(caught.value)


@given(st.lists(sessions(3), min_size=1, max_size=4), st.data())
def test_one_text_may_hold_the_codes_of_a_class(arrived: list[Results], data: st.DataObject) -> None:
    deck = deck_of("asthma")
    ways = {
        "messages": "\n".join(f"Learner {n}: {write_short(deck, one)}" for n, one in enumerate(arrived)),
        "short": " and ".join(write_short(deck, one) for one in arrived),
        "long": "\n".join(write_code(one) for one in arrived),
        "lines": "\n".join(msgspec.json.encode(one).decode() for one in arrived),
    }  # fmt: skip
    pieces = split(ways[data.draw(st.sampled_from(sorted(ways)))].encode())
    assert [read_arrival(piece, deck) for piece in pieces] == arrived


def test_a_cut_code_takes_no_other_with_it() -> None:
    deck, code = deck_of("asthma"), write_short(deck_of("asthma"), one_session())
    cut, whole, file = split(f"{code[:40]}\n{code}".encode()), split(code.encode()), split(b'{\n "a": 1\n}\n')
    assert len(cut) == 2 and read_arrival(cut[1], deck) == one_session()
    assert (len(whole), file) == (1, (b'{\n "a": 1\n}\n',))
    assert split(b"notes about the class") == (b"notes about the class",)
