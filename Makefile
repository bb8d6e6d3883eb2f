# Needs python3 (3.11, 3.12 or 3.13) with pip, and make; everything else is set up in .venv from requirements.lock.

PYTHON ?=
UV ?= uv
ARGS ?=
WORKERS ?= 2

BIN := .venv/bin
STAMP := .venv/.set-up
IN_RANGE := import pip, sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
SAME := import sys; sys.exit("%d.%d" % sys.version_info[:2] != sys.argv[1])
VERSION := import sys; print("%d.%d" % sys.version_info[:2])

export MPLBACKEND := Agg

.DEFAULT_GOAL := help
.PHONY: help setup figures relabel check test clients fuzz mutants lint types imports docs wheel lock clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' Makefile

setup: $(STAMP) ## Set up .venv from requirements.lock (about a minute, once)

figures: $(STAMP) ## Bring every figure and the report up to date; ARGS="emphasis" for one
	@$(BIN)/discourse figures $(ARGS)

relabel: $(STAMP) ## Open the labelling page
	@$(BIN)/discourse relabel $(ARGS)

check: $(STAMP) ## Rebuild the figures elsewhere and compare every number with the committed one
	@$(BIN)/discourse check $(ARGS)

test: $(STAMP) ## Run the tests and the examples in the documentation; ARGS="-k counts" for some
	@$(BIN)/python -m pytest -n $(WORKERS) $(ARGS)

clients: $(STAMP) ## Run Label Studio, doccano and R themselves on what is exchanged with them (tests/clients says how to install them)
	@$(BIN)/python -m pytest -n 0 -m clients tests $(ARGS)

fuzz: $(STAMP) ## Read thousands of broken files; ARGS="--inputs 5000" a reader, "--case html:17" one again
	@$(BIN)/python tests/fuzz/run.py --workers $(WORKERS) $(ARGS)

mutants: $(STAMP) ## Put faults into the code and see whether the tests notice; ARGS="--all" for every fault
	@nice $(BIN)/python benchmarks/mutants.py $(ARGS)

lint: $(STAMP) ## Check style and form, and that what is imported is what is declared
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/deptry src

types: $(STAMP) ## Check types
	@$(BIN)/mypy

imports: $(STAMP) ## Check who imports whom
	@$(BIN)/lint-imports

docs: $(STAMP) ## Build the documentation; says where its first page is
	@$(BIN)/python -m sphinx -q -W --keep-going -b html -d build/docs-cache docs build/docs $(ARGS)
	@echo "Open build/docs/index.html"

wheel: $(STAMP) ## Build the wheel of the last commit in dist, the same bytes everywhere
	@.ci/wheel dist

lock: ## Fit requirements.lock to pyproject.toml (maintainers; needs uv); ARGS=--upgrade for newer versions
	@$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--no-emit-index-url --no-emit-find-links --all-extras --group dev --group build --group site pyproject.toml -o requirements.lock $(ARGS)
	@if grep -n '[:]//' requirements.lock; then echo "requirements.lock holds an address; renew it without one."; exit 1; fi

clean: ## Remove .venv, caches and builds; data, models and figures stay
	@rm -rf .venv .cache .coverage .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache build dist
	@find src tests experiments benchmarks docs -name __pycache__ -prune -exec rm -rf {} +
	@rm -rf src/*.egg-info docs/gallery/figures docs/reference/api docs/reference/commands

# The lock names everything that is needed, so pip has nothing to work out: without --no-deps, older versions of pip
# take the newest release of a package that another asks for with an extra, and stop at its missing hash.
$(STAMP): requirements.lock pyproject.toml
	@set -e; \
	python=; \
	for candidate in $(if $(PYTHON),$(PYTHON),python3 python3.13 python3.12 python3.11); do \
		if $$candidate -c '$(IN_RANGE)' 2>/dev/null; then python=$$candidate; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
		echo "$(if $(PYTHON),$(PYTHON) is not,Found no) Python 3.11, 3.12 or 3.13 with pip and venv." >&2; \
		echo "Install one, or name it: make setup PYTHON=/path/to/python3" >&2; \
		exit 1; \
	fi; \
	echo "Setting up .venv with $$($$python --version); this takes about a minute, once."; \
	clear=; \
	if [ -d .venv ] && ! .venv/bin/python -c '$(SAME)' "$$($$python -c '$(VERSION)')" 2>/dev/null; then clear=--clear; fi; \
	$$python -m venv --without-pip $$clear .venv; \
	$$python -m pip --python $(BIN)/python --disable-pip-version-check install -qq --no-compile \
		--require-hashes --no-deps --only-binary :all: -r requirements.lock; \
	$$python -m pip --python $(BIN)/python --disable-pip-version-check install -qq \
		--no-deps --no-index --no-build-isolation -e .
	@touch $@
