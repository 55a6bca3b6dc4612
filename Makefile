# Everything a person does here, as one command each. Needs git, make and Python 3.11 or newer, nothing else:
# the first command installs what it needs into .venv/. `make` alone lists the commands.

PYTHON ?= python3
ARGS ?=

# The charts that hang on a wall; the entry only says which of them to take.
LINES := first_line second_line third_line third_line_maximal treatment_duration

TIERS := basic limited enhanced maximal

# What the benches share, and what has a target of its own.
NO_BENCH := bench/patients.py bench/optimum.py bench/hand_written.py bench/agreement.py

BIN := .venv/bin
EXPORT = $(BIN)/decision-graph export --out exports/mbc
INSTALLED := .venv/.installed

# Without byte code every start pays for compiling the sources again, two to three times over.
unexport PYTHONDONTWRITEBYTECODE

# Installs one more extra, once.
extra = test .venv/.$(1) -nt pyproject.toml || { $(BIN)/python -m pip install --quiet --disable-pip-version-check \
    --constraint constraints.txt --editable '.[$(1)]' && touch .venv/.$(1); }

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help flowcharts test lint bench agreement mutation equality fuzz kills charts clean

help: ## list the commands
	@sed -n 's/^\([a-z-]*\):.*## /make \1\t/p' Makefile

flowcharts: $(INSTALLED) ## draw the flowcharts into exports/mbc/
	@$(EXPORT) mbc --edition booklet
	@$(EXPORT) mbc/first_line --edition booklet
	@for tier in $(TIERS); do $(EXPORT) mbc --edition tier --tier $$tier || exit 1; done
	@for line in $(LINES); do $(EXPORT) mbc/$$line --edition poster --format pdf --format svg --format dot || exit 1; done
	@$(EXPORT) mbc/first_line --edition poster --format png --dpi 100
	@$(EXPORT) mbc --format html --format markdown --format csv --index

test: $(INSTALLED) ## run every test and every example in the docs; ARGS="-k floors" for some
	@$(BIN)/pytest -n 2 $(ARGS)

lint: $(INSTALLED) ## check style, layout and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

bench: $(INSTALLED) ## measure, as ratios beside their targets
	@$(call extra,bench)
	@for bench in $(filter-out $(NO_BENCH),$(wildcard bench/*.py)) bench/peers; do $(BIN)/python "$$bench" || exit 1; done

agreement: $(INSTALLED) ## compiled decision, walk, proof and definition agree, patient by patient; ARGS="--patients 100000 --shards 10"
	@$(BIN)/python bench/agreement.py $(ARGS)

mutation: $(INSTALLED) ## break the guideline in every small way: verify and test must notice
	@$(BIN)/python bench/mutation $(ARGS)

equality: $(INSTALLED) ## ask the page in a browser and Python about 100,000 patients; ARGS="--patients 1000"
	@$(BIN)/python bench/equality $(ARGS)

fuzz: $(INSTALLED) ## look for bytes that break the parser or the facts reader; ARGS="--seconds 600"
	@$(call extra,fuzz)
	@$(BIN)/python tests/fuzz $(ARGS)

kills: $(INSTALLED) ## kill the quiz 200 times at random moments, and look for lost choices; ARGS="20" for fewer
	@PYTHONPATH=tests $(BIN)/python -m teaching.killing $(or $(ARGS),200)

charts: $(INSTALLED) ## print every edition of 200 random graphs, and measure every page
	@$(BIN)/python bench/drawing.py --random 200

clean: ## remove the environment, the caches and what was built
	rm -rf .venv .hypothesis .mypy_cache .pytest_cache .ruff_cache build dist
	find decision_graph tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

$(INSTALLED): pyproject.toml constraints.txt
	@command -v "$(PYTHON)" >/dev/null || { \
	    echo "make: there is no '$(PYTHON)' here: install Python 3.11 or newer, or name it: make PYTHON=python3.12" >&2; exit 2; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	    echo "make: decision-graph needs Python 3.11 or newer, and '$(PYTHON)' is $$("$(PYTHON)" -V 2>&1):" \
	         "name a newer one: make PYTHON=python3.12" >&2; exit 2; }
	@echo "Installing into .venv (once, and again when pyproject.toml or constraints.txt changes)"
	@"$(PYTHON)" -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[export,teach,dev]'
	@touch $@
