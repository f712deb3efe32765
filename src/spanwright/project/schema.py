"""The project file as one frozen value: `Brief`, the only pydantic models of the house.

``Brief`` is made by `spanwright.project.reader.read_project`, which adds what a schema cannot see:
the line of each error, the sources, and the checks between sections.
"""

from __future__ import annotations

import json
from typing import Any, Final

from pydantic import Field

from spanwright.project.arrangement import LayoutBrief
from spanwright.project.basis import (
    AnalysisBrief,
    CodesBrief,
    CostBrief,
    MaterialsBrief,
    ProgrammeBrief,
)
from spanwright.project.fields import (
    ORIGIN,
    Blank,
    Date,
    Section,
    Text,
    default,
)
from spanwright.project.road import RoadBrief
from spanwright.project.site import SiteBrief
from spanwright.project.sizes import SizesBrief

SCHEMA_ID: Final = "https://spanwright.dev/schema/project.schema.json"


class ProjectBrief(Section):
    """``[project]``."""

    name: Text
    description: Blank = ""
    stage: Text = default("concept", "no stage named")
    date: Date | None = Field(default=None, description="day the project file stands for")
    units: Blank = Field(default="", description="a remark for readers; units are on the values")


class Brief(Section):
    """The validated project file: immutable, SI."""

    project: ProjectBrief
    site: SiteBrief
    road: RoadBrief
    layout: LayoutBrief
    materials: MaterialsBrief = MaterialsBrief()
    codes: CodesBrief = CodesBrief()
    analysis: AnalysisBrief = AnalysisBrief()
    programme: ProgrammeBrief | None = None
    cost: CostBrief | None = None
    sizes: SizesBrief | None = None


def json_schema() -> dict[str, Any]:
    """JSON Schema of the project file, for editors and forms."""
    schema = _short(Brief.model_json_schema(mode="validation"))
    schema["$defs"] |= ORIGIN
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA_ID, **schema}


def schema_text() -> str:
    """The published file ``schema/project.schema.json``, byte for byte."""
    return json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n"


def _short(node: Any) -> Any:
    """The same schema with the origin keys as references and without defaults of sections."""
    if isinstance(node, list):
        return [_short(item) for item in node]
    if not isinstance(node, dict):
        return node
    kept = {k: v for k, v in node.items() if not ("$ref" in node and k == "default")}
    return {
        key: {"$ref": f"#/$defs/{key}"} if key in ORIGIN and ORIGIN[key] == value else _short(value)
        for key, value in kept.items()
    }
