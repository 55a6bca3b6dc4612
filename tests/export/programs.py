"""Programs of the system that tests need; where one is missing its tests are skipped, never in CI."""

from __future__ import annotations

import os
import shutil

import pytest


def program(name: str, package: str) -> str:
    """The path of a program.

    Args:
        package: that brings it, in Debian and Ubuntu.
    """
    found = shutil.which(name)
    if found is None and os.environ.get("CI"):
        pytest.fail(f"{name} is not installed, and CI may not go without it: apt-get install {package}")
    if found is None:
        pytest.skip(f"{name} is not installed (Debian, Ubuntu: apt-get install {package})")
    return found
