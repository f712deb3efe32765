"""A published alignment in US survey feet, its figures written into a file of our own."""

from itertools import pairwise

import numpy as np
import pytest

from spanwright.alignment import levels, read_ifc

FOOT = 0.304800609601219
PLAN = [
    ((1320681.488589, 627930.523989), "0.908688606493032,0.,0.,741.371391,$,.LINE."),
    ((1321137.269317, 628515.24227), "0.908688606493032,2600.,2600.,1705.315296,$,.CIRCULARARC."),
    ((1321686.60375, 630097.507083), "1.56457910492884,0.,0.,349.992338,$,.LINE."),
]
PROFILE = [
    "0.00190734863,346.277532651,796.562803475,0.0035059113442,-0.01562845811733,18097.149,.PARABOLICARC.",
    "346.27944,450.,794.463920682131,-0.01562845811733,-0.01562845811733,$,.CONSTANTGRADIENT.",
    "796.27944,500.,787.431114529333,-0.01562845811733,0.0295273809524,11072.765,.PARABOLICARC.",
    "1296.27944,390.,790.905845238096,0.0295273809524,0.0295273809524,$,.CONSTANTGRADIENT.",
    "1686.27944,400.,802.421523809524,0.0295273809524,-0.0995732758621,3098.3576,.PARABOLICARC.",
    "2086.27944,735.,788.412344827587,-0.0995732758621,-0.0995732758621,$,.CONSTANTGRADIENT.",
    "2821.27944,15.,715.225987068966,-0.0995732758621,-0.0962474375,4510.141,.PARABOLICARC.",
]  # fmt: skip


def written(folder):
    rows = [
        "#1=IFCSIUNIT(*,.LENGTHUNIT.,$,.METRE.);",
        f"#2=IFCMEASUREWITHUNIT(IFCLENGTHMEASURE({FOOT}),#1);",
        "#3=IFCDIMENSIONALEXPONENTS(1,0,0,0,0,0,0);",
        "#4=IFCCONVERSIONBASEDUNIT(#3,.LENGTHUNIT.,'USSurveyFoot',#2);",
        "#5=IFCSIUNIT(*,.PLANEANGLEUNIT.,$,.RADIAN.);", "#6=IFCUNITASSIGNMENT((#4,#5));",
        "#20=IFCALIGNMENT('a',$,'branch',$,$,$,$,$);",
        "#21=IFCALIGNMENTHORIZONTAL('b',$,$,$,$,$,$,2103.72056);",
        "#22=IFCALIGNMENTVERTICAL('c',$,$,$,$,$,$);", "#23=IFCRELNESTS('d',$,$,$,#20,(#21,#22));",
    ]  # fmt: skip
    for k, ((x, y), row) in enumerate(PLAN):
        rows += [f"#{100 + k}=IFCCARTESIANPOINT(({x},{y}));",
                 f"#{110 + k}=IFCALIGNMENTHORIZONTALSEGMENT($,$,#{100 + k},{row});",
                 f"#{120 + k}=IFCALIGNMENTSEGMENT('e',$,$,$,$,$,$,#{110 + k});"]  # fmt: skip
    for k, row in enumerate(PROFILE):
        rows += [f"#{210 + k}=IFCALIGNMENTVERTICALSEGMENT($,$,{row});",
                 f"#{220 + k}=IFCALIGNMENTSEGMENT('f',$,$,$,$,$,$,#{210 + k});"]  # fmt: skip
    rows += ["#24=IFCRELNESTS('g',$,$,$,#21,(#120,#121,#122));",
             "#25=IFCRELNESTS('h',$,$,$,#22,(#220,#221,#222,#223,#224,#225,#226));"]  # fmt: skip
    head = "ISO-10303-21;\nHEADER;\nFILE_SCHEMA(('IFC4X3_RC3'));\nENDSEC;\nDATA;\n"
    path = folder / "branch.ifc"
    path.write_text(head + "\n".join(rows) + "\nENDSEC;\nEND-ISO-10303-21;\n", encoding="utf-8")
    return path


def test_alignment_of_the_infra_room_in_survey_feet(tmp_path):
    """buildingSMART InfraRoom, unit test PR_Twin_Branch_section (INDOT), CC BY 4.0: three segments
    in plan, seven in profile, 2,796.679025 ft; 1e-6, the unit and the grade to 1e-9."""
    (road,) = read_ifc(written(tmp_path))
    assert road.length_unit == pytest.approx(0.3048006096, rel=1e-9)
    assert (len(road.plan), len(road.profile)) == (3, 7)
    assert sum(s.length for s in road.plan) / FOOT == pytest.approx(2796.679025, rel=1e-6)
    assert road.start_station / FOOT == pytest.approx(2103.72056, rel=1e-6)
    second = road.profile[1]
    assert second.first == second.last == pytest.approx(-0.01562845812, rel=1e-9)
    end = np.array([796.27944]) * FOOT
    assert levels(road, end).level[0] / FOOT == pytest.approx(787.431115, rel=1e-6)


def test_segments_meet_in_level_and_grade(tmp_path):
    (road,) = read_ifc(written(tmp_path))
    for one, other in pairwise(road.profile):
        assert one.start + one.length == pytest.approx(other.start, abs=1e-4)
        assert one.last == pytest.approx(other.first, abs=1e-9)
