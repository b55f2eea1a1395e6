# Everything runs in a venv of its own, made from the pinned requirements as soon as it is needed.
# With another Python: make test PYTHON=python3.13 VENV=.venv-3.13

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.set-up

# More arguments for the program or the tests: make demo ARGS="--size large", make test ARGS="-k bank"
ARGS ?=

# Each process of the tests would compile all of them anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup demo test lint check bench year pictures pins clean

help: ## show these targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 12

setup: $(STAMP) ## set up the venv, and nothing else

$(STAMP): requirements-dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed.")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements-dev.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(STAMP) ## open the portal with invented customers
	@$(BIN)/customer-login demo $(ARGS)

test: $(STAMP) ## run all tests, on SQLite and on a PostgreSQL server of their own
	$(BIN)/python -m pytest -n auto $(ARGS)

lint: $(STAMP) ## format, lint, strict types, import contracts, spelling
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/codespell

check: lint test ## everything that must hold before a change is handed in

bench: $(STAMP) ## measure start, memory, keys and idling; fails nothing
	$(BIN)/python -m scripts.bench $(ARGS)

year: $(STAMP) ## a year of the large demo: every night's work, and that nothing becomes impossible
	$(BIN)/python -m scripts.year $(ARGS)

pictures: $(STAMP) ## draw the pictures of docs/pictures anew
	$(BIN)/python -m scripts.screenshots $(ARGS)

PIN := CUSTOM_COMPILE_COMMAND="make pins" $(BIN)/pip-compile --quiet --strip-extras --annotation-style=line \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options --extra postgres

pins: $(STAMP) ## pin what pyproject.toml asks for; versions stay unless ARGS=--upgrade
	$(PIN) $(ARGS) --output-file requirements.txt pyproject.toml
	$(PIN) $(ARGS) --output-file requirements-dev.txt --extra dev --constraint requirements.txt \
		--allow-unsafe --build-deps-for editable pyproject.toml

clean: ## remove what can be made again
	rm -rf .venv .venv-* build dist *.egg-info .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache \
		.ruff_cache snapshot_report.html
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
