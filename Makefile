# Two commands do all the set-up on a fresh machine: `make reproduce` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
READY := $(VENV)/.ready
LOWEST := build/lowest/$(notdir $(BIN))

.PHONY: reproduce test coverage docs lowest lab bench lock clean

reproduce: $(READY)  ## Build the bundled reports into a dataset and execute the notebooks
	$(BIN)/gxlab reproduce

test: $(READY)  ## Lint, check types and imports, run the tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/pytest -n auto --dist worksteal

coverage: $(READY)  ## Say which lines of the package no test runs (in this process)
	$(BIN)/pytest -n auto --cov=gxlab --cov-report=term-missing:skip-covered

docs: $(READY)  ## Build the documentation into build/docs (a test does so too)
	$(BIN)/python -m sphinx -W --keep-going -q -b html docs build/docs

bench: $(READY)  ## Measure the ratios that the README promises, side by side in one run
	$(BIN)/python -m tests.bench

lowest:  ## Run the tests with the lowest versions that pyproject.toml allows
	rm -rf build/lowest && $(PYTHON) -m venv build/lowest
	$(LOWEST)/python -m pip install --quiet --disable-pip-version-check uv
	VIRTUAL_ENV=build/lowest $(LOWEST)/uv pip install --quiet --resolution lowest-direct --editable ".[dev]"
	$(LOWEST)/python -m pytest -n auto -m "not locked" -W ignore::DeprecationWarning

lab: $(READY)  ## Open the notebooks
	$(BIN)/jupyter lab notebooks

$(READY): pyproject.toml requirements.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@

lock:  ## Renew requirements.lock: the exact versions that figures were made with
	rm -rf build/lock && $(PYTHON) -m venv build/lock
	build/lock/bin/pip install --quiet --disable-pip-version-check ".[dev]"
	(echo "# Exact versions, written by \`make lock\`. pyproject.toml says what is needed and why."; \
	 build/lock/bin/pip freeze --exclude gxlab) > requirements.lock

clean:
	rm -rf $(VENV) build
