# Every target in a line: `make help`. Needs Python 3.11, 3.12 or 3.13 and make, nothing else.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help setup run test test-corpus test-hostile dev dashboard bench bench-extract bench-accuracy bench-mutations bench-dashboard lint types format lock facsimile clean docs dbt-docs

RAW ?= data/raw
HOME_DIR ?= data
CORPUS ?= ../shared/corpus
VENV := .venv
BIN := $(VENV)/bin
PYTEST ?= -n 2

# The newest interpreter that the locked packages support; PYTHON=... names another.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	if $$p -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; \
	then echo $$p; break; fi; done)

export DO_NOT_TRACK := 1
export DAGSTER_DISABLE_TELEMETRY := yes

help: ## every target in a line
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(VENV)/.installed ## make .venv from the locked, hashed requirements

# pyproject.toml is no prerequisite: its versions are in the lock, its tool settings are read live.
$(VENV)/.installed: requirements.lock
	@if [ -z "$(PYTHON)" ]; then \
	  echo "yusuan needs Python 3.11, 3.12 or 3.13 (with venv). Install one, or name it: make $(MAKECMDGOALS) PYTHON=/path/to/python3.12" >&2; exit 2; fi
	@echo "setting up $(VENV) with $$($(PYTHON) --version) (once, one to three minutes)"
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip --disable-pip-version-check install -qq --no-deps --require-hashes -r requirements.lock
	@$(BIN)/python -m pip --disable-pip-version-check install -qq --no-deps --no-build-isolation -e .
	@touch $@

run: setup ## ingest data/raw, build, audit, publish (RAW=DIR HOME_DIR=DIR for other folders)
	@$(BIN)/yusuan run --raw "$(RAW)" --home "$(HOME_DIR)"

dev: setup ## Dagster's page and daemon, with the nightly schedule on
	@YUSUAN_RAW_DIR="$(RAW)" YUSUAN_HOME="$(HOME_DIR)" $(BIN)/python -m pipelines.defs.dev

dashboard: setup ## the web dashboard over what is published
	@YUSUAN_RAW_DIR="$(RAW)" YUSUAN_HOME="$(HOME_DIR)" $(BIN)/python -m streamlit run dashboards/app.py

test: setup ## the test suite
	@$(BIN)/python -m pytest -m "not corpus" $(PYTEST)

test-corpus: setup ## tests on the real documents of CORPUS, which are not part of the project
	@YUSUAN_CORPUS="$(abspath $(CORPUS))" $(BIN)/python -m pytest -m corpus $(PYTEST)

test-hostile: setup ## N=1000 documents made to break a reader, through a whole run (half an hour)
	@$(BIN)/python -m tests.hostile $(or $(N),1000)

bench: bench-extract bench-accuracy ## all benchmarks, on the real documents of CORPUS

bench-extract: setup ## speed of reading and tables beside pdfplumber
	@$(BIN)/python benchmarks/bench_extract.py --corpus "$(CORPUS)"

bench-accuracy: setup ## figures right against the truth of CORPUS, sums that hold (REFERENCE=all: both readers)
	@$(BIN)/python benchmarks/bench_accuracy.py --corpus "$(CORPUS)" $(if $(REFERENCE),--reference $(REFERENCE))

bench-mutations: setup ## power of the rules: one wrong figure at a time, on the real documents of CORPUS
	@$(BIN)/python benchmarks/bench_mutations.py --corpus "$(CORPUS)"

bench-dashboard: setup ## how soon the pages of the dashboard are there, with 1,000 documents made of what is published
	@$(BIN)/python benchmarks/bench_dashboard.py --home "$(HOME_DIR)"

lint: setup ## ruff (lint and format) and sqlfluff
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/sqlfluff lint --disable-progress-bar dbt_project

types: setup ## type check
	@$(BIN)/basedpyright

format: setup ## mend what lint can mend
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .
	@$(BIN)/sqlfluff fix --disable-progress-bar --quiet dbt_project

dbt-docs: setup ## every table and column, and the lineage from a report back to raw, as one page (after a run)
	@YUSUAN_BUILD_PATH="$(abspath $(HOME_DIR))/build.duckdb" $(BIN)/dbt --quiet --log-path "$(abspath $(HOME_DIR))/logs" \
	  --no-send-anonymous-usage-stats docs generate --static --project-dir dbt_project --profiles-dir dbt_project \
	  --target-path "$(abspath $(HOME_DIR))/dbt-docs"
	@echo "$(HOME_DIR)/dbt-docs/static_index.html"

$(VENV)/.docs: requirements-docs.lock $(VENV)/.installed
	@$(BIN)/python -m pip --disable-pip-version-check install -qq --no-deps --require-hashes -r requirements-docs.lock
	@touch $@

docs: run $(VENV)/.docs ## the documentation site, from docs/ and what is published of data/raw; checks its links
	@$(BIN)/python -m pipelines.site_pages --home "$(HOME_DIR)"
	@NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict --quiet
	@echo "site/index.html"

clean: ## remove what runs have made under HOME_DIR (data/raw stays)
	@rm -rf "$(HOME_DIR)/extracted" "$(HOME_DIR)/build.duckdb" "$(HOME_DIR)/publications" "$(HOME_DIR)/published"

lock: setup ## pin the dependencies of pyproject.toml anew (needs uv on the PATH)
	@uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --extra dev --quiet pyproject.toml -o requirements.lock
	@uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --group docs --constraint requirements.lock --quiet -o requirements-docs.lock
