"""Report page: a report as one HTML file that needs no network, no script and no colour.

Every plot is a table whose cells hold the figure and a bar of its length, so that a screen reader, a
printer in grey and a phone show the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Final

from decision_graph.teaching.report import BY, Confusion, Report, Tally

_MOST: Final = 60
"""Lines of one table; the CSV has all."""

_HEADINGS: Final = {
    "question": "By question",
    "row": "By recommendation",
    "tier": "By setting",
    "learner": "By learner",
}

_STYLE: Final = """
:root { color-scheme: light dark; --ink: #1a1a1a; --paper: #fff; --line: #767676; --bar: #1f5fa8;
  --soft: #e4e4e4; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #f0f0f0; --paper: #161616; --line: #9a9a9a; --bar: #7db4f0; --soft: #3a3a3a; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 62rem; font: 1rem/1.5 system-ui, sans-serif;
  color: var(--ink); background: var(--paper); }
h1 { font-size: 1.6rem; line-height: 1.2; } h2 { margin-top: 2.2rem; font-size: 1.25rem; }
.figures { display: flex; flex-wrap: wrap; gap: .5rem 2.5rem; margin: 0; }
.figures div { display: flex; flex-direction: column-reverse; }
.figures dd { margin: 0; font-size: 1.8rem; font-weight: 700; line-height: 1.2; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: .35rem .6rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--soft); }
thead th { border-bottom: 2px solid var(--line); }
tbody th { font-weight: 400; min-width: 9rem; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.bar { min-width: 7rem; width: 14rem; }
.track { display: block; height: .7rem; margin-top: .15rem; border: 1px solid var(--line);
  background: var(--paper); }
.fill { display: block; height: 100%; background: var(--bar); print-color-adjust: exact;
  -webkit-print-color-adjust: exact; }
small { overflow-wrap: anywhere; }
@media print {
  body { max-width: none; font-size: 10pt; } h2 { break-after: avoid; } tr { break-inside: avoid; }
}
"""


def report_page(report: Report, title: str, disclaimer: str) -> str:
    """A report as an HTML page.

    Args:
        report: of `make_report`.
        title: of the guideline.
        disclaimer: of the guideline.
    """
    parts = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>Teaching report: {escape(title)}</title><style>{_STYLE}</style></head>",
        f"<body><main><h1>Teaching report: {escape(title)}</h1>",
        _figures(report),
        *(_tallies(_HEADINGS[by], report.tallies[by]) for by in BY),
        _confusions(report.confusions),
        f"<p><small>Learners are codes that they chose themselves. {escape(disclaimer)}</small></p>",
        "</main></body></html>",
    ]
    return "\n".join(parts) + "\n"


def _figures(report: Report) -> str:
    figures = {
        "learners": report.learners,
        "sessions": report.sessions,
        "cases": report.cases,
        "answers": report.choices,
    }
    shown = "".join(f"<div><dt>{words}</dt><dd>{number:,}</dd></div>" for words, number in figures.items())
    note = ""
    if report.strangers:
        note = f"<p>{report.strangers:,} answers are about other versions of the guideline's files.</p>"
    return f'<dl class="figures">{shown}</dl>{note}'


def _tallies(heading: str, tallies: tuple[Tally, ...]) -> str:
    head = (
        '<tr><th scope="col">What</th><th scope="col">Share missed</th>'
        '<th scope="col" class="n">Missed of asked</th><th scope="col" class="n">Points</th>'
        '<th scope="col" class="n">Median time</th></tr>'
    )
    return _table(heading, head, [_line(tally) for tally in tallies[:_MOST]], len(tallies))


def _line(tally: Tally) -> str:
    id = "" if tally.by in ("tier", "learner") else f" <small>{escape(tally.id)}</small>"
    return (
        f'<tr><th scope="row">{escape(tally.words)}{id}</th>{_bar(tally.share)}'
        f'<td class="n">{tally.missed:,} of {tally.asked:,}</td>'
        f'<td class="n">{tally.points / tally.of:.0%}</td><td class="n">{tally.seconds:.0f} s</td></tr>'
    )


def _bar(share: float) -> str:
    return (
        f'<td class="bar">{share:.0%}<span class="track" aria-hidden="true">'
        f'<span class="fill" style="width:{share * 100:.1f}%"></span></span></td>'
    )


def _confusions(confusions: tuple[Confusion, ...]) -> str:
    most = max((found.times for found in confusions), default=1)
    head = (
        '<tr><th scope="col">Question</th><th scope="col">Chosen</th><th scope="col">Right</th>'
        '<th scope="col">Times</th></tr>'
    )
    lines = [
        f'<tr><th scope="row">{escape(found.words)} <small>{escape(found.question)}</small></th>'
        f"<td>{escape(found.chosen)}</td><td>{escape(found.right)}</td>"
        f'<td class="bar">{found.times:,}<span class="track" aria-hidden="true">'
        f'<span class="fill" style="width:{found.times / most * 100:.1f}%"></span></span></td></tr>'
        for found in confusions[:_MOST]
    ]
    return _table("What was confused with what", head, lines, len(confusions))


def _table(heading: str, head: str, lines: Iterable[str], number: int) -> str:
    body = "\n".join(lines) or '<tr><td colspan="6">Nothing yet.</td></tr>'
    left = f"<p><small>{number - _MOST} more are in the CSV.</small></p>" if number > _MOST else ""
    return (
        f'<section><h2>{heading}</h2><div class="scroll" role="region" tabindex="0" aria-label="{heading}">'
        f"<table><thead>{head}</thead><tbody>\n{body}\n</tbody></table></div>{left}</section>"
    )
