"""What if: a wish such as "pre-menopausal" as the one fact that a class means."""

from __future__ import annotations

from collections.abc import Mapping

from decision_graph.diagnostics import Diagnostic, GraphError, did_you_mean
from decision_graph.graph import Guideline
from decision_graph.predicate.terms import Value
from decision_graph.prose import fact_words
from decision_graph.vocabulary import domain


def meant(guideline: Guideline, words: str, facts: Mapping[str, Value]) -> dict[str, object]:
    """The fact that some words mean.

    Args:
        guideline: whose vocabulary is spoken.
        words: NAME=VALUE, or a fact in the words of the vocabulary, or the beginning of such words.
        facts: of the patient; a fact that is known already is not meant.

    Raises:
        GraphError: `no-such-fact` if no fact is meant, or several; the message names the nearest.

    >>> from decision_graph import load_guideline
    >>> meant(load_guideline("mbc"), "what if she were pre-menopausal?", {})
    {'menopausal_status': 'pre'}
    """
    name, equals, value = words.partition("=")
    if equals:
        return {name.strip(): value.strip()}
    wanted = _plain(words)
    known = _sayings(guideline, facts)
    exact = known.get(wanted) or [fact for said, each in known.items() if said in wanted for fact in each]
    found = exact or [fact for said, each in known.items() if said.startswith(wanted) for fact in each]
    distinct = list(dict.fromkeys(found))
    if len(distinct) == 1:
        return dict(distinct)
    if distinct:
        listed = "; ".join(fact_words(name, value, guideline.vocabulary) for name, value in distinct[:5])
        message = f"{words!r} can mean several facts: {listed}"
        raise GraphError(Diagnostic("no-such-fact", message, hint="say more, or write NAME=VALUE"))
    near = did_you_mean(wanted, known)
    hint = f"{near} Or write NAME=VALUE." if near.startswith("did") else "write NAME=VALUE"
    raise GraphError(Diagnostic("no-such-fact", f"no fact is called {words!r}", hint=hint))


def _sayings(guideline: Guideline, facts: Mapping[str, Value]) -> dict[str, list[tuple[str, Value]]]:
    """The facts that are not so yet, by the words for them."""
    found: dict[str, list[tuple[str, Value]]] = {}
    for name, attribute in guideline.vocabulary.attributes.items():
        labels = {choice.value: choice.label for choice in attribute.choices}
        for value in domain(attribute):
            if facts.get(name) != value:
                words = (fact_words(name, value, guideline.vocabulary), labels.get(str(value), ""))
                for said in dict.fromkeys(map(_plain, words)):
                    if said:
                        found.setdefault(said, []).append((name, value))
    return found


def _plain(words: str) -> str:
    """Words without what differs from mouth to mouth: case, hyphens, marks and question words."""
    text = " ".join(words.casefold().replace("-", " ").strip(" ?.!").split())
    for beginning in ("what if ", "and if ", "if ", "she were ", "he were ", "it were ", "the patient were "):
        text = text.removeprefix(beginning)
    return text
