"""Registry: the modules of a package, each one variant of the same thing, found by its name.

A new variant is one file: nothing has to be registered. A module says in its first sentence what it is.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType


class Registry:
    """What a package of variants holds.

    Args:
        package: the dotted name of the package.

    >>> Registry("decision_graph.export.formats").known()[:3]
    ('csv', 'dot', 'graphml')
    """

    def __init__(self, package: str) -> None:
        self._package = package

    def known(self) -> tuple[str, ...]:
        """The names of all variants, in alphabetical order."""
        path = import_module(self._package).__path__
        return tuple(sorted(module.name for module in iter_modules(path)))

    def module(self, name: str) -> ModuleType:
        """The module of a variant; imported when it is first asked for.

        Raises:
            ModuleNotFoundError: if there is no such variant.
        """
        return import_module(f"{self._package}.{name}")

    def about(self, name: str) -> str:
        """What a variant is, in a line: the rest of its module's first sentence."""
        first = (self.module(name).__doc__ or "").partition("\n")[0]
        return first.partition(": ")[2] or first

    def readers(self, name: str) -> str:
        """For whom or what a variant is: `FOR` of its module."""
        found: str = self.module(name).FOR
        return found
