# One environment in .venv, made from pyproject.toml alone; needs Python 3.11+ and make.
PYTHON ?= python3
export OPENBLAS_NUM_THREADS ?= 1
VENV   := .venv
BIN    := $(VENV)/bin

.PHONY: setup demo test check bench docs page studio clean
setup: $(VENV)/.stamp
$(VENV)/.stamp: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet -e '.[all,test]'
	@touch $@

demo: setup            ## run the Tumen example and say where the report lies
	$(BIN)/spanwright run examples/tumen

WEB := studio/web
page: $(WEB)/.stamp        ## the studio's page, where Node is there; releases carry it built
$(WEB)/.stamp: $(WEB)/package-lock.json $(WEB)/vite.config.js $(WEB)/index.html $(shell find $(WEB)/src -type f 2>/dev/null)
	@if command -v npm >/dev/null; then \
	  (cd $(WEB) && npm ci --silent --no-audit --no-fund && npx vite build --logLevel warn && touch .stamp) || \
	  echo "the studio's page could not be built (see above); its tests are skipped"; \
	else echo "no Node: the studio's page is not built (releases carry it)"; fi

studio: setup page     ## open the Tumen example in the browser
	$(BIN)/spanwright studio examples/tumen

check: setup           ## what every commit must pass, cheapest first
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: check page       ## every check and every test
	$(BIN)/python -m pytest -n 2

bench: setup           ## speed against peers, as ratios
	$(BIN)/python -m pip install --quiet -e '.[bench]'
	$(BIN)/python -m benchmarks

docs: setup
	$(BIN)/python -m pip install --quiet -e '.[docs]'
	$(BIN)/mkdocs build --strict

clean:
	rm -rf $(VENV) out site $(WEB)/.stamp $(WEB)/node_modules src/spanwright_studio/page
