"""Chance: choices that a seed decides, the same in every process and every version of Python.

Only `random.Random.random` promises to stay as it is between versions of Python, so nothing else is used.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


def chance(*words: str | int) -> Random:
    """A source of choices for a purpose.

    Args:
        words: the seed, and what the choices are for; other words give other choices.

    >>> pick(chance(7, "door"), "abc") == pick(chance(7, "door"), "abc")
    True
    """
    digest = hashlib.sha256("\0".join(map(str, words)).encode()).digest()
    return Random(int.from_bytes(digest, "big"))


def pick(source: Random, things: Sequence[T]) -> T:
    """One of some things, each as likely as any other."""
    return things[below(source, len(things))]


def below(source: Random, number: int) -> int:
    """A whole number from 0 up to, but not including, `number`."""
    return min(int(source.random() * number), number - 1)


def shuffled(source: Random, things: Sequence[T]) -> list[T]:
    """The things in another order."""
    left = list(things)
    for last in range(len(left) - 1, 0, -1):
        other = below(source, last + 1)
        left[last], left[other] = left[other], left[last]
    return left
