"""The tests of the command line run in the folder of the project, as its documents do."""

from __future__ import annotations

import pytest

from cli.running import ROOT


@pytest.fixture(autouse=True)
def in_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
