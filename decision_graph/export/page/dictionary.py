"""Dictionary: a long text in which every frequent word is written once, and marked where else it stands."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

WORD: Final = re.compile(r" ?[A-Za-z_]{3,}")

MARKS: Final = range(0xC0, 0x590)
"""What marks may be: letters of two bytes, of which a text leaves most unused."""


def shortened(text: str) -> str:
    r"""A dictionary and, on the next line, the text with marks for its words; `dictionary.js` spells it out.

    An entry of the dictionary is a mark and its word. A mark that has no entry stands for itself.

    >>> shortened("to be or not to be, that is the question: the question of questions")
    'À question\nto be or not to be, that is theÀ: theÀ of questions'
    """
    used = set(text)
    marks = (chr(code) for code in MARKS if chr(code).isalpha() and chr(code) not in used)
    count = Counter(WORD.findall(text))
    gain = {word: (len(word) - 2) * times - len(word) - 2 for word, times in count.items()}
    worth = sorted((word for word in gain if gain[word] > 0), key=lambda word: (-gain[word], word))
    entries = dict(zip(worth, marks, strict=False))
    body = WORD.sub(lambda found: entries.get(found[0], found[0]), text)
    return f"{''.join(mark + word for word, mark in entries.items())}\n{body}"


def spelled(text: str) -> str:
    r"""A shortened text as it was.

    >>> spelled('À question\nto be or not to be, that is theÀ: theÀ of questions')
    'to be or not to be, that is the question: the question of questions'
    """
    head, _, body = text.partition("\n")
    marks = f"[{chr(MARKS[0])}-{chr(MARKS[-1])}]"
    words = {entry[0]: entry[1:] for entry in re.findall(f"{marks}[^{marks[1:-1]}]*", head)}
    return re.sub(marks, lambda found: words.get(found[0], found[0]), body)
