"""Elemental cost estimate with its uncertainty, and how it compares with what was reported."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np

from spanwright.datum.arrays import Array, floats, freeze
from spanwright.datum.errors import InputError, InputErrors
from spanwright.datum.ledger import Line, Notice
from spanwright.datum.nearest import did_you_mean
from spanwright.evidence.register import Register
from spanwright.project.basis import CostBrief
from spanwright.works.bill import DAYS_A_MONTH, Bill
from spanwright.works.distributions import lognormal_of, pert_mean, triangular_log
from spanwright.works.rates import PROJECT

SAMPLES: Final = 20_000
GIVEN_RANGE: Final = 0.20  # log deviation left on a price the user gives
SHARES: Final = (0.1, 0.5, 0.8, 0.9)
OVERHEADS: Final = "site overheads"
QUANTITY_SPREAD: Final = 0.07  # log deviation of the quantities of a concept


@dataclass(frozen=True, slots=True)
class Price:
    """A unit price in the project's currency; low and high are its 10 % and 90 % points."""

    item: str
    group: str
    unit: str
    low: float
    value: float
    high: float
    shares: Mapping[str, float]
    source: str
    tag: str


@dataclass(frozen=True, slots=True)
class CostRow:
    """One priced element: amounts and money at 10, 50 and 80 %."""

    item: str
    group: str
    amount: float
    unit: str
    price: tuple[float, float, float]
    p10: float
    p50: float
    p80: float
    source: str
    tag: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A reported cost beside the estimate.

    reported : in the currency of the estimate;  share : of the estimate's sample below it
    """

    claim: str
    said: str
    status: str
    reported: float
    scope: str
    estimate: float
    share: float
    note: str


@dataclass(frozen=True, slots=True, eq=False)
class Cost:
    """The estimate.  Money in ``currency`` at the prices of ``base``.

    total    : (n,) sample of the whole;  by_front : front -> (n,) sample of its share
    quantile : 10, 50, 80 and 90 % of the total;  contingency : P80 - P50
    uplifted : P50 with the reference class' overrun at its 50 and 80 %, shown apart
    """

    currency: str
    base: str
    rows: tuple[CostRow, ...]
    total: Array
    by_front: Mapping[str, Array]
    quantiles: tuple[float, float, float, float]
    contingency: float
    uplifted: tuple[float, float]
    per_area: float
    per_length: float
    comparisons: tuple[Comparison, ...]
    excluded: tuple[str, ...]
    notices: tuple[Notice, ...]
    lines: tuple[Line, ...]

    def __post_init__(self) -> None:
        freeze(self)


@dataclass(frozen=True, slots=True)
class Precedent:
    """A reported cost of another crossing, in the currency and money of its report.

    length : that the cost is spread over, as its words in ``covers`` say  [m]
    """

    name: str
    cost: float
    currency: str
    length: float
    covers: str
    source: str


@cache
def precedents() -> tuple[Precedent, ...]:
    """Other crossings whose reported cost was read."""
    return tuple(
        Precedent(r["name"], float(r["cost"]), r["currency"], float(r["length"]), r["covers"],
                  r["source"])
        for r in tables()["precedent"]
    )  # fmt: skip


@cache
def tables() -> dict[str, Any]:
    """The shipped prices."""
    return tomllib.loads((files("spanwright.works") / "cost.toml").read_text("utf-8"))


def exchange_rate(currency: str) -> float:
    """Units of a currency for one US dollar; InputError for one not in the table."""
    known = tables()["exchange"]
    if currency not in known:
        raise InputError(
            "cost.currency", "no rate to the US dollar of the built-in prices is known",
            got=currency, hint=did_you_mean(currency, known) or f"known: {', '.join(known)}",
        )  # fmt: skip
    return float(known[currency])


def prices(brief: CostBrief | None) -> dict[str, Price]:
    """Unit prices in the project's currency, its own in place of the built-in ones.

    Raises InputErrors naming each unknown item and the nearest known one.
    """
    data = tables()
    rate = exchange_rate(brief.currency if brief else data["currency"])
    found = {
        item: Price(item, row["group"], row["unit"], row["low"] * rate, row["value"] * rate,
                    row["high"] * rate, dict(row["shares"]), data["source"], "assumed")
        for item, row in data["items"].items()
    }  # fmt: skip
    problems = []
    for item, value in (brief.unit_prices if brief else {}).items():
        if item not in found:
            problems.append(
                InputError(f"cost.unit_prices.{item}", "no such item", got=item,
                           hint=did_you_mean(item, found) or f"known: {', '.join(found)}")
            )  # fmt: skip
            continue
        reach = float(np.exp(1.2816 * GIVEN_RANGE))
        found[item] = replace(
            found[item], low=value / reach, value=value, high=value * reach, source=PROJECT,
            tag="given",
        )  # fmt: skip
    if problems:
        raise InputErrors(problems)
    return found


def estimate(
    bill: Bill, brief: CostBrief | None, months: Mapping[str, Array], deck: tuple[float, float],
    register: Register | None = None, *, seed: int = 1,
) -> Cost:  # fmt: skip
    """The whole estimate.

    months : front -> sample of the duration of its works [month], for the overheads
    deck   : area [m2] and length [m] of the bridge
    """
    table = prices(brief)
    currency = brief.currency if brief else tables()["currency"]
    rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, 5])))
    drivers = {k: sd * rng.standard_normal(SAMPLES) for k, sd in tables()["drivers"].items()}
    amounts: dict[str, dict[str, Array]] = {}
    for (item, front), amount in bill.items.items():
        amounts.setdefault(item, {})[front] = np.full(SAMPLES, amount)
    for front, sample in months.items():
        chosen = rng.integers(0, len(sample), SAMPLES)
        amounts.setdefault(OVERHEADS, {})[front] = sample[chosen]
    by_front: dict[str, Array] = {}
    rows = []
    for item, parts in amounts.items():
        price = table[item]
        unit = sample_price(price, drivers, rng)
        spread = np.exp(QUANTITY_SPREAD * rng.standard_normal(SAMPLES))
        money = {front: unit * spread * amount for front, amount in parts.items()}
        for front, sample in money.items():
            by_front[front] = by_front.get(front, np.zeros(SAMPLES)) + sample
        rows.append(_row(price, sum(float(np.median(a)) for a in parts.values()),
                         sum(money.values(), np.zeros(SAMPLES))))  # fmt: skip
    rows.append(_on_top(by_front, amounts, rows, rng))
    rows.sort(key=lambda row: -row.p50)
    return _collect(rows, by_front, brief, currency, deck, register)


def sample_price(price: Price, drivers: Mapping[str, Array], rng: np.random.Generator) -> Array:
    """Prices of one item: shared drivers first, the rest of its own range beside them.  -> (n,)"""
    mu, sigma = triangular_log(price.low, price.value, price.high)
    shared = sum((share * drivers[k] for k, share in price.shares.items()), np.zeros(SAMPLES))
    sds = tables()["drivers"]
    explained = sum((share * sds[k]) ** 2 for k, share in price.shares.items())
    own = float(np.sqrt(max(sigma**2 - explained, 0.0)))
    return floats(np.exp(mu + shared + own * rng.standard_normal(SAMPLES)))


def _row(price: Price, amount: float, money: Array) -> CostRow:
    p10, p50, p80 = np.quantile(money, [0.1, 0.5, 0.8])
    return CostRow(price.item, price.group, amount, price.unit,
                   (price.low, price.value, price.high), float(p10), float(p50), float(p80),
                   price.source, price.tag)  # fmt: skip


def _on_top(
    by_front: dict[str, Array], amounts: Mapping[str, Any], rows: list[CostRow],
    rng: np.random.Generator,
) -> CostRow:  # fmt: skip
    """Design and supervision, as a share of construction without the checkpoints."""
    name, row = next(iter(tables()["on_top"].items()))
    mu, sigma = triangular_log(row["low"], row["value"], row["high"])
    share = np.exp(mu + sigma * rng.standard_normal(SAMPLES))
    checkpoint = next((r.p50 for r in rows if r.item == "checkpoint"), 0.0)
    posts = amounts.get("checkpoint", {})
    extra = np.zeros(SAMPLES)
    for front, money in by_front.items():
        own = checkpoint * (1.0 / len(posts) if front in posts else 0.0)
        fee = share * np.maximum(money - own, 0.0)
        by_front[front] = money + fee
        extra += fee
    p10, p50, p80 = np.quantile(extra, [0.1, 0.5, 0.8])
    return CostRow(name, "on top", pert_mean(row["low"], row["value"], row["high"]), "of the rest",
                   (row["low"], row["value"], row["high"]), float(p10), float(p50), float(p80),
                   tables()["source"], "assumed")  # fmt: skip


def _collect(
    rows: list[CostRow], by_front: dict[str, Array], brief: CostBrief | None, currency: str,
    deck: tuple[float, float], register: Register | None,
) -> Cost:  # fmt: skip
    total = sum(by_front.values(), np.zeros(SAMPLES))
    q = tuple(float(x) for x in np.quantile(total, SHARES))
    reference = tables()["reference_class"]
    uplifts = tuple(q[1] * (1.0 + reference[k]["value"]) for k in ("p50", "p80"))
    lines = [
        Line(f"cost.unit_prices.{row.item}", f"{row.price[1]:g} {currency}/{row.unit}",
             "given" if row.tag == "given" else "assumed", row.source, "",
             f"{row.price[0]:g} to {row.price[2]:g}")
        for row in rows
    ]  # fmt: skip
    rate = exchange_rate(currency)
    if rate != 1.0:
        lines.append(Line("cost.exchange", f"{rate:g} {currency} for 1 USD", "assumed",
                          "remembered rate of mid-2025"))  # fmt: skip
    return Cost(
        currency, tables()["base"], tuple(rows), total, by_front, (q[0], q[1], q[2], q[3]),
        q[2] - q[1], (uplifts[0], uplifts[1]), q[1] / deck[0], q[1] / deck[1],
        _comparisons(by_front, total, currency, brief, register), 
        tuple(tables()["not_included"]["items"]), _notices(rows, brief), tuple(lines),
    )  # fmt: skip


def _notices(rows: list[CostRow], brief: CostBrief | None) -> tuple[Notice, ...]:
    found = []
    if all(row.tag == "assumed" for row in rows):
        found.append(
            Notice("cost", "every unit price is a planner's assumption; none was read in a source: "
                   "the estimate shows an order of size, no more")
        )  # fmt: skip
    if brief is not None and brief.price_level is not None:
        stated = brief.price_level
        if not date(2024, 1, 1) <= stated <= date(2025, 12, 31):
            found.append(
                Notice("cost.price_level", f"the prices are of {tables()['base']}; no index to "
                       f"{stated} is applied")
            )  # fmt: skip
    return tuple(found)


def _comparisons(
    by_front: Mapping[str, Array], total: Array, currency: str, brief: CostBrief | None,
    register: Register | None,
) -> tuple[Comparison, ...]:  # fmt: skip
    """Each reported cost beside the whole and beside each front's share: scopes are not known."""
    found = []
    scopes: list[tuple[str, Array]] = [("whole crossing", total)]
    scopes += [(f"front {front} alone", money) for front, money in by_front.items() if front]
    reported: list[tuple[str, str, str, float, str]] = []
    for claim in register.claims.values() if register else ():
        amount = claimed_amount(claim.value, claim.unit, currency)
        if claim.key.endswith(".cost") and amount is not None:
            reported.append((claim.id, claim.text, claim.status, amount, claim.note))
    if not reported and brief is not None and brief.budget is not None:
        reported.append(("cost.budget", "the budget", "given", brief.budget, ""))
    for identity, said, status, amount, note in reported:
        for scope, money in scopes:
            found.append(
                Comparison(identity, said, status, amount, scope, float(np.median(money)),
                           float(np.mean(money <= amount)), note)
            )  # fmt: skip
    return tuple(found)


