# make demo   sets up, then runs the main job on a made-up company
# make test   installs what tests need on top, then runs them all against the built wheel
# make check  format, lint, types, layers, links between documents
#
# All of it lives in .venv; `make clean` takes it away again.

PYTHON ?= python3
# What pytest is to run, and how: make test ARGS="tests/unit/audit -x"
ARGS ?= tests

VENV := .venv
BIN := $(VENV)/bin
DONE := $(VENV)/done
SNOWFLAKE := $(VENV)/snowflake/bin/python
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet --quiet
HASHED := $(PIP) install --require-hashes
PIN := $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --quiet

# Folders are listed too: their time changes when a file goes.
SOURCES := $(shell find src -not -name '__pycache__' -not -name '*.pyc' -not -path '*/.*')
PACKAGE := pyproject.toml README.md LICENSE $(SOURCES)

.DEFAULT_GOAL := demo
.NOTPARALLEL:
.PHONY: demo test check format lint types layers links bench requirements browser clean

demo: $(DONE)/wheel
	@$(BIN)/shoal demo

test: $(DONE)/wheel $(DONE)/test $(DONE)/snowflake browser
	@SHOAL_INSTALLED=wheel SHOAL_SNOWFLAKE=$(abspath $(SNOWFLAKE)) $(BIN)/python -m pytest $(ARGS)

# One fault does not hide the next: all of them run, then the whole fails.
check: $(DONE)/wheel $(DONE)/check $(DONE)/size
	@$(MAKE) --no-print-directory --keep-going format lint types layers links

format:
	@echo "format" && $(BIN)/ruff format --check --quiet .

lint:
	@echo "lint" && $(BIN)/ruff check --quiet .

types:
	@echo "types" && $(BIN)/mypy

layers:
	@echo "layers" && $(BIN)/lint-imports --no-cache --no-logo

links:
	@echo "links" && $(BIN)/python tests/docs/links.py .

bench: $(DONE)/wheel $(DONE)/test
	@$(BIN)/python benchmarks/size.py
	@$(BIN)/python benchmarks/segment.py

# Takes the newest versions that pyproject.toml and the .in files allow. The order matters: each
# file is held to the versions of those before it.
requirements: $(DONE)/pin
	@$(PIN) --upgrade pyproject.toml -o requirements/run.txt
	@for name in build test check pin snowflake; do \
		$(PIN) --upgrade requirements/$$name.in -o requirements/$$name.txt || exit 1; \
	done

# Chromium opens reports in the browser tests. Where it is missing, those tests skip with the
# reason, so a machine that cannot have it still passes.
browser:
	@command -v chromium >/dev/null || if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		(apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y \
			--no-install-recommends chromium) >/dev/null 2>&1 </dev/null \
		|| echo "Chromium could not be installed; the browser tests will skip."; \
	else \
		echo "The browser tests need Chromium: sudo apt-get install -y chromium"; \
	fi

clean:
	@rm -rf $(VENV) build dist

$(DONE)/venv:
	@$(PYTHON) -m venv $(VENV)
	@mkdir -p $(DONE) && touch $@

$(DONE)/%: requirements/%.txt $(DONE)/venv
	@echo "Installing requirements/$*.txt" >&2
	@$(HASHED) -r $<
	@touch $@

# An emulator of Snowflake wants other versions than Shoal does, so it gets a place of its own.
$(DONE)/snowflake: requirements/snowflake.txt $(DONE)/venv
	@echo "Installing requirements/snowflake.txt" >&2
	@$(PYTHON) -m venv $(VENV)/snowflake
	@$(SNOWFLAKE) -m pip --disable-pip-version-check --no-input --quiet --quiet install \
		--require-hashes -r $<
	@touch $@

# What a core install downloads is weighed again only when the pins change.
$(DONE)/size: requirements/run.txt benchmarks/size.py $(DONE)/run
	@echo "size" && $(BIN)/python benchmarks/size.py | tail -n 1
	@touch $@

# Tests and the demo use what a user gets: the wheel, never the source folder.
$(DONE)/wheel: $(PACKAGE) $(DONE)/run $(DONE)/build
	@echo "Building the wheel" >&2
	@rm -rf dist
	@$(PIP) wheel --no-build-isolation --no-deps --wheel-dir dist .
	@$(PIP) install --no-deps --force-reinstall dist/shoal-*.whl
	@touch $@
