"""Words: small rules of wording that hold in every chart: footnote marks, minus signs, conditions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from decision_graph.predicate.terms import Term
from decision_graph.vocabulary import Vocabulary

MINUS = "−"
SPACE = "\xa0"
"""A space at which no line breaks."""
_NEGATIVE = re.compile(
    r"(?<=[A-Z0-9])-(?![A-Za-z0-9])(?!\s+(?:and|or|to|through)\s+[A-Za-z0-9]+-[A-Za-z])",
)


_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]"  # controls, and what is no letter
    "|[\u202a-\u202e\u2066-\u2069]"  # what shows letters in another order than they stand
)


def visible(text: str) -> str:
    r"""A text without the characters that no file may hold or that make it look other than it is.

    Marks that a script needs, such as the joiners and the marks of right-to-left scripts, stay.

    >>> visible("12\x00 mg\u202e!")
    '12 mg!'
    """
    return _HIDDEN.sub("", text)


def minus(text: str) -> str:
    """Print a status such as "HR-" with a real minus sign, which does not get lost at a line's end.

    Only a hyphen that ends a word in capitals or digits is a minus; the hyphen of "HR-positive" and the
    hanging one of "HR- and HER2-positive" are not.

    >>> minus("HR-/HER2-, HR-positive, PD-L1, 4-6 months")
    'HR−/HER2−, HR-positive, PD-L1, 4-6 months'
    """
    return _NEGATIVE.sub(MINUS, text)


def marked(text: str, marks: Iterable[str]) -> str:
    """A text with the marks of its notes: "**" stands at the word, "A14" in brackets after it.

    >>> marked("AI", ["**", "A14", "D"]).split(SPACE)
    ['AI**', '[A14,', 'D]']
    """
    symbols = [mark for mark in marks if not any(map(str.isalnum, mark))]
    names = [mark for mark in marks if any(map(str.isalnum, mark))]
    text += " ".join(symbols)
    listed = f",{SPACE}".join(names)
    return f"{text}{SPACE}[{listed}]" if names else text


def condition_words(term: Term, vocabulary: Vocabulary) -> str:
    """A condition as a clause that follows "if"."""
    from decision_graph.prose import clause

    return clause(term, vocabulary)


def used_abbreviations(texts: Iterable[str], known: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The abbreviations that occur in the texts as whole words, with their words, in alphabetical order.

    >>> used_abbreviations(["AIs and NSAI"], {"AI": "aromatase inhibitor", "OA": "ovarian ablation"})
    (('AI', 'aromatase inhibitor'),)
    """
    if not known:
        return ()
    ordered = sorted(known, key=len, reverse=True)
    pattern = re.compile(rf"(?<![A-Za-z0-9])({'|'.join(map(re.escape, ordered))})s?(?![A-Za-z0-9])")
    found = {match for text in texts for match in pattern.findall(text)}
    return tuple((short, known[short]) for short in sorted(known, key=str.casefold) if short in found)


def natural(id: str) -> list[tuple[int, str]]:
    """A key that sorts numbers in a text by their value.

    >>> sorted(["A10", "A2", "1.10", "1.9.a"], key=natural)
    ['1.9.a', '1.10', 'A2', 'A10']
    """
    return [
        (int(part), "") if part.isdigit() else (-1 if part in "." else 10**9, part)
        for part in _PARTS.findall(id)
    ]


_PARTS = re.compile(r"\d+|\D+")


def ranges(ids: tuple[str, ...]) -> list[str]:
    """Ids in their natural order, with three or more neighbours written as a range.

    >>> ranges(("1.1.1", "1.1.5", "1.1.4", "1.1.6", "1.4.2 in part"))
    ['1.1.1', '1.1.4–1.1.6', '1.4.2 in part']
    """
    found: list[list[str]] = []
    for id in sorted(ids, key=natural):
        if found and _follows(found[-1][-1], id):
            found[-1].append(id)
        else:
            found.append([id])
    texts: list[str] = []
    for group in found:
        texts += [f"{group[0]}–{group[-1]}"] if len(group) > 2 else group
    return texts


def _follows(before: str, after: str) -> bool:
    """Whether two ids differ by one in their last number only."""
    a, _, x = before.rpartition(".")
    b, _, y = after.rpartition(".")
    return a == b and x.isdigit() and y.isdigit() and int(y) == int(x) + 1
