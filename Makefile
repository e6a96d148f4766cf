# A virtual environment and nothing clever. PYTHON names another interpreter.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
REPLAY := .venv-replay
READERS := .venv-readers
DATASETTE1 := .venv-datasette1
# Tests wait for servers and clocks half of their time: one process more than there are cores.
WORKERS ?= $(shell expr $$(nproc 2>/dev/null || echo 2) + 1)
AXE := tests/browser/node_modules/axe-core/axe.min.js

.PHONY: demo bench-extract test test-browser test-datasette1 test-replay test-kill test-days test-exports test-fuzz lint clean

$(BIN)/khotin: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -e '.[dev]'
	$(BIN)/python -m compileall -q crawler pipelines publish khotin
	@touch $@

demo: $(BIN)/khotin
	$(BIN)/khotin demo

test: $(BIN)/khotin
	$(BIN)/python -m pytest -n $(WORKERS)

$(REPLAY)/bin/wb-manager: tests/replay/requirements.txt
	$(PYTHON) -m venv $(REPLAY)
	$(REPLAY)/bin/pip install --quiet --disable-pip-version-check -r tests/replay/requirements.txt
	@touch $@

# Not part of `make test`: pywb and py-wacz, in an environment of their own, judge the exports.
test-replay: $(BIN)/khotin $(REPLAY)/bin/wb-manager
	REPLAY_BIN=$(CURDIR)/$(REPLAY)/bin $(BIN)/python -m pytest tests/replay

# npm checks the package against the digest in package-lock.json.
$(AXE): tests/browser/package-lock.json
	cd tests/browser && npm ci --no-audit --no-fund --ignore-scripts --silent
	@touch $@

# Not part of `make test`: Chromium and its driver (Debian: chromium chromium-driver npm) read the pages; screenshots/ is
# left to be looked at. A missing browser is a failure.
test-browser: $(BIN)/khotin $(AXE)
	AXE=$(CURDIR)/$(AXE) SCREENSHOTS=$(CURDIR)/screenshots $(BIN)/python -m pytest tests/browser

$(DATASETTE1)/bin/khotin: pyproject.toml tests/publish/datasette1.txt
	$(PYTHON) -m venv $(DATASETTE1)
	$(DATASETTE1)/bin/pip install --quiet --disable-pip-version-check -e '.[dev]' -r tests/publish/datasette1.txt
	@touch $@

# Not part of `make test`: the same tests of the pages on a pinned pre-release of Datasette 1.0, in Chromium too (but for
# the widths of our own pages, which do not hang on Datasette).
test-datasette1: $(DATASETTE1)/bin/khotin $(AXE)
	$(DATASETTE1)/bin/datasette --version | grep 'version 1\.'
	$(DATASETTE1)/bin/python -m pytest -n auto tests/publish tests/khotin/test_serve.py
	AXE=$(CURDIR)/$(AXE) $(DATASETTE1)/bin/python -m pytest tests/browser -k "not fit_the_screen_and"

# Not part of `make test`, which reads 500 spoilt pages: 20,000 others each time. FUZZ_SEED repeats those of one time.
FUZZ_SEED ?= $(shell date +%s)
test-fuzz: $(BIN)/khotin
	FUZZ_CASES=20000 FUZZ_SEED=$(FUZZ_SEED) $(BIN)/python -m pytest -n auto tests/fuzz

# Not part of `make test`: crawls that are killed, stopped and taken over; `python -m bench.kill` is the long form.
test-kill: $(BIN)/khotin
	$(BIN)/python -m bench.kill --articles 200 --kills 3

# Not part of `make test`: exports of 100,000 articles against the database, in a folder of 4 GB; about six minutes.
test-exports: $(BIN)/khotin
	$(BIN)/python -m bench.exports build/exports --articles 100000

# pip 23 fails on newspaper4k's and jusText's two spellings of one extra of lxml.
$(READERS)/bin/trafilatura: bench/other-readers.txt
	$(PYTHON) -m venv $(READERS)
	$(READERS)/bin/pip install --quiet --disable-pip-version-check --upgrade pip
	$(READERS)/bin/pip install --quiet --disable-pip-version-check -r bench/other-readers.txt
	@touch $@

# What reading a page costs, beside other readers; CAPTURES names WARC files, a site's pages each.
bench-extract: $(BIN)/khotin $(READERS)/bin/trafilatura
	$(BIN)/python -m bench.extract $(CAPTURES) --beside $(READERS)/bin/python --memory 10000

# Not part of `make test`, which has a month of a smaller site: ninety days of a site of 600 articles, crawled each day.
test-days: $(BIN)/khotin
	SIMULATED_DAYS=90 $(BIN)/python -m pytest tests/simulated_site

lint: $(BIN)/khotin
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

clean:
	rm -rf $(VENV) $(REPLAY) $(READERS) $(DATASETTE1) tests/browser/node_modules screenshots .mypy_cache .pytest_cache .ruff_cache
