# Bootstrap only: sets up .venv once, then hands over to the command line.
PYTHON ?= python3
INSTALLER ?= uv
BIN := .venv/bin
READY := .venv/ready
READY_DEV := .venv/ready-dev
PARAMS ?=
UPGRADE ?=
COMPILE := pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-strip-extras --no-annotate --no-header
CASE ?=
APART := browser crash setup stories
COVERAGE ?=
MEASURED = $(COVERAGE:%=--cov --cov-report=term --cov-fail-under=%)

# A Python that somebody names is looked at each time: .venv may have been made for another one.
NAMED := $(if $(filter file default undefined,$(origin PYTHON)),,named-python)
SET_UP = "$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	echo 'Python 3.11 or newer is needed, and $(PYTHON) is not; name one: make PYTHON=python3.12' >&2; \
	exit 1; }; "$(PYTHON)" tools/environment.py --installer $(INSTALLER)

.PHONY: help report test test-stories test-setup test-browser test-crash lab check lint lock refresh bench bench-batch bench-check clean
.PHONY: named-python

help: ## what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

report: $(READY) ## the report, e.g. make report PARAMS="as_of=2017-09-02"
	@$(BIN)/contested report $(PARAMS)

test: $(READY_DEV) ## every test, and every notebook against its committed outputs (COVERAGE=95)
	@$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder $(APART:%=--ignore=tests/%) $(MEASURED)
	@$(BIN)/python -m pytest -n 2 --dist loadfile --nbval --nbval-current-env -p no:cacheprovider notebooks

test-stories: $(READY_DEV) ## what takes minutes: whole cases, and sweeps day by day
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder tests/stories

test-browser: $(READY_DEV) ## JupyterLab and a report, in a real browser
	@$(BIN)/python -m pytest -n 2 --dist loadfile tests/browser

test-crash: $(READY_DEV) ## batches killed, signalled and out of room, at any step (CRASH_SEED=n)
	@$(BIN)/python -m pytest -n 2 --dist worksteal -rs tests/crash

test-setup: $(READY_DEV) ## the set-up itself, with each Python that this machine has
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder tests/setup

lab: $(READY) ## JupyterLab in notebooks/
	@$(BIN)/contested lab

check: $(READY) ## every rule of the data, e.g. make check CASE=convoy-2017
	@$(BIN)/contested check $(CASE)

lint: $(READY_DEV) ## ruff and mypy
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

lock: $(READY_DEV) ## the locks again, e.g. make lock UPGRADE="--upgrade-package pandas"
	@$(BIN)/uv $(COMPILE) $(UPGRADE) -o requirements.txt requirements.in
	@$(BIN)/uv $(COMPILE) $(UPGRADE) -o requirements-dev.txt -c requirements.txt requirements-dev.in \
		$$(sed -n 's/^\([A-Za-z0-9._-]*\).*==.*/--no-emit-package \1/p' requirements.txt)
	@$(BIN)/uv $(COMPILE) $(UPGRADE) -o requirements-uv.txt requirements-uv.in

refresh: $(READY) ## execute the notebooks, make codebook and pictures again
	@$(BIN)/contested refresh

bench: $(READY_DEV) ## how fast it is, measured
	@$(BIN)/python benchmarks/speed.py

bench-batch: $(READY_DEV) ## how fast batches are, against papermill and against no notebooks at all
	@$(BIN)/python benchmarks/batches.py --linear

bench-check: $(READY_DEV) ## how a check grows with the claims of a case: seconds and memory
	@$(BIN)/python benchmarks/checking.py

clean: ## remove what was made
	rm -rf .venv reports

$(READY): requirements.txt requirements-uv.txt pyproject.toml $(NAMED)
	@$(SET_UP)

$(READY_DEV): $(READY) requirements-dev.txt
	@$(SET_UP) --dev

named-python: ;
