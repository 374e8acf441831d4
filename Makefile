# Every chore of the project. `make run` and `make test` need Python 3.11 or newer and make, nothing else.

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
PYTEST_ARGS ?= -n 2 --dist loadfile

.PHONY: help setup run test quick bench check format lock browser soak clean

help:
	@echo "make setup   the environment in .venv, with all that tests and checks need"
	@echo "make run     the product on http://127.0.0.1:8000"
	@echo "make test    checks and every test, browser tests included"
	@echo "make quick   checks and the tests that need no browser and no long trial"
	@echo "make bench   speed, as ratios side by side"
	@echo "make check   format, lint, types, imports"
	@echo "make soak    a kill -9 trial longer than the one in the tests"
	@echo "make lock    pin the dependencies anew"

$(VENV)/pyvenv.cfg:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed and was not found. Install it, or name it: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }

$(VENV)/run.stamp: requirements/run.txt pyproject.toml | $(VENV)/pyvenv.cfg
	@echo "Installing what the product needs (once; a minute or two) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/run.stamp
	@echo "Installing what tests and checks need ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

$(VENV)/bench.stamp: requirements/bench.txt $(VENV)/dev.stamp
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.txt
	@touch $@

setup: $(VENV)/dev.stamp
	@echo "Ready: $(BIN)/spinfab --help"

run: $(VENV)/run.stamp
	@$(BIN)/spinfab run

browser: $(VENV)/dev.stamp
	@sh deploy/browser.sh

check: $(VENV)/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/spinfab check app/language/packs scenarios prompts

format: $(VENV)/dev.stamp
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

test: check browser
	$(BIN)/pytest $(PYTEST_ARGS)

quick: check
	$(BIN)/pytest -m "not browser and not slow" $(PYTEST_ARGS)

bench: $(VENV)/bench.stamp
	$(BIN)/python -m benchmarks

soak: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.kill

lock:
	@command -v uv >/dev/null || { echo "make lock needs uv (pip install uv)"; exit 1; }
	uv pip compile -q pyproject.toml --group house --universal --generate-hashes --no-header --python-version 3.11 -o requirements/run.txt
	uv pip compile -q pyproject.toml --group house --group dev --universal --generate-hashes --no-header --python-version 3.11 -c requirements/run.txt -o requirements/dev.txt
	uv pip compile -q --group bench --universal --generate-hashes --no-header --python-version 3.11 -c requirements/dev.txt -o requirements/bench.txt

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build
