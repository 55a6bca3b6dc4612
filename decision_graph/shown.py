"""Shown: how a thing asks to be displayed in a notebook, without knowing who displays it.

Displaying stands on a high floor (`decision_graph.display`), and what is displayed stands lower. A notebook
asks the thing itself, by the method `_repr_html_`; so this is the one door that leads upward. It is opened
by name and only when a notebook knocks: nothing here is imported before.
"""

from __future__ import annotations

from importlib import import_module

DISPLAY = "decision_graph.display"
"""Who displays: a module with a function `html`."""


class Shown:
    """What a notebook can show."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        found: str = import_module(DISPLAY).html(self)
        return found
