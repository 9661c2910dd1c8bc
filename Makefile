# `make` builds the briefings of events.yaml into out/, `make word` installs what makes Word
# documents, `make test` runs the tests.
# Either first sets up what it needs.

PYTHON ?= python3
BIN = .venv/bin

.PHONY: all word test test-long check bench clean
.DELETE_ON_ERROR:

all: .venv/ready
	$(BIN)/briefing build

# pandoc, which makes Word documents, is 40 MB, so it is installed only on request.
word: .venv/ready
	$(BIN)/python -m pip install --quiet --editable '.[word]'

test: .venv/ready-to-test
	$(BIN)/pytest -n 2 --dist worksteal

test-long: .venv/ready-to-test
	$(BIN)/pytest -n 2 -m long

check: .venv/ready-to-test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python tools/check_prose.py

bench: .venv/ready-to-test
	$(BIN)/python -m benchmarks

clean:
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
