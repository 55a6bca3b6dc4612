"""The project around the code says what is so: commands, version, licences, links."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

import decision_graph

ROOT = Path(__file__).resolve().parents[1]
FONTS = ROOT / "decision_graph" / "export" / "fonts"
PROSE = sorted({*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")})
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


# Commands


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):.*## ", read("Makefile"), flags=re.MULTILINE))


@pytest.mark.parametrize("path", PROSE, ids=lambda path: str(path.relative_to(ROOT)))
def test_make_targets_in_prose_exist(path: Path) -> None:
    code = re.findall(r"`+[^`]+`+", path.read_text(encoding="utf-8"))
    named = {target for text in code for target in re.findall(r"\bmake ([a-z]+)\b", text)}
    assert named <= make_targets()


def test_contributing_names_every_make_target() -> None:
    text = read("CONTRIBUTING.md")
    assert {target for target in make_targets() if f"make {target}" not in text} <= {"help"}


def test_every_make_target_is_phony() -> None:
    phony = re.search(r"^\.PHONY: (.+)$", read("Makefile"), flags=re.MULTILINE)
    assert phony and set(phony[1].split()) == make_targets()


# Version and releases


def test_the_version_stands_in_one_place() -> None:
    assert "version" in PYPROJECT["project"]["dynamic"]
    assert PYPROJECT["tool"]["hatch"]["version"]["path"] == "decision_graph/__init__.py"
    assert f'__version__ = "{decision_graph.__version__}"' in read("decision_graph/__init__.py")


def test_changelog_has_the_current_version() -> None:
    assert re.search(rf"^## \[{re.escape(decision_graph.__version__)}\]", read("CHANGELOG.md"), re.MULTILINE)


def test_constraints_are_exact_and_cover_what_we_ask_for() -> None:
    lines = [line for line in read("constraints.txt").splitlines() if line and not line.startswith("#")]
    assert [line for line in lines if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []
    project = PYPROJECT["project"]
    wanted = sum(project["optional-dependencies"].values(), project["dependencies"])
    assert set(map(_distribution, wanted)) <= set(map(_distribution, lines))


def _distribution(requirement: str) -> str:
    """The normalised name at the start of a requirement."""
    return re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", requirement)[0]).lower()


# Licences


def test_the_licence_is_apache() -> None:
    assert read("LICENSE").split(maxsplit=4)[:4] == ["Apache", "License", "Version", "2.0,"]
    assert "END OF TERMS AND CONDITIONS" in read("LICENSE")
    assert PYPROJECT["project"]["license"] == "Apache-2.0"


def font_families() -> set[str]:
    from fontTools.ttLib import TTFont

    return {TTFont(path)["name"].getDebugName(1) for path in FONTS.glob("*.[to]tf")}


def test_notice_names_every_font_family() -> None:
    families = font_families()
    assert families, f"no fonts in {FONTS}"
    assert {family for family in families if family not in read("NOTICE")} == set()


def test_the_fonts_have_their_licence_beside_them() -> None:
    texts = [path.read_text(encoding="utf-8") for path in FONTS.glob("*.txt")]
    assert any("SIL OPEN FONT LICENSE Version 1.1" in text for text in texts)


def test_notice_cites_the_guideline_and_disclaims() -> None:
    notice = " ".join(read("NOTICE").split())
    assert "10.1200/GO.23.00285" in notice
    assert "not affiliated with" in notice
    assert "not medical advice" in notice


# The public interface


def test_public_names_are_told_to_type_checkers_and_found() -> None:
    tree = ast.parse(read("decision_graph/__init__.py"))
    told = {
        f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    homes: dict[str, str] = decision_graph._HOMES
    assert decision_graph.__all__ == sorted(homes)
    assert {f"{home}.{name}" for name, home in homes.items()} <= told
    for name in decision_graph.__all__:
        assert getattr(decision_graph, name).__name__ == name
        assert name in dir(decision_graph)


def test_every_public_name_is_on_the_page_about_python() -> None:
    page = read("docs/python.md")
    assert [name for name in decision_graph.__all__ if f"`{name}`" not in page] == []


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Guidline'"):
        _ = decision_graph.Guidline  # type: ignore[attr-defined]


# Links


@pytest.mark.parametrize("path", PROSE, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_to_files(path: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text(encoding="utf-8"))
    local = [target for target in targets if not re.match(r"[a-z]+:", target)]
    assert [target for target in local if not (path.parent / target).exists()] == []
