"""The strict reader of load models in TOML.

Keys carry the unit of the printed page (``axle_kN``, ``gap_ft``); inside everything is SI.
docs/load-models.md shows the format.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, get_args

from spanwright.datum.errors import InputError
from spanwright.datum.units import foot, kip, kN
from spanwright.traffic.model import (
    ArrangementSpec,
    Band,
    Block,
    Evidence,
    Kind,
    LoadModel,
    Rule,
    Vehicle,
)
from spanwright.traffic.trains import make_train

_UNIT = {"kN": kN, "N": 1.0, "kip": kip, "m": 1.0, "ft": foot, "in": foot / 12}
_UNIT |= {"kN_per_m": kN, "kip_per_ft": kip / foot, "kN_per_m2": kN}
_FORCE, _LENGTH = ("kN", "N", "kip"), ("m", "ft", "in")
_LINE, _AREA = ("kN_per_m", "kip_per_ft"), ("kN_per_m2",)


class _Table:
    """A TOML table read strictly: every key is asked for once, the rest are errors."""

    def __init__(self, data: Mapping[str, Any], address: str, place: str) -> None:
        self.data, self.address, self.place = dict(data), address, place
        self.known: set[str] = set()

    def at(self, key: str) -> str:
        return f"{self.address}.{key}" if self.address else key

    def fail(self, key: str, expected: str, got: object = None) -> InputError:
        shown = "" if got is None else repr(got)
        return InputError(self.at(key), expected, got=shown, place=self.place)

    def text(self, key: str, default: str | None = None) -> str:
        self.known.add(key)
        value = self.data.get(key, default)
        if not isinstance(value, str) or (default is None and not value):
            raise self.fail(key, "must be a text", self.data.get(key))
        return value

    def flag(self, key: str, default: bool) -> bool:
        self.known.add(key)
        value = self.data.get(key, default)
        if not isinstance(value, bool):
            raise self.fail(key, "must be true or false", value)
        return value

    def choice(self, key: str, choices: tuple[str, ...], default: str | None = None) -> str:
        value = self.text(key, default)
        if value not in choices:
            raise self.fail(key, f"must be one of {', '.join(choices)}", value)
        return value

    def number(self, key: str, default: float, *, least: float = -math.inf) -> float:
        self.known.add(key)
        return self._number(key, self.data.get(key, default), least)

    def _number(self, key: str, value: object, least: float = -math.inf) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise self.fail(key, "must be a number", value)
        if math.isnan(value) and key in self.data:
            raise self.fail(key, "must be a number", value)
        if value < least:
            raise self.fail(key, f"must be at least {least:g}", value)
        return float(value)

    def measured(
        self, base: str, units: tuple[str, ...], default: object, *, least: float = -math.inf
    ) -> Any:
        """Value or list under ``base_unit`` in SI; a list may hold pairs (ranges)."""
        self.known.update(f"{base}_{u}" for u in units)
        found = [u for u in units if f"{base}_{u}" in self.data]
        if len(found) > 1:
            raise self.fail(f"{base}_{found[1]}", f"is given twice, also as {base}_{found[0]}")
        if not found:
            if default is None:
                raise self.fail(f"{base}_{units[0]}", f"is missing ({', '.join(units)})")
            return default
        key = f"{base}_{found[0]}"

        def convert(value: object) -> Any:
            if isinstance(value, list):
                return tuple(convert(v) for v in value)
            return self._number(key, value, least) * _UNIT[found[0]]

        return convert(self.data[key])

    def tables(self, key: str) -> list[_Table]:
        self.known.add(key)
        rows = self.data.get(key, [])
        if not isinstance(rows, list) or any(not isinstance(r, dict) for r in rows):
            raise self.fail(key, f"must be a list of tables, [[{key}]]", rows)
        return [_Table(r, f"{self.at(key)}[{i}]", self.place) for i, r in enumerate(rows)]

    def table(self, key: str) -> _Table:
        self.known.add(key)
        value = self.data.get(key, {})
        if not isinstance(value, dict):
            raise self.fail(key, f"must be a table, [{key}]", value)
        return _Table(value, self.at(key), self.place)

    def close(self) -> None:
        for key in self.data:
            if key not in self.known:
                near = get_close_matches(key, sorted(self.known), 1)
                hint = f"did you mean {near[0]!r}?" if near else ""
                raise InputError(self.at(key), "is not a known key", hint=hint, place=self.place)


def read_model(data: Mapping[str, Any], variant: str = "", place: str = "") -> LoadModel:
    """A load model from its parsed TOML; `variant` names one of its [variant.*] tables."""
    data = dict(data)
    variants = data.pop("variant", {})
    required = data.pop("variant_required", False)
    if variant and variant not in variants:
        known = ", ".join(variants) or "none"
        raise InputError(
            f"variant.{variant}", "is not in the model", hint=f"known: {known}", place=place
        )
    if required and not variant:
        raise InputError(
            "variant", "must be chosen", hint=f"one of {', '.join(variants)}", place=place
        )
    if variant:
        data |= variants[variant]  # a variant replaces whole tables, so nothing half old remains
    top = _Table(data, "", place)
    name = top.text("name") + (f" {variant}" if variant else "")
    model = _read(top, name)
    top.close()
    _check_arrangements(model, top)
    return model


def _read(top: _Table, name: str) -> LoadModel:
    kind = top.choice("kind", get_args(Kind))
    evidence = top.choice("evidence", get_args(Evidence), "remembered")
    tags = top.table("tags")
    for key in tags.data:
        tags.choice(key, get_args(Evidence))
    notes = top.data.get("notes", [])
    top.known.add("notes")
    if not isinstance(notes, list) or any(not isinstance(n, str) for n in notes):
        raise top.fail("notes", "must be a list of texts", notes)
    if evidence == "remembered" or "remembered" in tags.data.values():
        notes = [*notes, f"{name}: numbers not read in the standard itself: unverified"]
    vehicles = {}
    for table in top.tables("vehicle"):
        vehicle = _vehicle(table)
        if vehicle.train.name in vehicles:
            raise table.fail("name", "is given twice", vehicle.train.name)
        vehicles[vehicle.train.name] = vehicle
    arrangements = tuple(_arrangement(t) for t in top.tables("arrangement"))
    if not arrangements:
        arrangements = (ArrangementSpec("", tuple(vehicles), 1.0, 1.0, 0.0, "all"),)
    placing = top.table("placing")
    rule = placing.choice("rule", get_args(Rule), "en")
    spacing = placing.measured("lane_spacing", _LENGTH, math.nan, least=0.1)
    edge = placing.measured("edge", _LENGTH, math.nan, least=0.0)
    vehicle_room = placing.measured("vehicle_room", _LENGTH, math.nan, least=0.0)
    lane_room = placing.measured("lane_room", _LENGTH, math.nan, least=0.0)
    most = int(placing.number("most_lanes", 99, least=1))
    placing.close()
    bands = []
    for table in top.tables("lane_load"):
        width = table.measured("width", _LENGTH, 0.0, least=0.0)
        offset = table.measured("offset", _LENGTH, 0.0)
        bands.append(Band(offset, width, table.measured("load", _LINE, None, least=0.0)))
        table.close()
    factors, areas = [], []
    for table in top.tables("lane"):
        factors.append(
            (
                table.number("vehicle_factor", 1.0, least=0.0),
                table.number("load_factor", 1.0, least=0.0),
            )
        )
        alpha = table.number("alpha_q", 1.0, least=0.0)
        areas.append(alpha * table.measured("udl", _AREA, 0.0, least=0.0))
        table.close()
    presence = top.data.get("presence", [1.0])
    top.known.add("presence")
    if not isinstance(presence, list) or not presence:
        raise top.fail("presence", "must be a list of factors for 1, 2, ... lanes", presence)
    presence = tuple(top._number("presence", f, 0.0) for f in presence)
    rest = top.table("remaining")
    area = rest.number("alpha_q", 1.0, least=0.0) * rest.measured("udl", _AREA, 0.0, least=0.0)
    rest.close()
    udl = top.table("udl")
    line, gap = udl.measured("load", _LINE, 0.0, least=0.0), udl.measured("gap", _LENGTH, 0.0)
    udl.close()
    parts = top.data.get("parts", ["vehicle", "lane"])
    top.known.add("parts")
    if not isinstance(parts, list) or len(parts) != 2:
        raise top.fail("parts", "must be two names", parts)
    return LoadModel(
        name=name, title=top.text("title"), kind=kind, source=top.text("source"),  # type: ignore[arg-type]
        evidence=evidence, tags=dict(tags.data), notes=tuple(notes), rule=rule,  # type: ignore[arg-type]
        vehicles=vehicles, arrangements=arrangements, bands=tuple(bands),
        lane_factors=tuple(factors), presence=presence, most_lanes=most, area=area,
        area_lanes=tuple(areas) if any(areas) else (), spacing=spacing, edge=edge,
        vehicle_room=vehicle_room, lane_room=lane_room, udl=line, udl_gap=gap,
        blocks=tuple(_block(t) for t in top.tables("block")),
        formula=top.choice("formula", ("", "jtg-lane", "kl510-lane"), ""),
        parts=(str(parts[0]), str(parts[1])),
    )  # fmt: skip


def _vehicle(table: _Table) -> Vehicle:
    name = table.text("name")
    force = table.measured("axle", _FORCE, None, least=0.0)
    gaps = table.measured("gap", _LENGTH, (), least=0.0)
    wheels = table.measured("wheel", _LENGTH, (0.0,))
    force = force if isinstance(force, tuple) else (force,)
    gaps = gaps if isinstance(gaps, tuple) else (gaps,)
    wheels = wheels if isinstance(wheels, tuple) else (wheels,)
    if not force or any(isinstance(f, tuple) for f in force):
        raise table.fail("axle", "must be a list of axle loads")
    if len(gaps) != len(force) - 1:
        raise table.fail(
            "gap", f"must hold {len(force) - 1} gaps between {len(force)} axles", len(gaps)
        )
    limits: list[float | tuple[float, float]] = []
    for gap in gaps:
        if isinstance(gap, tuple):
            if len(gap) != 2 or not gap[0] < gap[1]:
                raise table.fail("gap", "a variable gap must be a pair [least, most]", list(gap))
            limits.append((gap[0], gap[1]))
        else:
            limits.append(gap)
    tied = table.flag("gaps_tied", False)
    if tied:
        free = [gap for gap in limits if isinstance(gap, tuple)]
        if len(free) < 2 or len(set(free)) > 1 or math.isinf(free[0][1]):
            raise table.fail(
                "gaps_tied", "needs two or more gaps with the same finite limits [least, most]"
            )
    known = Vehicle(
        make_train(name, force, limits, wheels, tied),
        table.number("impact", 1.0, least=0.0),
        table.flag("both_ways", True),
        table.measured("edge", _LENGTH, math.nan, least=0.0),
        table.flag("drop_relieving", False),
    )
    table.close()
    return known


def _arrangement(table: _Table) -> ArrangementSpec:
    names = table.data.get("vehicles", [])
    table.known.add("vehicles")
    if not isinstance(names, list) or any(not isinstance(n, str) for n in names):
        raise table.fail("vehicles", "must be a list of vehicle names", names)
    result = ArrangementSpec(
        table.text("name", ""),
        tuple(names),
        table.number("vehicle_factor", 1.0, least=0.0),
        table.number("lane_factor", 1.0, least=0.0),
        table.measured("pair_gap", _LENGTH, 0.0, least=0.0),
        table.choice("use", ("all", "minimum"), "all"),
    )
    table.close()
    return result


def _block(table: _Table) -> Block:
    start = table.measured("from", _LENGTH, None)
    end = table.measured("to", _LENGTH, math.inf)
    block = Block(start, end, table.measured("load", _LINE, None, least=0.0))
    if not end > start:
        raise table.fail("to", "must lie behind `from`", end)
    table.close()
    return block


def _check_arrangements(model: LoadModel, top: _Table) -> None:
    for index, case in enumerate(model.arrangements):
        for name in case.vehicles:
            if name not in model.vehicles:
                known = ", ".join(model.vehicles) or "none"
                raise InputError(
                    f"arrangement[{index}].vehicles", "names a vehicle that is not in the file",
                    got=repr(name), hint=f"known: {known}", place=top.place,
                )  # fmt: skip
        if case.pair_gap and any(model.vehicles[n].train.tied for n in case.vehicles):
            raise InputError(
                f"arrangement[{index}].pair_gap", "cannot be used with a vehicle of tied gaps",
                place=top.place,
            )  # fmt: skip
    empty = not model.vehicles and not model.bands and not model.area and not model.area_lanes
    if empty and not model.udl and not model.blocks:
        raise InputError("vehicle", "the model holds no load", place=top.place)
