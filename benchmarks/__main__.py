"""Run all benchmarks, or the named ones."""

from __future__ import annotations

import sys

from benchmarks import beam, checks, flagship, forecast, grillage, growth

ALL = {
    "beam": beam.main,
    "checks": checks.main,
    "grillage": grillage.main,
    "flagship": flagship.main,
    "growth": growth.main,
    "forecast": forecast.main,
}


def main(names: list[str]) -> int:
    """Print each benchmark; unknown names are named."""
    unknown = [n for n in names if n not in ALL]
    if unknown:
        print(f"unknown: {', '.join(unknown)}; known: {', '.join(ALL)}")
        return 2
    for name in names or list(ALL):
        print(f"\n== {name} ==", flush=True)
        ALL[name]()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
