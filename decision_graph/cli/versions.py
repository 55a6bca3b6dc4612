"""Versions: the comparison of two versions of a guideline as text, JSON and annotations of a pull request."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Final

from decision_graph.cli.findings import annotation, counted
from decision_graph.cli.output import Json, indented
from decision_graph.cli.terminal import bold, width, wrapped
from decision_graph.comparison.compare import Change, Comparison, Crowd, Shift, place
from decision_graph.comparison.regions import Region
from decision_graph.comparison.wording import Wording
from decision_graph.graph import Guideline
from decision_graph.predicate.text import to_text

# Text


def _text(found: Comparison) -> str:
    lines = [
        *_wrapped(f"{_version(found.old)} -> {_version(found.new)}"),
        *(bold(line) for line in _wrapped(_verdict(found))),
    ]
    for change in found.changes:
        lines += ["", *_change(found, change)]
    for crowd, words in (
        (found.refused, "only the old version allows, and the new one refuses"),
        (found.admitted, "only the new version allows"),
    ):
        if crowd.patients:
            lines += ["", *_wrapped(f"{counted(crowd.patients, 'patient')} whom {words}:"), *_who(crowd)]
    if found.wording:
        lines += ["", bold("THE FILES SAY"), *_wordings(found.wording)]
    return "\n".join(lines)


def _version(guideline: Guideline) -> str:
    return f"{guideline.id} version {guideline.version} ({guideline.digest[:12]})"


def _verdict(found: Comparison) -> str:
    of_all = counted(found.patients, "complete patient")
    if not found.patients:
        return "No patient is allowed by both versions: there is no answer to compare."
    if not found.changed:
        return f"No answer changes: the same for each of {of_all}."
    share = found.changed / found.patients
    words = f"{share:.1%}" if share >= 0.001 else "less than 0.1%"
    return f"{found.changed:,} of {of_all} ({words}) get another answer."


def _change(found: Comparison, change: Change) -> list[str]:
    lines = [line for words in _differences(found, change) for line in _wrapped(words)]
    return [*(bold(line) for line in lines), *_who(change)]


def _differences(found: Comparison, change: Change) -> Iterator[str]:
    for shift in change.shifts:
        before, after = shift.before or "-", shift.after or "-"
        yield f"{_about(found, shift)}: {before} -> {after}"


def _about(found: Comparison, shift: Shift) -> str:
    if not shift.row:
        return "Answer"
    known = found.new.recommendations.get(shift.row) or found.old.recommendations[shift.row]
    name = f"{known.id} {known.title}"
    return name if shift.about == "row" else f"{known.id}, {shift.about}"


def _who(group: Change | Crowd) -> list[str]:
    number = f"  {counted(group.patients, 'patient')}"
    if len(group.regions) == 1 and not group.untold:
        return _wrapped(f"{number}: {group.regions[0].words}", "", "    ")
    shared = f" with {group.shared}" if group.shared else ""
    lines = _wrapped(f"{number}{shared}, and one of:" if shared else f"{number}, one of:", "", "    ")
    for region in group.regions:
        lines += _wrapped(region.apart, "    - ", "      ")
    if group.untold:
        lines += _wrapped(f"and {group.untold:,} more who are not told here", "    - ", "      ")
    return lines


def _wordings(wording: Iterable[Wording]) -> Iterator[str]:
    for where, together in groupby(wording, key=lambda found: found.where[:2]):
        yield from _wrapped(" / ".join(where), "  ", "    ")
        for found in together:
            inner = " / ".join(found.where[2:])
            if found.before is not None and found.after is not None:
                yield from _wrapped(f"{inner}:" if inner else "was, and is:", "    ", "      ")
                yield from _wrapped(found.before, "      - ", "        ")
                yield from _wrapped(found.after, "      + ", "        ")
            else:
                sign, words = ("+", found.after) if found.before is None else ("-", found.before)
                yield from _wrapped(f"{inner}: {words}" if inner else f"{words}", f"    {sign} ", "      ")


def _wrapped(text: str, first: str = "", rest: str = "  ") -> list[str]:
    return wrapped(text, width(), first, rest)


# JSON


def _json(found: Comparison) -> str:
    result: Json = {
        "old": _version_json(found.old),
        "new": _version_json(found.new),
        "graph": found.start,
        "same": found.same,
        "patients": found.patients,
        "changed": found.changed,
        "changes": [
            {
                "shifts": [
                    {
                        "row": d.row or None,
                        "about": d.about,
                        "before": d.before or None,
                        "after": d.after or None,
                    }
                    for d in change.shifts
                ],
                **_who_json(change),
            }
            for change in found.changes
        ],
        "refused": _who_json(found.refused),
        "admitted": _who_json(found.admitted),
        "wording": [
            {"where": list(w.where), "before": w.before, "after": w.after, "place": w.span and str(w.span)}
            for w in found.wording
        ],
    }
    return indented(result).decode()


def _version_json(guideline: Guideline) -> Json:
    return {"guideline": guideline.id, "version": guideline.version, "digest": guideline.digest}


def _who_json(group: Change | Crowd) -> Json:
    return {
        "patients": group.patients,
        "regions": [_region_json(region) for region in group.regions],
        "untold": group.untold,
    }


def _region_json(region: Region) -> Json:
    return {"when": to_text(region.when), "words": region.words, "witness": region.facts}


# GitHub


def _github(found: Comparison) -> str:
    """A warning for each change at its row, and one line that counts them."""
    lines = [annotation("notice", "diff", _verdict(found), None)]
    for change in found.changes:
        words = "; ".join(_differences(found, change))
        who = " ".join(line.strip() for line in _who(change))
        lines.append(annotation("warning", "answers-change", f"{words} ({who})", place(found, change)))
    if found.refused.patients:
        who = " ".join(line.strip() for line in _who(found.refused))
        lines.append(annotation("warning", "patients-refused", f"the new version refuses {who}", None))
    return "\n".join(lines)


FORMATS: Final[dict[str, Callable[[Comparison], str]]] = {"text": _text, "json": _json, "github": _github}
"""How a comparison is written."""
