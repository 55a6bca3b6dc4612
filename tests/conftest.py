"""What every test shares: a private cache folder, how hard Hypothesis looks, and a real browser."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

# A slow machine is no fault of the code. In CI the same examples every time: a red run can be repeated.
settings.register_profile("dev", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("dev"), derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "dev")

_cache = tempfile.TemporaryDirectory(prefix="decision-graph-tests-")


def pytest_configure(config: pytest.Config) -> None:
    """Keep the compiled guidelines of a test run, and of the commands it starts, out of the user's cache."""
    os.environ["XDG_CACHE_HOME"] = _cache.name
    os.environ.pop("DECISION_GRAPH_CACHE", None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """EXAMPLES=10 gives every property ten times the examples that its test asks for."""
    times = int(os.environ.get("EXAMPLES", "1"))
    for item in items:
        test = getattr(item, "obj", None)
        usual = getattr(test, "_hypothesis_internal_use_settings", None)
        if times > 1 and usual is not None:
            test._hypothesis_internal_use_settings = settings(usual, max_examples=usual.max_examples * times)


def pytest_unconfigure(config: pytest.Config) -> None:
    _cache.cleanup()


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, one for each process that runs tests: a second one cannot be started beside it.

    Where there is none the tests are skipped, but never in CI.
    """
    names = ("chromium", "chromium-browser", "google-chrome")
    program = next((found for name in names if (found := shutil.which(name))), None)
    if program is None and not os.environ.get("CI"):
        pytest.skip("Chromium is not installed (Debian, Ubuntu: apt-get install chromium)")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield found
        found.close()
