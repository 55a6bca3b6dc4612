"""Whole guidelines and single graphs in one format, as bytes by the file's name."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from decision_graph.export.formats import render
from decision_graph.export.request import Request
from decision_graph.graph import Guideline
from decision_graph.loading import load_guideline

ROOT = Path(__file__).resolve().parents[3]
GUIDELINES = {"mbc": ROOT / "graphs" / "mbc", "asthma": ROOT / "tests" / "fixtures" / "asthma"}
TARGETS = ("mbc", "mbc/entry", "mbc/first_line", "mbc/third_line", "asthma", "asthma/starting")


@cache
def guideline(name: str) -> Guideline:
    return load_guideline(GUIDELINES[name])


def graph_ids(target: str) -> list[str]:
    """The graphs of a target: all of a guideline, or one."""
    name, _, graph = target.partition("/")
    return [graph] if graph else list(guideline(name).graphs)


@cache
def made(target: str, format: str) -> dict[str, bytes]:
    name, _, graph = target.partition("/")
    request = Request(guideline(name), (graph,) if graph else ())
    return {file.name: file.content for file in render(format, request, ())}


def only(target: str, format: str) -> str:
    """The one file that a format makes, as text."""
    (content,) = made(target, format).values()
    return content.decode("utf-8")
