# Every target needs only make, python3 and its venv module; the rest is locked.
PYTHON ?= python3
BIN := .venv/bin
# -qq: errors only. --no-compile: half the time; Python compiles what it runs.
INSTALL := -m pip -qq --disable-pip-version-check install --no-compile --no-deps
LOCKED := $(INSTALL) --only-binary :all: --require-hashes
export PIP_NO_INPUT := 1

# One line naming the first missing part of the system; empty when nothing is.
missing = $(shell \
  command -v $(PYTHON) >/dev/null 2>&1 || \
    { echo "python3 is missing; on Debian: sudo apt-get install python3 python3-venv"; exit; }; \
  $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
    { echo "Python 3.11 or newer is missing; on Debian 12 or newer: sudo apt-get install python3 python3-venv"; exit; }; \
  $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
    echo "python3 has no venv module; on Debian: sudo apt-get install python3-venv")
require = $(if $(strip $(missing)),$(error $(missing)))

.PHONY: setup browser database compiler demo test check bench mutants soak fuzz clean
.DEFAULT_GOAL := setup

setup: .venv/.ready
	@:

.venv/.ready: requirements/dev.lock pyproject.toml
	$(require)@echo "setup: making .venv"
	@$(PYTHON) -m venv .venv
	@echo "setup: installing the locked packages"
	@$(BIN)/python $(LOCKED) -r requirements/dev.lock
	@echo "setup: installing safeconduct"
	@$(BIN)/python $(INSTALL) --no-build-isolation --editable .
	@touch $@
	@echo "setup: ready, in .venv"

# The tests look at pages in the browser of the system. Where it can be neither found
# nor installed those tests fail; none is left out.
SUDO := $(if $(filter 0,$(shell id -u)),,sudo -n)
APT := $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get -qq

browser:
	@command -v chromium >/dev/null || { \
	  echo "setup: installing chromium, in which the tests look at pages"; \
	  $(APT) update >/dev/null 2>&1; \
	  $(APT) install -y --no-install-recommends chromium >/dev/null 2>&1 || \
	    echo "chromium is missing and cannot be installed; on Debian: sudo apt-get install chromium"; }

# A relay may keep its items in PostgreSQL: the tests run one of their own, as the user
# that the package brings.
database:
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || { \
	  echo "setup: installing postgresql, in which the tests keep a relay's items"; \
	  $(APT) update >/dev/null 2>&1; \
	  $(APT) install -y --no-install-recommends postgresql >/dev/null 2>&1 || \
	    echo "postgresql is missing and cannot be installed; on Debian: sudo apt-get install postgresql"; }

# What a power cut leaves is worked out from every write of a process, which a small
# library records (tests/log/power_cut.c).
compiler:
	@command -v cc >/dev/null || { \
	  echo "setup: installing gcc, for the library that records writes"; \
	  $(APT) update >/dev/null 2>&1; \
	  $(APT) install -y --no-install-recommends gcc libc6-dev >/dev/null 2>&1 || \
	    echo "gcc is missing and cannot be installed; on Debian: sudo apt-get install gcc libc6-dev"; }

demo: setup
	@$(BIN)/safeconduct demo --out build/demo

test: setup browser database compiler
	@$(BIN)/pytest -n auto

check: setup
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/pytest tests/house

# The peers live in a virtual environment of their own: no test may lean on them.
bench: .venv-bench/.ready
	@.venv-bench/bin/python -m bench.run

.venv-bench/.ready: requirements/bench.lock requirements/dev.lock pyproject.toml
	$(require)@echo "bench: making .venv-bench with the peers"
	@$(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/python $(LOCKED) -r requirements/bench.lock
	@.venv-bench/bin/python $(LOCKED) -r requirements/dev.lock
	@.venv-bench/bin/python $(INSTALL) --no-build-isolation --editable .
	@touch $@

# Every parser of foreign bytes, or those that TARGETS names: RUNS inputs each, in
# MINUTES at most; the table says how many it were.
RUNS ?= 1000000
MINUTES ?= 60
JOBS ?= 1
TARGETS ?=
fuzz: .venv-fuzz/.ready
	@PYTHONPATH=src .venv-fuzz/bin/python -m tests.fuzz.run \
	  --runs $(RUNS) --minutes $(MINUTES) --jobs $(JOBS) $(TARGETS)

.venv-fuzz/.ready: requirements/fuzz.lock
	$(require)@echo "fuzz: making .venv-fuzz with atheris"
	@$(PYTHON) -m venv .venv-fuzz
	@.venv-fuzz/bin/python $(LOCKED) -r requirements/fuzz.lock
	@touch $@

# What the tests of sealing do not notice: each small change to the room, run against
# them; `cd build/mutation` and `mutmut show NAME` tell one. Under 85 % is a failure.
MUTMUT := ../../.venv-mutants/bin/mutmut
mutants: .venv-mutants/.ready
	@rm -rf build/mutation && mkdir -p build/mutation
	@cp -r src tests spec vectors pyproject.toml build/mutation
	@cd build/mutation && $(MUTMUT) run --max-children $(JOBS) && $(MUTMUT) results
	@cd build/mutation && $(MUTMUT) export-cicd-stats >/dev/null && $(PYTHON) -c \
	  "import json, sys; found = json.load(open('mutants/mutmut-cicd-stats.json')); \
	  share = found['killed'] / found['total']; \
	  print(f'{share:.1%} of', found['total'], 'mutants are noticed'); sys.exit(share < 0.85)"

.venv-mutants/.ready: requirements/mutation.lock requirements/dev.lock
	$(require)@echo "mutants: making .venv-mutants with mutmut"
	@$(PYTHON) -m venv .venv-mutants
	@.venv-mutants/bin/python $(LOCKED) -r requirements/dev.lock
	@.venv-mutants/bin/python $(LOCKED) -r requirements/mutation.lock
	@touch $@

soak: setup compiler
	@SAFECONDUCT_EXAMPLES=$${SAFECONDUCT_EXAMPLES:-50000} $(BIN)/pytest -n auto tests/properties \
	  tests/log/test_kill.py tests/log/test_power_cut.py tests/log/test_cut_town.py \
	  tests/log/test_cut_backup.py tests/log/test_full_disk.py

clean:
	@rm -rf .venv .venv-bench .venv-fuzz .venv-mutants build dist .coverage .hypothesis .mypy_cache \
	  .pytest_cache .ruff_cache .import_linter_cache
	@find src tests bench -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
