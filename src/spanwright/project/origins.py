"""Where each value of the project file comes from: the walk that fills the ledger.

The raw file and the schema are walked together.  A value is *given* (the user's file),
*reported* (rests on a claim), or *assumed* (with a basis, or by a default of the schema).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from pydantic.fields import FieldInfo

from spanwright.datum.errors import InputError
from spanwright.datum.ledger import Line, Notice
from spanwright.datum.nearest import did_you_mean
from spanwright.datum.toml import Document
from spanwright.datum.units import UNITS, parse
from spanwright.evidence.claims import Assumption, Claim
from spanwright.evidence.reconcile import Adopted
from spanwright.evidence.records import key_of
from spanwright.evidence.register import Register
from spanwright.project.fields import ORIGIN_KEYS, Section
from spanwright.project.kinds import Quantity, show
from spanwright.project.wording import is_origin_key, join, sections_of

_ID: Final = re.compile(r"\b[A-Z]+\d+[a-z]?\b")
_ONLY_IDS: Final = re.compile(r"[A-Z]+\d+[a-z]?(?:[\s,;/]+[A-Z]+\d+[a-z]?)*")


@dataclass(frozen=True, slots=True)
class Origin:
    """What the file says about where a value comes from."""

    source: tuple[str, ...] = ()
    assumed: str = ""
    span: str = ""
    note: str = ""

    def __bool__(self) -> bool:
        return bool(self.source or self.assumed)


@dataclass(slots=True)
class Findings:
    """What the walk has gathered so far.

    ids_known : False when claims.toml could not be read; ids are then not looked up
    """

    document: Document
    register: Register
    ids_known: bool = True
    lines: list[Line] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    problems: list[InputError] = field(default_factory=list)

    def blame(self, address: str, expected: str, got: str = "", hint: str = "") -> None:
        """Note a problem at an address."""
        place = self.document.place(address)
        self.problems.append(InputError(address, expected, got=got, hint=hint, place=place))


def trace(model: type[Section], raw: Any, address: str, findings: Findings) -> Any:
    """Walk one section; gives the raw section with ``{ source = "B02" }`` replaced by values."""
    return _section(model, raw, address, Origin(), findings)


def _section(
    model: type[Section], raw: Any, address: str, inherited: Origin, findings: Findings
) -> Any:
    if not isinstance(raw, dict):
        return raw
    own = {key: raw[key] for key in raw if is_origin_key(key, model)}
    origin = _origin(own, address, findings) or inherited
    filled = dict(raw)
    for name, info in model.model_fields.items():
        where = join(address, name)
        inner, is_list = sections_of(info.annotation)
        if inner is not None:
            filled |= _nested(inner, is_list, name, raw, where, origin, findings)
        elif name in raw:
            filled[name] = _value(info, raw[name], where, origin, findings)
        else:
            findings.lines.extend(_default_line(info, where))
    return filled


def _nested(
    inner: type[Section],
    is_list: bool,
    name: str,
    raw: dict[str, Any],
    where: str,
    origin: Origin,
    findings: Findings,
) -> dict[str, Any]:
    if name not in raw:
        if not is_list and not _is_optional(inner):
            _section(inner, {}, where, Origin(), findings)
        return {}
    value = raw[name]
    if is_list and isinstance(value, list):
        return {
            name: [
                _section(inner, item, join(where, index), origin, findings)
                for index, item in enumerate(value)
            ]
        }
    return {name: _section(inner, value, where, origin, findings)}


def _is_optional(inner: type[Section]) -> bool:
    """A section with a required field has no default: absent, it writes no lines."""
    return any(info.is_required() for info in inner.model_fields.values())


def _default_line(info: FieldInfo, address: str) -> Iterator[Line]:
    extra = info.json_schema_extra
    if isinstance(extra, dict) and "basis" in extra:
        basis, span = str(extra["basis"]), str(extra.get("range", ""))
        yield Line(address, _text(info, info.default), "assumed", basis, "default", span)


def _value(info: FieldInfo, raw: Any, address: str, above: Origin, findings: Findings) -> Any:
    origin = above
    if _is_mapping(info):
        return _mapping(info, raw, address, origin, findings)
    if isinstance(raw, dict) and "value" in raw:
        for key in set(raw) - {"value", *ORIGIN_KEYS}:
            hint = did_you_mean(key, ORIGIN_KEYS)
            findings.blame(join(address, key), "unknown key", hint=hint)
        origin = _origin(raw, address, findings) or above
        raw = raw["value"]
    elif isinstance(raw, dict) and raw and set(raw) <= set(ORIGIN_KEYS):
        origin = _origin(raw, address, findings)
        raw = _from_claim(info, origin, address, findings)
    findings.lines.append(_line(info, raw, address, origin, findings))
    _compare(info, raw, address, origin, findings)
    return raw


def _is_mapping(info: FieldInfo) -> bool:
    return getattr(info.annotation, "__origin__", None) is dict


def _mapping(info: FieldInfo, raw: Any, address: str, origin: Origin, findings: Findings) -> Any:
    """A table of free names, such as production rates: each entry has its own origin."""
    if not isinstance(raw, dict):
        return raw
    inner = FieldInfo(annotation=info.annotation.__args__[1])  # type: ignore[union-attr]
    return {
        name: _value(inner, value, join(address, name), origin, findings)
        for name, value in raw.items()
    }


def _origin(table: dict[str, Any], address: str, findings: Findings) -> Origin:
    """The origin keys of a table, with every id looked up."""
    source = table.get("source", ())
    ids = (source,) if isinstance(source, str) else source
    if not isinstance(ids, (list, tuple)) or not all(isinstance(one, str) for one in ids):
        findings.blame(f"{address}.source", "must be a claim id or a list of them", show(source))
        ids = ()
    words = {}
    for key in ("assumed", "range", "note"):
        words[key] = table.get(key, "")
        if not isinstance(words[key], str) or (key in table and not words[key].strip()):
            findings.blame(f"{address}.{key}", "must be text that is not empty", show(words[key]))
            words[key] = ""
    if ids and words["assumed"]:
        findings.blame(address, "has both a source and an assumption", hint="keep one of them")
    for one in ids:
        if one not in findings.register.claims:
            _blame_id(f"{address}.source", one, list(findings.register.claims), findings)
    if _ONLY_IDS.fullmatch(words["assumed"].strip()):
        known = _known_ids(findings.register)
        for one in _ID.findall(words["assumed"]):
            if one not in known:
                _blame_id(f"{address}.assumed", one, list(known), findings)
    return Origin(tuple(ids), words["assumed"], words["range"], words["note"])


def _blame_id(address: str, identifier: str, known: list[str], findings: Findings) -> None:
    if not findings.ids_known:
        return
    near = did_you_mean(identifier, known) if len(known) > 12 else ""
    hint = near or ("" if known else "there is no claims.toml beside the project file")
    findings.blame(address, "no claim has this id", identifier, hint)


def _known_ids(register: Register) -> set[str]:
    return {*register.claims, *register.assumptions, *register.conflicts}


def _from_claim(info: FieldInfo, origin: Origin, address: str, findings: Findings) -> Any:
    """The value itself, taken from the claim a ``{ source = "B02" }`` names."""
    claim = findings.register.claims.get(origin.source[0]) if len(origin.source) == 1 else None
    if claim is None:
        if len(origin.source) != 1:
            findings.blame(address, "has no value", hint="add value = ... or name one claim")
        return None
    if claim.number is None and claim.unit != "date":
        findings.blame(address, f"claim {claim.id} holds no single number", claim.value)
        return None
    if claim.unit == "date":
        return claim.value
    quantity = quantity_of(info)
    if quantity is not None and claim.unit in UNITS[quantity.dimension]:
        return f"{claim.number!r} {claim.unit}"
    return claim.number


def _line(info: FieldInfo, raw: Any, address: str, origin: Origin, findings: Findings) -> Line:
    text, register = _text(info, raw), findings.register
    if origin.source:
        claims = [register.claims[one] for one in origin.source if one in register.claims]
        told = " | ".join(text for claim in claims for text in register.attributions(claim.id))
        disputes = [
            f"{conflict.id}: {conflict.resolution} ({conflict.basis})"
            for conflict in register.records.conflicts
            if set(origin.source) & set(conflict.claims)
        ]
        note = " | ".join(part for part in (origin.note, told, *disputes) if part)
        return Line(address, text, "reported", ", ".join(origin.source), note, origin.span)
    if origin.assumed:
        basis, span = _basis(origin, register)
        return Line(address, text, "assumed", basis, origin.note, span)
    return Line(address, text, "given", findings.document.place(address), origin.note, origin.span)


def _basis(origin: Origin, register: Register) -> tuple[str, str]:
    """Basis and range of an assumption; an id brings the words of its record."""
    records: list[Assumption] = [
        register.assumptions[one]
        for one in _ID.findall(origin.assumed)
        if one in register.assumptions
    ]
    if not records:
        return origin.assumed, origin.span
    told = "; ".join(f"{record.id}: {record.basis}" for record in records)
    only_ids = _ONLY_IDS.fullmatch(origin.assumed.strip())
    basis = told if only_ids else f"{origin.assumed} ({told})"
    # A record's range is of its whole value; it stands for this one only when named alone.
    return basis, origin.span or (records[0].range if only_ids and len(records) == 1 else "")


def quantity_of(info: FieldInfo) -> Quantity | None:
    """The `Quantity` of a field, also behind ``| None``."""
    found = [item for item in info.metadata if isinstance(item, Quantity)]
    parts = [] if found else [m for p in getattr(info.annotation, "__args__", ()) for m in _meta(p)]
    return next((item for item in (*found, *parts) if isinstance(item, Quantity)), None)


def _meta(part: Any) -> tuple[Any, ...]:
    return getattr(part, "__metadata__", ())


def _text(info: FieldInfo, raw: Any) -> str:
    """The value as the user would write it; a bare number gets its SI unit."""
    quantity = quantity_of(info)
    if quantity is not None and isinstance(raw, (int, float)) and not isinstance(raw, bool):
        unit = next(iter(UNITS[quantity.dimension]))
        return f"{raw:g}" if unit == "1" else f"{raw:g} {unit}"
    if isinstance(raw, (list, tuple)):
        inner = ", ".join(_text(info, item) for item in raw)
        return f"[{inner}]" if len(inner) <= 200 else f"a list of {len(raw)}"
    return raw if isinstance(raw, str) else show(raw)


def _compare(info: FieldInfo, raw: Any, address: str, origin: Origin, findings: Findings) -> None:
    """Say it when a value rests on a claim that was not adopted, or differs from its claim."""
    for one in origin.source:
        claim = findings.register.claims.get(one)
        if claim is None:
            continue
        outcome = findings.register.adopted[key_of(claim)]
        if outcome.claim is not claim:
            # A supporting claim agrees with the adopted one; anything else is a choice to defend.
            level: Literal["info", "warning"] = (
                "info" if claim.status == "supporting" else "warning"
            )
            findings.notices.append(Notice(address, _not_adopted(claim, outcome), level))
        if len(origin.source) == 1 and _differs(info, raw, claim):
            text = f"{_text(info, raw)} is used, but claim {claim.id} says {claim.text}"
            findings.notices.append(Notice(address, text))


def _not_adopted(claim: Claim, outcome: Adopted) -> str:
    instead = f"; adopted is {outcome.claim.id}, {outcome.claim.text}" if outcome.claim else ""
    return f'rests on claim {claim.id}, which is "{claim.status}" and not adopted{instead}'


def _differs(info: FieldInfo, raw: Any, claim: Claim) -> bool:
    quantity = quantity_of(info)
    if claim.number is None or not isinstance(raw, (str, int, float)):
        return False
    if quantity is None:
        is_number = isinstance(raw, (int, float)) and not isinstance(raw, bool)
        return is_number and float(raw) != claim.number
    if claim.unit not in UNITS[quantity.dimension]:
        return False
    try:
        used = parse(raw, quantity.dimension)
        said = parse(f"{claim.number!r} {claim.unit}", quantity.dimension)
    except (ValueError, TypeError):
        return False  # the schema tells what is wrong with the value itself
    return abs(used - said) > 1e-6 * max(abs(used), abs(said))
