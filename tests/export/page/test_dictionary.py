"""What a page says once is spelled out, in a real browser, exactly as it was."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from decision_graph.export.page.dictionary import MARKS, shortened
from decision_graph.export.page.scripts import script

MARK = st.sampled_from([chr(code) for code in (MARKS[0], MARKS[1], MARKS[-1])])
"""Letters that would be taken as marks, if the text had not been asked for them."""

TEXTS = st.lists(
    st.one_of(
        st.sampled_from(["question", " question", "the", "__proto__", "$&", "\n", "\\u003c"]), MARK, st.text()
    )
)


@settings(max_examples=60)
@given(st.lists(TEXTS.map("".join), min_size=1, max_size=4), st.integers(1, 30))
def test_every_text_is_spelled_out_as_it_was(page: Page, texts: list[str], times: int) -> None:
    text = " ".join(texts * times)
    if not page.evaluate("typeof DecisionGraph !== 'undefined'"):
        page.add_script_tag(content="var DecisionGraph = {};" + script("dictionary.js"))
    assert page.evaluate("text => DecisionGraph.spelled(text)", shortened(text)) == text


def test_more_frequent_words_than_marks_are_left_as_they_are(page: Page) -> None:
    letters = "abcdefghij"
    words = " ".join(f"{a}{b}{c}{d}" for a in letters for b in letters for c in letters for d in letters[:2])
    text = f"{words} {words} {words}"
    if not page.evaluate("typeof DecisionGraph !== 'undefined'"):
        page.add_script_tag(content="var DecisionGraph = {};" + script("dictionary.js"))
    assert len(set(words.split())) > len(MARKS)
    assert page.evaluate("text => DecisionGraph.spelled(text)", shortened(text)) == text
