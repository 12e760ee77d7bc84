# make try    opens a page on which the real bot is used, in Slack and in Discord, on this machine alone
# make day    plays one whole day of one person on each platform, on this machine, and prints it
# make test   lint, types, import contracts and every test, on SQLite and on PostgreSQL
# make env    makes the environment alone; the command is then .venv/bin/enough

PYTHON ?= python3
BIN := .venv/bin
export UV_PYTHON_DOWNLOADS = never
export UV_COMPILE_BYTECODE = 1
export UV_PROJECT_ENVIRONMENT = .venv
# An installed package outside a project folder must not be picked up instead of ours.
unexport PYTHONPATH
unexport VIRTUAL_ENV

.PHONY: env try day test lint types contracts suite bench bench-peers safety-train safety-report clean

env: $(BIN)/.synced

$(BIN)/uv:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Enough needs Python 3.11 or newer: make PYTHON=python3.12")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv==0.13.*"

$(BIN)/.synced: $(BIN)/uv pyproject.toml uv.lock
	$(BIN)/uv sync --frozen --quiet --python $(BIN)/python
	touch $@

try: env
	$(BIN)/python -m bots try

day: env
	$(BIN)/python -m bots try --script day

test: lint types contracts suite

lint: env
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: env
	$(BIN)/mypy

contracts: env
	$(BIN)/lint-imports

suite: env
	$(BIN)/pytest -n 3
	@command -v chromium >/dev/null || echo "There is no chromium here: the tests in a browser were left out."

bench: env
	$(BIN)/python -m tests.bench

bench-peers: env
	$(BIN)/uv run --frozen --group peers python -m tests.bench.peers

# Numbers and scikit-learn are for training alone: what runs needs neither.
safety-train: env
	$(BIN)/uv run --frozen --group safety python -m core.safety.training.train

# ARGS="--unseen" scores the lines that nobody has read; ARGS="--lines FILE" those of another hand.
safety-report: env
	$(BIN)/uv run --frozen --group safety python -m core.safety.training.report $(ARGS)

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis dist
