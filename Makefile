# Everything a person does with this repository begins here. `make help` lists it.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PYTEST_ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help setup demo test sweep lint build bench

help:  ## this list
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

setup: $(VENV)/.ready  ## a virtual environment with everything in it

$(VENV)/.ready: pyproject.toml constraints.txt hatch_build.py
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or later is needed: make PYTHON=python3.11 ..."; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]' --constraint constraints.txt
	@touch $@

demo: setup  ## grade the sample class in the sandbox
	@$(BIN)/autograder demo

test: setup  ## the tests (those that need bubblewrap, Graphviz or Chromium are skipped, and named, where these are missing)
	$(BIN)/python -m pytest -m "not sweep" $(PYTEST_ARGS)

sweep: setup  ## the slow sweeps over the whole course
	$(BIN)/python -m pytest -m sweep $(PYTEST_ARGS)

lint: setup  ## style, types, and whether assignments/ is what solutions/ gives
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/autograder build --check

build: setup  ## write assignments/ from solutions/
	$(BIN)/autograder build

bench: setup  ## measure what README says about speed and learning
	$(BIN)/python -m benchmarks.engine
	$(BIN)/python -m benchmarks.mnist
	$(BIN)/python -m benchmarks.grading
