# Bootstrap only: sets up .venv once, then hands over to the command line.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready
PARAMS ?=
CASE ?=

.PHONY: help report test test-browser lab check lint refresh bench bench-batch clean

help: ## what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

report: $(READY) ## the report, e.g. make report PARAMS="as_of=2017-09-02"
	@$(BIN)/contested report $(PARAMS)

test: $(READY) ## every test, and every notebook against its committed outputs
	@$(BIN)/python -m pytest -n 2 --dist loadfile --ignore=tests/browser --cov --cov-report=term --cov-fail-under=95
	@$(BIN)/python -m pytest -n 2 --dist loadfile --nbval --nbval-current-env -p no:cacheprovider notebooks

test-browser: $(READY) ## JupyterLab and a report, in a real browser
	@$(BIN)/python -m pytest -n 2 --dist loadfile tests/browser

lab: $(READY) ## JupyterLab in notebooks/
	@$(BIN)/contested lab

check: $(READY) ## every rule of the data, e.g. make check CASE=convoy-2017
	@$(BIN)/contested check $(CASE)

lint: $(READY) ## ruff and mypy
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

refresh: $(READY) ## execute the notebooks, make codebook and pictures again
	@$(BIN)/contested refresh

bench: $(READY) ## how fast it is, measured
	@$(BIN)/python benchmarks/speed.py

bench-batch: $(READY) ## how fast batches are, against papermill and against no notebooks at all
	@$(BIN)/python benchmarks/batch.py --linear

clean: ## remove what was made
	rm -rf .venv reports

$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12")'
	@echo "setting up .venv (about a minute, once)"
	@$(PYTHON) -m venv .venv 2>/dev/null || $(PYTHON) -m venv --without-pip --clear .venv
	@if [ -x $(BIN)/pip ]; then pip=$(BIN)/pip; else pip="$(PYTHON) -m pip --python $(BIN)/python"; fi; \
	pip="$$pip install --quiet --disable-pip-version-check"; \
	{ $$pip --require-hashes -r requirements.txt && $$pip --no-deps --no-build-isolation -e .; } \
	> .venv/install.log 2>&1 || { cat .venv/install.log; exit 1; }
	@touch $(READY)