_SCALES: Final = (("trillion", 1e12), ("billion", 1e9), ("thousand million", 1e9), ("million", 1e6))


def claimed_amount(value: str, unit: str, currency: str) -> float | None:
    """Money in words, in the currency of the estimate: "111 million" USD, "about a trillion".

    None where the words or the currency are not understood.
    """
    text = value.lower().replace(",", "")
    known = tables()["exchange"]
    words = [w for w in unit.upper().split() if w in known]
    if not words:
        return None
    match = re.search(r"\d+(?:\.\d+)?", text)
    one = re.search(r"\ba (?:trillion|billion|thousand million|million)\b", text)
    number = float(match.group()) if match else (1.0 if one else None)
    if number is None:
        return None
    scale = next((s for word, s in _SCALES if word in f"{text} {unit.lower()}"), 1.0)
    return number * scale / float(known[words[0]]) * exchange_rate(currency)


def reference_overrun() -> tuple[float, float]:
    """(sigma, mu) of the logarithm of actual over estimate, from the class' mean and deviation."""
    reference = tables()["reference_class"]
    return lognormal_of(reference["mean"]["value"], reference["sd"]["value"])


def months_between(days: Array) -> Array:
    """Days to months of the overheads.  (n,) [day] -> (n,) [month]"""
    return floats(days / DAYS_A_MONTH)
