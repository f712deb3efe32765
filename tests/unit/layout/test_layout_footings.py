"""Spread footings in the arrangement: which supports, how deep, how large."""

from __future__ import annotations

import pytest

from spanwright.actions.footings import soil_above, uplift
from spanwright.datum.errors import InputError
from spanwright.layout.arrange import lay_out
from spanwright.layout.quantities import quantities

SAND = {"kind": "sand", "thickness": "40 m", "friction_angle": "36 deg", "n60": 35,
        "unit_weight": "20 kN/m3"}  # fmt: skip


def layout_with(make_brief, footings, **site):
    return lay_out(
        make_brief(
            site={"soil": [SAND], **site},
            layout={
                "river_span": "50 m",
                "land_span": "40 m",
                "parts": [{"name": "main", "length": "120 m", "side": "A"}],
                "footings": footings,
            },
        )
    )


def test_named_supports_stand_on_footings_and_the_others_on_piles(make_brief):
    layout, lines, _ = layout_with(make_brief, {"at": ["pier 1", "abutment 2"]})
    on = {one.name: one.foundation.is_footing for one in (*layout.piers, *layout.abutments)}
    assert [name for name, flat in on.items() if flat] == ["pier 1", "abutment 2"]
    pier = layout.piers[0]
    assert pier.foundation.underside == pytest.approx(pier.ground - 3.0)
    assert pier.foundation.toe == pier.foundation.underside
    assert pier.shaft_top - pier.foundation.cap_top > 0
    assert any("annex D" in line.source for line in lines if line.address.endswith(".footing"))
    rows = quantities(layout).rows
    own = [row for row in rows if row.element.startswith("pier 1/footing")]
    assert {row.kind for row in own} == {"footing concrete", "reinforcement", "formwork"}
    assert own[0].amount == pytest.approx(pier.foundation.volume)
    assert not [row for row in rows if row.element.startswith("pier 1/pile")]


def test_given_sizes_and_depths_stand(make_brief):
    layout, _, _ = layout_with(
        make_brief,
        {"at": ["all"], "depth": "3 m", "depth_at": [["pier 2", "4.5 m"]], "length": "6 m",
         "width": "12 m", "thickness": "1.7 m"},
    )  # fmt: skip
    for one in (*layout.piers, *layout.abutments):
        base = one.foundation
        assert (base.cap_length, base.cap_width, base.cap_thickness) == (6.0, 12.0, 1.7)
    second = layout.piers[1]
    assert second.foundation.toe == pytest.approx(second.ground - 4.5)


def test_weaker_ground_takes_larger_footings(make_brief):
    strong, _, _ = layout_with(make_brief, {"at": ["all"]})
    weak = [{**SAND, "friction_angle": "30 deg", "unit_weight": "18 kN/m3"}]
    soft, _, _ = layout_with(make_brief, {"at": ["all"]}, soil=weak)
    for one, other in zip(strong.piers, soft.piers, strict=True):
        assert (
            other.foundation.cap_length * other.foundation.cap_width
            > one.foundation.cap_length * one.foundation.cap_width
        )


@pytest.mark.parametrize(
    ("footings", "scour", "message"),
    [
        ({"at": ["pier 9"]}, {}, 'must be "all" or name a support: abutment 1, pier 1'),
        ({"at": ["pier 1"], "depth_at": [["pier 2", "4 m"]]}, {}, "must name a support that"),
        ({"at": ["all"], "depth": "45 m"}, {}, "must end above the deepest layer, 40 m"),
        (
            {"at": ["all"]},
            {"depth": "2.5 m", "land": True},
            "at least 1 m of ground above the base",
        ),
        ({"at": ["all"]}, {"depth": "5 m", "land": True}, "at least 1 m of ground above the base"),
    ],
)
def test_what_cannot_stand_is_refused(make_brief, footings, scour, message):
    with pytest.raises(InputError, match=message):
        layout_with(make_brief, footings, scour=scour)


def test_soil_and_water_on_a_footing(make_brief):
    layout, _, _ = layout_with(make_brief, {"at": ["all"], "length": "5 m", "width": "9 m",
                                            "thickness": "1.5 m"})  # fmt: skip
    brief = make_brief(site={"soil": [SAND]})
    pier = layout.piers[0]
    shafts = len(pier.columns) * 3.14159265 * pier.width**2 / 4
    soil = soil_above(pier, brief.site.strata())
    assert soil == pytest.approx((45.0 - shafts) * 1.5 * 20e3, rel=1e-6)
    lift, lever = uplift(pier, layout)
    level = max(pier.ground, 2.0) if pier.in_river else pier.ground
    wet = 5 * 9 * 1.5 + (45 - shafts) * 1.5 + shafts * (level - pier.foundation.cap_top)
    assert lift == pytest.approx(9810.0 * wet, rel=1e-6)
    assert lever == 0.0
    behind = uplift(layout.abutments[0], layout)[1]
    assert behind < 0.0  # the fill under water lies behind the first abutment
    assert uplift(layout.abutments[1], layout)[1] == pytest.approx(-behind)
