"""What is published about the format: the schemas and the page for authors are never stale."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml

from decision_graph import load_guideline
from decision_graph.loading.build import build
from decision_graph.loading.folder import Folder
from decision_graph.loading.format import FILES
from decision_graph.loading.reference import with_tables
from decision_graph.loading.schema import SCHEMAS, json_schema, schema_text

PAGE = Path(__file__).parents[2] / "docs" / "format.md"


@pytest.mark.parametrize("file", FILES)
def test_the_published_schema_is_the_one_of_the_shapes(file: str) -> None:
    published = (SCHEMAS / f"{file}.schema.json").read_text(encoding="utf-8")
    assert published == schema_text(file), "run: python -m decision_graph.loading.schema"


@pytest.mark.parametrize("file", FILES)
def test_the_schema_is_a_schema_and_describes_every_key(file: str) -> None:
    schema = json_schema(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    for record in [schema, *schema.get("$defs", {}).values()]:
        assert record["description"]
        for name, key in record["properties"].items():
            assert key["description"], name


def test_only_what_is_published_stands_there() -> None:
    assert {path.name for path in SCHEMAS.iterdir()} == {f"{file}.schema.json" for file in FILES}
    for path in SCHEMAS.iterdir():
        json.loads(path.read_text(encoding="utf-8"))


def test_the_page_has_the_tables_of_the_shapes() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == with_tables(page), "run: python -m decision_graph.loading.reference docs/format.md"
    for file in FILES:
        assert f"<!-- keys: {file} -->" in page


def test_the_example_of_the_page_is_a_good_guideline() -> None:
    page = PAGE.read_text(encoding="utf-8")
    files = dict(re.findall(r"^`(\S+\.yaml)`\n\n```yaml\n(.*?)```", page, re.MULTILINE | re.DOTALL))
    assert len(files) == 7
    hospital = yaml.safe_load(files["hospital.yaml"])
    assert set(hospital["has"]) <= set(load_guideline("mbc").vocabulary.interventions)
    elsewhere = {
        "cases/fever.yaml": "cases",
        "teaching/phrases.yaml": "phrases",
        "hospital.yaml": "formulary",
    }
    for name, kind in elsewhere.items():
        jsonschema.validate(yaml.safe_load(files.pop(name)), json_schema(kind))
    folder = Folder("throat", "", ".", {name: text.encode() for name, text in files.items()}, "")
    guideline = build(folder)
    assert [edge.label for edge in guideline.graphs["throat"].nodes["duration"].edges] == [
        "3 days or more",
        "less than 3 days",
    ]
    for name, text in files.items():
        kind = name.removesuffix(".yaml")
        jsonschema.validate(yaml.safe_load(text), json_schema(kind if kind in FILES else "graph"))
