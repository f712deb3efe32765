import json
from pathlib import Path

from spanwright.project.fields import ORIGIN_KEYS
from spanwright.project.reference import reference
from spanwright.project.schema import Brief, json_schema, schema_text

PUBLISHED = Path(__file__).parents[3] / "schema" / "project.schema.json"


def test_the_published_schema_is_in_step_with_the_program():
    assert PUBLISHED.read_text("utf-8") == schema_text(), (
        "run: spanwright schema > schema/project.schema.json"
    )


def definitions():
    return json_schema()["$defs"]


def test_every_section_refuses_unknown_keys_and_takes_an_origin():
    for name, definition in definitions().items():
        if name.endswith("Brief"):
            assert definition["additionalProperties"] is False, name
            assert set(ORIGIN_KEYS) <= set(definition["properties"]), name


def test_a_value_is_a_number_a_text_with_unit_or_a_table_with_its_source():
    plain, table = definitions()["RoadBrief"]["properties"]["carriageway"]["anyOf"]
    assert [option["type"] for option in plain["anyOf"]] == ["number", "string"]
    assert plain["x-dimension"] == "length"
    assert set(table["properties"]) == {"value", *ORIGIN_KEYS}


def test_every_default_a_user_may_leave_out_says_its_basis():
    for name, definition in definitions().items():
        for key, entry in definition.get("properties", {}).items():
            if entry.get("default") not in (None, "", [], {}):
                assert entry.get("basis"), f"{name}.{key}"


def test_the_schema_names_every_section_of_the_brief():
    schema = json.loads(PUBLISHED.read_text("utf-8"))
    assert set(Brief.model_fields) <= set(schema["properties"])
    assert schema["required"] == ["project", "site", "road", "layout"]


def test_the_reference_in_the_docs_is_in_step_with_the_program():
    text = (PUBLISHED.parents[1] / "docs" / "project-file.md").read_text("utf-8")
    _, marker, tables = text.partition("<!-- Below: spanwright schema --markdown -->\n\n")
    assert marker
    assert tables == reference(), "put the output of: spanwright schema --markdown below the marker"


def test_every_key_of_the_file_stands_in_the_reference():
    text = reference()
    for name, definition in definitions().items():
        if name.endswith("Brief"):
            nested = {
                key for key, entry in definition["properties"].items() if "$ref" in str(entry)
            }
            for key in set(definition["properties"]) - nested - set(ORIGIN_KEYS):
                assert f"| `{key}` |" in text, f"{name}.{key}"
