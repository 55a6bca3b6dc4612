"""Words: the small phrases that the text of answers and of interviews share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from decision_graph.graph import Guideline
from decision_graph.predicate.terms import Value
from decision_graph.predicate.text import value_text
from decision_graph.vocabulary import Attribute, Vocabulary


def listed(words: Iterable[str], last: str = "and") -> str:
    """A list as a sentence has it.

    >>> listed(["1.1.1", "1.1.2", "1.1.4"])
    '1.1.1, 1.1.2 and 1.1.4'
    """
    *first, end = words
    return f"{', '.join(first)} {last} {end}" if first else end


def label(name: str, vocabulary: Vocabulary) -> str:
    """What an attribute is called in a sentence."""
    return vocabulary.attributes[name].label.replace("…", "number")


def values_hint(attribute: Attribute) -> str:
    """What may stand behind `name=`, for example `pre|post` or `NUMBER`."""
    match attribute.kind:
        case "boolean":
            return "true|false"
        case "enum":
            return "|".join(value_text(choice.value) for choice in attribute.choices)
        case "integer" | "decimal":
            return "NUMBER"


def bounds_words(attribute: Attribute) -> str:
    """The unit and range of a number, for example "years, from 0 to 120"; "" for other kinds."""
    if attribute.kind not in ("integer", "decimal"):
        return ""
    low, high = attribute.minimum, attribute.maximum
    kind = "a whole number" if attribute.kind == "integer" else "a number"
    words = f"{kind} of {attribute.unit}" if attribute.unit else kind
    if low is not None and high is not None:
        return f"{words} from {low:g} to {high:g}"
    if low is not None:
        return f"{words}, {low:g} or more"
    return words if high is None else f"{words}, at most {high:g}"


def tier_words(guideline: Guideline, tier: Value | None) -> str:
    """The label and mark of a tier."""
    for known in guideline.tiers:
        if known.id == tier:
            return f"{known.label} {known.mark}".strip()
    return str(tier)


def titles(guideline: Guideline, rows: Sequence[str]) -> list[str]:
    """Each row's id with its title; what is no row stays as it is."""
    known = guideline.recommendations
    return [f"{id} {known[id].title}" if id in known else id for id in rows]
