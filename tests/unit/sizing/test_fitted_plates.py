"""Plates sized under held forces, on an analysed template bridge."""

from contextlib import nullcontext
from dataclasses import replace

import numpy as np
import pytest

from spanwright.pipeline.stages import analyse
from spanwright.project.template import write_template
from spanwright.sizing import plates as plates_module
from spanwright.sizing.design import (
    BOTTOM,
    STEP,
    THICKNESSES,
    WEB,
    area_of,
    design_of,
    least_thickness,
)
from spanwright.sizing.plates import answers_to_plates, bench_of, fitted
from spanwright.sizing.stock import STOCK, thinner


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sized") / "bridge"
    write_template(folder, 60.0)
    run = analyse(folder, lambda _: nullcontext())
    decks = run.layout.decks
    return bench_of(run.structure, run.girders, run.demands, decks, design_of(decks)), run


@pytest.fixture(scope="module")
def sized(bench):
    """Design and stuck segments for each aim."""
    return {aim: fitted(bench[0], aim, thin=True) for aim in (0.70, 0.98)}


def steel(bench, plates):
    return float(np.sum(area_of(plates, bench.depth) * (bench.design.end - bench.design.start)))


def test_the_bench_repeats_the_checks_of_the_run_with_the_runs_plates(bench):
    bench, run = bench
    girder = run.layout.decks[0].girders[0]
    middle = 0.5 * (bench.design.start + bench.design.end)
    row = np.searchsorted(girder.joints, middle) - 1
    plates = np.column_stack(
        [
            getattr(girder, name)[row]
            for name in (
                "top_width",
                "top_thickness",
                "web_thickness",
                "bottom_width",
                "bottom_thickness",
            )
        ]
    )
    for ours, theirs in zip(bench.series(plates), run.checks.series, strict=False):
        assert ours.name == theirs.name
        assert ours.utilisation == pytest.approx(theirs.utilisation, nan_ok=True)


@pytest.mark.parametrize("aim", [0.70, 0.98])
def test_sized_plates_reach_the_aim_or_say_so_and_keep_the_rules(bench, sized, aim):
    bench, _ = bench
    design, stuck = sized[aim]
    use = bench.utilisation(design.plates)
    assert np.all(use[~stuck] <= aim)
    assert np.all(use[stuck] > aim)
    assert aim < 0.9 or not stuck.any()
    for column in THICKNESSES:
        thickness = design.plates[:, column]
        assert np.isin(thickness, STOCK).all()
        assert np.all(thickness >= least_thickness(design.plates, column))
        ratio = thickness[1:] / thickness[:-1]
        assert np.all(np.maximum(ratio, 1 / ratio) <= STEP[column] + 1e-9)


def test_no_single_plate_could_still_be_thinner(bench, sized):
    bench, _ = bench
    design, stuck = sized[0.98]
    for column in THICKNESSES:
        for segment in np.flatnonzero(~stuck):
            trial = np.array(design.plates)
            trial[segment, column] = thinner(design.plates[segment, column])
            too_thin = trial[segment, column] < least_thickness(design.plates, column)[segment]
            beside = [s for s in (segment - 1, segment + 1) if 0 <= s < len(trial)]
            jumps = any(trial[s, column] / trial[segment, column] > STEP[column] for s in beside)
            assert too_thin or jumps or bench.utilisation(trial)[segment] > 0.98


def test_a_stricter_aim_takes_more_steel(bench, sized):
    bench, _ = bench
    (heavy, _), (light, _) = sized[0.70], sized[0.98]
    assert steel(bench, heavy.plates) > steel(bench, light.plates)


def test_without_thinning_no_plate_becomes_thinner(bench):
    bench, _ = bench
    design, _ = fitted(bench, 0.98, thin=False)
    assert np.all(design.plates[:, THICKNESSES] >= bench.design.plates[:, THICKNESSES] - 1e-12)


def test_a_thicker_web_lowers_shear_and_a_thicker_flange_lowers_bending(bench):
    bench, _ = bench
    base = bench.design.plates
    before = {series.name: series.utilisation for series in bench.series(base)}
    for column, name in ((WEB, "shear"), (BOTTOM, "bending")):
        trial = np.array(base)
        trial[:, column] *= 1.1
        after = {series.name: series.utilisation for series in bench.series(trial)}
        assert np.nanmax(after[name]) < np.nanmax(before[name])


def test_what_plates_cannot_answer_is_left_to_others(bench):
    _, run = bench
    names = {series.name for series in run.checks.series if answers_to_plates(series)}
    assert {"bending", "shear", "web breathing", "steel alone with wet slab"} <= names
    assert not names & {"studs", "pier shafts", "piles, axial", "deflection under traffic"}


def test_rows_without_an_answer_do_not_hold_up_the_plates(bench, monkeypatch):
    """A check that says nothing anywhere is nothing plates could answer."""
    bench, run = bench
    plates, checked = bench.design.plates, plates_module.check_girders
    without = bench.utilisation(plates)

    def with_a_silent_check(*arguments):
        found = checked(*arguments)
        nothing = np.full(len(found[0].utilisation), np.nan)
        return (*found, replace(found[0], name="silent", utilisation=nothing))

    monkeypatch.setattr(plates_module, "check_girders", with_a_silent_check)
    decks = run.layout.decks
    heard = bench_of(run.structure, run.girders, run.demands, decks, bench.design)
    assert np.array_equal(heard.utilisation(plates), without)
    assert np.all(np.isinf(replace(heard, silent={}).utilisation(plates)))
