import math

import numpy as np
import pytest

from spanwright.datum.errors import InputError, OutputError
from spanwright.layout.arrange import lay_out
from spanwright.project.reader import read_project
from spanwright.project.template import project_text, write_template


@pytest.mark.parametrize("length", [15.0, 20.0, 33.5, 87.25, 120.0, 601.0, 1005.0, 10_000.0])
@pytest.mark.parametrize("lanes", [1, 2, 4, 8])
def test_a_new_project_is_valid_and_has_the_length_asked_for(tmp_path, length, lanes):
    write_template(tmp_path / "my-bridge", length, lanes)
    reading = read_project(tmp_path / "my-bridge")
    assert reading.brief.layout.total == pytest.approx(length, abs=1e-9)
    assert reading.brief.road.lanes == lanes
    assert reading.brief.project.name == "My bridge"
    assert reading.notices == ()


@pytest.mark.parametrize(
    ("length", "spans"),
    [
        (15.0, (15.0,)), (33.5, (33.5,)), (35.0, (35.0,)), (45.0, (45.0,)),
        (60.0, (19.0, 22.0, 19.0)), (120.0, (38.0, 44.0, 38.0)),
    ],
)  # fmt: skip
def test_a_short_crossing_has_one_span_and_a_longer_one_piers(tmp_path, length, spans):
    write_template(tmp_path, length)
    layout, _, _ = lay_out(read_project(tmp_path).brief)
    (deck,) = layout.decks
    assert tuple(np.diff(deck.supports)) == pytest.approx(spans)
    assert len(layout.piers) == len(spans) - 1


def test_a_short_crossing_has_a_pier_where_the_user_asks(tmp_path):
    write_template(tmp_path, 35.0)
    file = tmp_path / "project.toml"
    asked = file.read_text("utf-8").replace('spans = "choose"', 'spans = ["20 m", "15 m"]')
    file.write_text(asked, "utf-8")
    layout, _, _ = lay_out(read_project(tmp_path).brief)
    assert [pier.station for pier in layout.piers] == [20.0]


def test_an_existing_project_is_not_overwritten(tmp_path):
    write_template(tmp_path, 120.0)
    (tmp_path / "project.toml").write_text("mine")
    with pytest.raises(OutputError, match=r"project\.toml: already exists and is not overwritten"):
        write_template(tmp_path, 200.0)
    assert (tmp_path / "project.toml").read_text() == "mine"


def test_claims_alone_are_not_overwritten_either(tmp_path):
    (tmp_path / "claims.toml").write_text("mine")
    with pytest.raises(OutputError, match="already exists"):
        write_template(tmp_path, 120.0)
    assert not (tmp_path / "project.toml").exists()


@pytest.mark.parametrize("length", [0.0, -120.0, 14.9, 10_001.0, math.nan, math.inf])
def test_a_length_no_girder_bridge_has_is_refused(length):
    with pytest.raises(InputError, match="must be between 15 m and 10000 m"):
        project_text("b", length)


def test_a_name_with_quotes_stays_valid_toml(tmp_path):
    write_template(tmp_path / 'the "big" one', 120.0)
    assert read_project(tmp_path / 'the "big" one').brief.project.name == 'The "big" one'
