# `make` makes the briefings of events.yaml in out/. `make help` lists the other targets.
# Each sets up what it needs.

PYTHON ?= python3
BIN = .venv/bin

.PHONY: all help word setup test test-long check format bench clean
.DELETE_ON_ERROR:

all: .venv/ready  ## Set up, and make the briefings of events.yaml in out/ (the default)
	$(BIN)/briefing build

help:  ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' $(firstword $(MAKEFILE_LIST)) | \
	    while IFS='|' read -r target text; do printf 'make %-10s %s\n' "$$target" "$$text"; done

# pandoc, which makes Word documents, is 40 MB, so it is installed only on request.
word: .venv/ready  ## Install the programs for Word documents (40 MB)
	$(BIN)/python -m pip install --quiet --editable '.[word]'

setup: .venv/ready-to-test  ## Set up the program and the tools for tests

# Three processes, because tests also wait: for browsers, mail servers and time limits.
test: .venv/ready-to-test  ## Run the tests (about four minutes on two cores)
	$(BIN)/pytest -n 3 --dist worksteal

test-long: .venv/ready-to-test  ## Run the tests that take minutes each, and every law on many examples
	$(BIN)/pytest -n 3 --dist worksteal -m 'long or hypothesis' --hypothesis-profile thorough

check: .venv/ready-to-test  ## Check format, style, types and prose
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python tools/check_prose.py

format: .venv/ready-to-test  ## Format the code, and fix the style where that is safe
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: .venv/ready-to-test  ## Measure speed and memory
	$(BIN)/python -m benchmarks

clean:  ## Delete everything that make has made
	rm -rf .venv out build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis

.venv/ready: setup.cfg pyproject.toml tools/system-packages
	tools/system-packages
	$(PYTHON) -m venv --clear .venv
	$(BIN)/pip install --quiet --editable .
	touch $@

.venv/ready-to-test: setup.cfg pyproject.toml tools/system-packages tools/fetch_from_npm.py
	tools/system-packages --with-tests
	$(MAKE) --no-print-directory .venv/ready
	$(BIN)/pip install --quiet --editable '.[dev]'
	$(BIN)/python tools/fetch_from_npm.py
	touch $@
