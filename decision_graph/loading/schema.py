"""Schema: the format as JSON Schema, so that editors complete and check while a guideline is written.

    python -m decision_graph.loading.schema

writes the published copies anew.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final, assert_never

from decision_graph.loading.format import FILES
from decision_graph.loading.shapes import (
    ListOf,
    Literal,
    MapOf,
    Number,
    OneOf,
    Record,
    RecordOf,
    Shape,
    Text,
    Word,
    about,
)

SCHEMAS: Final = Path(__file__).with_name("schemas")
"""Where the published copies are."""

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def json_schema(file: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one kind of file.

    Args:
        file: `guideline`, `vocabulary`, `interventions` or `graph`.

    >>> json_schema("graph")["required"]
    ['graph', 'start']
    """
    definitions: dict[str, Any] = {}
    top = _record(FILES[file], definitions)
    defined = {"$defs": dict(sorted(definitions.items()))} if definitions else {}
    return {"$schema": _DIALECT, "title": f"decision-graph: {file}", **top, **defined}


def write_schemas() -> None:
    """Write the published copies."""
    SCHEMAS.mkdir(exist_ok=True)
    for file in FILES:
        (SCHEMAS / f"{file}.schema.json").write_text(schema_text(file), encoding="utf-8", newline="\n")


def schema_text(file: str) -> str:
    """The published copy of one kind of file."""
    return json.dumps(json_schema(file), indent=2, ensure_ascii=False) + "\n"


def _record(record: type[Record], definitions: dict[str, Any]) -> dict[str, Any]:
    properties = {
        field.name: {"description": field.about, **_schema(field.shape, definitions)}
        for field in record.declared
    }
    rest = record.rest
    return {
        "description": about(record),
        "type": "object",
        "properties": properties,
        "required": [field.name for field in record.declared if field.required],
        "additionalProperties": {"description": rest[1].about, **_schema(rest[1].shape, definitions)}
        if rest
        else False,
    }


def _schema(shape: Shape, definitions: dict[str, Any]) -> dict[str, Any]:
    """A shape as a schema; records are collected in `definitions` and referred to."""
    match shape:
        case Text():
            return _text(shape)
        case Word():
            return {"type": "string", "enum": list(shape.words)}
        case Number():
            least = {} if shape.minimum is None else {"minimum": shape.minimum}
            return {"type": "integer" if shape.whole else "number", **least}
        case Literal():
            return {"type": ["boolean", "number", "string"]}
        case ListOf():
            return {"type": "array", "items": _schema(shape.entry, definitions), **_length(shape)}
        case MapOf():
            least = {"minProperties": shape.at_least} if shape.at_least else {}
            keys = {"propertyNames": _text(shape.key)} if shape.key.pattern else {}
            return {
                "type": "object",
                **keys,
                "additionalProperties": _schema(shape.value, definitions),
                **least,
            }
        case RecordOf():
            return _reference(shape.record, definitions)
        case OneOf():
            return {"anyOf": [_schema(option, definitions) for option in shape.shapes]}
        case _:
            assert_never(shape)


def _text(shape: Text) -> dict[str, Any]:
    pattern = rf"^(?:{shape.pattern})$" if shape.pattern else r"\S"
    return {"type": "string", "pattern": pattern}


def _length(shape: ListOf) -> dict[str, Any]:
    if shape.exactly is not None:
        return {"minItems": shape.exactly, "maxItems": shape.exactly}
    return {"minItems": shape.at_least} if shape.at_least else {}


def _reference(record: type[Record], definitions: dict[str, Any]) -> dict[str, Any]:
    name = record.__name__
    if name not in definitions:
        definitions[name] = {}  # before its parts, which may refer to it
        definitions[name] = _record(record, definitions)
    return {"$ref": f"#/$defs/{name}"}


if __name__ == "__main__":
    write_schemas()
