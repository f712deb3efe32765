# One environment in .venv, made from pyproject.toml alone; needs Python 3.11+ and make.
PYTHON ?= python3
export OPENBLAS_NUM_THREADS ?= 1
VENV   := .venv
BIN    := $(VENV)/bin

.PHONY: setup demo test check bench docs clean
setup: $(VENV)/.stamp
$(VENV)/.stamp: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet -e '.[all,test]'
	@touch $@

demo: setup            ## run the Tumen example and say where the report lies
	$(BIN)/spanwright run examples/tumen

check: setup           ## what every commit must pass, cheapest first
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: check            ## every check and every test
	$(BIN)/python -m pytest -n 2

bench: setup           ## speed against peers, as ratios
	$(BIN)/python -m pip install --quiet -e '.[bench]'
	$(BIN)/python -m benchmarks

docs: setup
	$(BIN)/python -m pip install --quiet -e '.[docs]'
	$(BIN)/mkdocs build --strict

clean:
	rm -rf $(VENV) out site
