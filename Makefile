# A virtual environment and nothing clever. PYTHON names another interpreter.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
REPLAY := .venv-replay

.PHONY: demo test test-fuzz test-replay test-kill lint clean

$(BIN)/khotin: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@

demo: $(BIN)/khotin
	$(BIN)/khotin demo

test: $(BIN)/khotin
	$(BIN)/python -m pytest -n auto

$(REPLAY)/bin/wb-manager: tests/replay/requirements.txt
	$(PYTHON) -m venv $(REPLAY)
	$(REPLAY)/bin/pip install --quiet --disable-pip-version-check -r tests/replay/requirements.txt
	@touch $@

# Not part of `make test`: pywb and py-wacz, in an environment of their own, judge the exports.
test-replay: $(BIN)/khotin $(REPLAY)/bin/wb-manager
	REPLAY_BIN=$(CURDIR)/$(REPLAY)/bin $(BIN)/python -m pytest tests/replay

# Not part of `make test`, which reads 500 spoilt pages: 24,000 others each time. FUZZ_SEED repeats those of one time.
FUZZ_SEED ?= $(shell date +%s)
test-fuzz: $(BIN)/khotin
	FUZZ_CASES=24000 FUZZ_SEED=$(FUZZ_SEED) $(BIN)/python -m pytest -n auto tests/fuzz

# Not part of `make test`: crawls that are killed, stopped and taken over; `python -m bench.kill` is the long form.
test-kill: $(BIN)/khotin
	$(BIN)/python -m bench.kill --articles 200 --kills 3

lint: $(BIN)/khotin
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

clean:
	rm -rf $(VENV) $(REPLAY) .mypy_cache .pytest_cache .ruff_cache
