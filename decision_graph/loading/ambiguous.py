"""Ambiguous: text without quotes that other YAML tools would read as something else than text."""

from __future__ import annotations

import re
from typing import Final

_TRUE: Final = frozenset({"true", "yes", "on", "y"})
_FALSE: Final = frozenset({"false", "no", "off", "n"})
_NOTHING: Final = frozenset({"", "~", "null"})

_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}(?:[Tt ].*)?")
_DIGITS = re.compile(r"[-+]?[0-9][0-9_]*")
_OCTAL = re.compile(r"[-+]?0o?[0-7_]+")
_OTHER_BASE = re.compile(r"[-+]?0[xb][0-9a-fA-F_]+")
_SIXTIES = re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?")
_FRACTION = re.compile(r"[-+]?(?:[0-9][0-9_]*\.[0-9_]*|\.[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)?")
_EXPONENT = re.compile(r"[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+")
_ENDLESS = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")

_LONGEST: Final = 40


def read_elsewhere(text: str) -> str:
    """What other tools make of text without quotes; empty if they keep it as text.

    Versions 1.1 and 1.2 of YAML differ, and so do their tools: whatever one of them changes is named.

    >>> read_elsewhere("no"), read_elsewhere("3.10"), read_elsewhere("1.1.4")
    ('false', 'the number 3.1', '')
    """
    if text.lower() in _TRUE and _is_cased(text):
        return "true"
    if text.lower() in _FALSE and _is_cased(text):
        return "false"
    if text.lower() in _NOTHING and _is_cased(text):
        return "nothing"
    if _DATE.fullmatch(text):
        return "a date"
    if text in ("=", "<<"):
        return "a sign with a meaning of its own"
    return _number(text)


def _is_cased(text: str) -> bool:
    return text in (text.lower(), text.upper(), text.capitalize())


def _number(text: str) -> str:
    """Which number other tools read; in words where the digits are too many."""
    bare = text.replace("_", "")
    if _SIXTIES.fullmatch(text):
        return "a number that counts in sixties"
    if _OTHER_BASE.fullmatch(text) or _ENDLESS.fullmatch(text):
        return "a number"
    digits, fraction = _DIGITS.fullmatch(text), _FRACTION.fullmatch(text) or _EXPONENT.fullmatch(text)
    if not (digits or fraction or _OCTAL.fullmatch(text)):
        return ""
    if len(bare) > _LONGEST:
        return "a number"
    if digits and bare.lstrip("+-").startswith("0") and len(bare.lstrip("+-")) > 1:
        return "another number" if _OCTAL.fullmatch(text) else "a number without its zeros"
    if fraction:
        value = float(bare)
        return f"the number {int(value) if value.is_integer() and abs(value) < 1e15 else value}"
    return f"the number {int(bare)}" if digits else "another number"
