"""Format: what the files of a guideline's folder, and a formulary, may say, and what every key is for.

`guideline.yaml`, `vocabulary.yaml` and `interventions.yaml` stand beside one file for each graph; cases,
and the phrases of stories, stand in folders of their own below.
docs/format.md and the JSON Schemas are printed from the classes below.
"""

from __future__ import annotations

from typing import Final

from decision_graph.loading.format.cases import CaseRecord, CasesFile, ExpectRecord
from decision_graph.loading.format.formulary import FormularyFile, HoldingRecord, StockOutRecord
from decision_graph.loading.format.graph import (
    LEAF,
    OPTIONS,
    AlternativesRecord,
    CellRecord,
    EdgeRecord,
    GraphFile,
    NodeRecord,
    OptionRecord,
    OutOfScopeLeaf,
    OutranksRecord,
    RecommendationRecord,
    RecommendLeaf,
    SeeLeaf,
    SilentLeaf,
    SourceRecord,
)
from decision_graph.loading.format.head import (
    GuidelineFile,
    ProvenanceRecord,
    SelectorsRecord,
    SourceTableRecord,
    TierRecord,
)
from decision_graph.loading.format.interventions import (
    InterventionRecord,
    InterventionsFile,
    RequirementRecord,
)
from decision_graph.loading.format.parts import (
    CODES,
    CONDITIONS,
    ID,
    MARK,
    NAME,
    NOTES,
    NUMBER,
    PLACED,
    PREDICATE,
    TABLE,
    TEXT,
    TEXTS,
    TIER_WORDS,
    WHOLE,
    CodeRecord,
    Codes,
    ConditionRecord,
)
from decision_graph.loading.format.phrases import PersonRecord, PhrasesFile, UsualRecord
from decision_graph.loading.format.vocabulary import (
    AttributeRecord,
    BooleanRecord,
    ChoiceRecord,
    EnumRecord,
    NumberRecord,
    RuleRecord,
    VocabularyFile,
)
from decision_graph.loading.shapes import Record

__all__ = [
    "CODES",
    "CONDITIONS",
    "FILES",
    "ID",
    "LEAF",
    "MARK",
    "NAME",
    "NOTES",
    "NUMBER",
    "OPTIONS",
    "PLACED",
    "PREDICATE",
    "TABLE",
    "TEXT",
    "TEXTS",
    "TIER_WORDS",
    "WHOLE",
    "AlternativesRecord",
    "AttributeRecord",
    "BooleanRecord",
    "CaseRecord",
    "CasesFile",
    "CellRecord",
    "ChoiceRecord",
    "CodeRecord",
    "Codes",
    "ConditionRecord",
    "EdgeRecord",
    "EnumRecord",
    "ExpectRecord",
    "FormularyFile",
    "GraphFile",
    "GuidelineFile",
    "HoldingRecord",
    "InterventionRecord",
    "InterventionsFile",
    "NodeRecord",
    "NumberRecord",
    "OptionRecord",
    "OutOfScopeLeaf",
    "OutranksRecord",
    "PersonRecord",
    "PhrasesFile",
    "ProvenanceRecord",
    "RecommendLeaf",
    "RecommendationRecord",
    "RequirementRecord",
    "RuleRecord",
    "SeeLeaf",
    "SelectorsRecord",
    "SilentLeaf",
    "SourceRecord",
    "SourceTableRecord",
    "StockOutRecord",
    "TierRecord",
    "UsualRecord",
    "VocabularyFile",
]

FILES: Final[dict[str, type[Record]]] = {
    "guideline": GuidelineFile,
    "vocabulary": VocabularyFile,
    "interventions": InterventionsFile,
    "graph": GraphFile,
    "cases": CasesFile,
    "phrases": PhrasesFile,
    "formulary": FormularyFile,
}
"""The kinds of file; the first three are the stems of their names."""
