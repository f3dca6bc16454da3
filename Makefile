# Everything that is installed lies in .venv; a target that is up to date does nothing, and none asks anything.
PYTHON ?= python3

VENV_PYTHON := .venv/bin/python
PIP := $(VENV_PYTHON) -m pip --disable-pip-version-check --no-input --quiet
SOURCES := sqs_tui tests benchmarks docs

.DEFAULT_GOAL := help
.PHONY: help .venv demo test faults bench tables picture snapshots pages lock clean

help:  ## what can be made
	@sed -n 's/^\([a-z.]*\):.*## \(.*\)/make \1|\2/p' Makefile | while IFS='|' read -r target says; do printf '%-12s %s\n' "$$target" "$$says"; done

.venv: .venv/run.stamp  ## the program, installed into .venv

demo: .venv/run.stamp  ## try the program on the Bury demonstration; nothing of it is kept
	@$(VENV_PYTHON) -m sqs_tui --demo

test: .venv/dev.stamp  ## what CI runs: format, lint, types, import contracts, tests
	$(VENV_PYTHON) -m ruff format --check $(SOURCES)
	$(VENV_PYTHON) -m ruff check $(SOURCES)
	$(VENV_PYTHON) -m mypy
	.venv/bin/lint-imports --no-logo
	$(VENV_PYTHON) -m pytest -n auto

faults: .venv/dev.stamp  ## kill, hang up, cut off and fill up the program as often as it must bear, and print what was counted
	@$(VENV_PYTHON) -m pytest -n auto -q --full tests/faults

bench: .venv/dev.stamp  ## how long the program takes and how much it sends, beside what it may; writes docs/performance.md
	@$(VENV_PYTHON) -m benchmarks.run

tables: .venv/dev.stamp  ## write the tables of the README and the guides anew from the program
	@$(VENV_PYTHON) docs/tables.py

picture: .venv/dev.stamp  ## draw the pictures of the README and the guides again
	@$(VENV_PYTHON) docs/picture.py

snapshots: .venv/dev.stamp  ## draw the pictures of every screen that the tests compare again: look at each that has changed
	@$(VENV_PYTHON) -m pytest -n auto -q --snapshot-update tests/ui/test_pictures.py

pages: .venv/dev.stamp  ## draw the pages of the exported letter again (needs LibreOffice, Chromium and poppler-utils)
	@$(VENV_PYTHON) docs/letter_pages.py

lock: .venv/dev.stamp  ## work the requirement files out again (UPGRADE=--upgrade for the newest versions)
	$(LOCK) --group build --output-file requirements/run.txt pyproject.toml
	$(LOCK) --group dev --constraints requirements/run.txt --output-file requirements/dev.txt pyproject.toml

LOCK = $(VENV_PYTHON) -m uv pip compile --quiet $(UPGRADE) --universal --python-version 3.11 --generate-hashes \
	--no-config --no-header --no-annotate

clean:  ## away with all that was made
	rm -rf .venv dist build *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find $(wildcard $(SOURCES)) -name __pycache__ -type d -prune -exec rm -rf {} +

# A .venv whose Python is gone (the folder came from another machine) is made anew; a sound one is kept as it is.
.venv/run.stamp: requirements/run.txt pyproject.toml
	@command -v "$(PYTHON)" >/dev/null || { echo 'There is no program "$(PYTHON)" here: name a Python 3.11 or newer, such as make PYTHON=python3.12.' >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'sqs-tui needs Python 3.11 or newer, and "$(PYTHON)" is older: name another, such as make PYTHON=python3.12.' >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo '"$(PYTHON)" has no venv module: install it (on Debian and Ubuntu the package python3-venv).' >&2; exit 1; }
	@$(VENV_PYTHON) -m pip --version >/dev/null 2>&1 || "$(PYTHON)" -m venv --clear .venv
	$(PIP) install --compile --requirement requirements/run.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@$(VENV_PYTHON) -m compileall -q sqs_tui
	@touch $@

.venv/dev.stamp: .venv/run.stamp requirements/dev.txt
	$(PIP) install --compile --requirement requirements/dev.txt
	@touch $@
