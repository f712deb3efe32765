"""Reading load models: everything shipped reads; every mistake gets one clear line."""

import numpy as np
import pytest

from spanwright.datum.errors import InputError, ScopeError
from spanwright.datum.units import foot, kip, kN
from spanwright.traffic.beam import beam_envelope
from spanwright.traffic.library import available_models, load_model

GOOD = """
name = "my truck"
title = "A truck of the works"
kind = "vehicle"
source = "weighbridge"
evidence = "read"

[[vehicle]]
name = "truck"
axle_kN = [60, 100, 100]
gap_m = [3.5, [1.3, 4.0]]
wheel_m = [-0.9, 0.9]
edge_m = 1.3
"""


@pytest.mark.parametrize("name", available_models())
def test_every_model_reads_and_names_its_source(name):
    model = load_model(name)
    assert model.source
    assert model.title
    assert model.verified == (not any("unverified" in n for n in model.notes))


def test_totals_of_the_heavy_models():
    for name, total in (("lm3:3600/240", 3600), ("flm4:lorry-3", 490), ("kl510", 510),
                        ("cl625", 625), ("jtg-vehicle", 550), ("nk", 1008)):  # fmt: skip
        vehicle = next(iter(load_model(name).vehicles.values()))
        assert vehicle.train.force.sum() / kN == pytest.approx(total), name
    e80 = load_model("e80").vehicles["E80"].train
    assert e80.force.sum() / kip == pytest.approx(1136.0 / 2 * 2)
    assert e80.length / foot == pytest.approx(104.0)
    assert load_model("hl93:us").vehicles["truck"].train.most / foot == pytest.approx([30.0])


def test_korean_axle_order():
    """48 - 192 - 135 - 135, not 48 - 135 - 135 - 192."""
    truck = load_model("kl510").vehicles["truck"].train
    assert list(truck.force / kN) == pytest.approx([48.0, 192.0, 135.0, 135.0])
    assert list(np.diff(truck.offset)) == pytest.approx([3.6, 7.2, 1.2])


def test_own_vehicle_from_a_file(tmp_path):
    path = tmp_path / "truck.toml"
    path.write_text(GOOD, encoding="utf-8")
    model = load_model(path)
    assert model.vehicles["truck"].train.groups == 2
    assert model.verified
    envelope = beam_envelope([20.0], model, [10.0])
    # axles 100 kN at mid-span and 1.3 m from it, 60 kN at 3.5 m: ordinates 5, 4.35, 3.25
    assert envelope.moment[0, 0] == pytest.approx(1e3 * (100 * 5 + 100 * 4.35 + 60 * 3.25))


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ('kind = "vehicle"', 'kind = "wagon"', "kind: must be one of lanes, vehicle"),
        ("axle_kN", "axles_kN", "vehicle[0].axle_kN: is missing"),
        ("gap_m = [3.5, [1.3, 4.0]]", "gap_m = [3.5]", "must hold 2 gaps between 3 axles"),
        ("[1.3, 4.0]]", "[4.0, 1.3]]", "must be a pair [least, most]"),
        ("[60, 100, 100]", "[60, -100, 100]", "must be at least 0"),
        ("[60, 100, 100]", "[60, nan, 100]", "must be a number"),
        ("edge_m", "egde_m", "did you mean 'edge_"),
        ('title = "A truck of the works"', "", "title: must be a text"),
        ('evidence = "read"', 'evidence = "heard"', "must be one of read, remembered, computed"),
        ("edge_m = 1.3", "edge_m = 1.3\nedge_ft = 4", "is given twice"),
    ],
)
def test_mistakes_in_a_file_are_named(tmp_path, old, new, text):
    path = tmp_path / "truck.toml"
    assert old in GOOD
    path.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_model(path)
    assert text in str(caught.value)
    assert "truck.toml" in str(caught.value)


def test_unknown_names_get_a_hint(tmp_path):
    with pytest.raises(InputError, match=r"did you mean .*lm71"):
        load_model("lm72")
    with pytest.raises(InputError, match=r"variant\.us2"):
        load_model("hl93:us2")
    with pytest.raises(InputError, match="must be chosen"):
        load_model("lm3")
    with pytest.raises(InputError, match="does not exist"):
        load_model(tmp_path / "none.toml")
    broken = tmp_path / "broken.toml"
    broken.write_text("name = [", encoding="utf-8")
    with pytest.raises(InputError, match="not valid TOML"):
        load_model(broken)


def test_beam_input_errors():
    truck = load_model("hl93-truck:short")
    with pytest.raises(InputError, match=r"spans\[1\]: must be longer than 0 m"):
        beam_envelope([20.0, -5.0], truck)
    with pytest.raises(InputError, match="step"):
        beam_envelope([20.0], truck, step=0.0)
    with pytest.raises(InputError, match="sections"):
        beam_envelope([20.0], truck, [25.0])
    with pytest.raises(ScopeError, match="single vehicle"):
        beam_envelope([20.0], load_model("hl93"), step=0.5)
