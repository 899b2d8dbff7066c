# `make` alone lists the targets.

.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c

PYTHON ?= python3.11
BIN := .venv/bin
STAMP := .venv/.installed
FAKETIME := /usr/lib/*/faketime/libfaketimeMT.so.1
BENCH_STAMP := .venv/.installed-for-bench
FONT := /usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc
CHROMIUM := /usr/bin/chromium
LIBATOMIC := /usr/lib/*/libatomic.so.1
PDFSIG := /usr/bin/pdfsig
ZBARIMG := /usr/bin/zbarimg

# The demo: how many candidates, from which seed, and where its files go.
N ?= 600
SEED ?= 2026
OUT ?= build/demo

# The benchmark to run, if not all: idle, latency, pipeline, timers, escalation, batch, gateway.
ONLY ?=

# What the fault runner is told besides: --subset ci, --seed 7, --only broker.
ARGS ?=

# Where tests keep what they write: in memory if it is roomy. Commits are as synchronous there, the disk is not waited for.
ROOMY := $(shell test "$$(df --output=avail -k /dev/shm 2>/dev/null | tail -1)" -gt 4000000 2>/dev/null && echo /dev/shm || echo /tmp)
test check: export PYTEST_DEBUG_TEMPROOT = $(ROOMY)

# Where it is set, every process of every test compiles this tree anew.
unexport PYTHONDONTWRITEBYTECODE

# apt-get, but only for root on Debian; elsewhere one line says what is missing.
define need
	if [ "$$(id -u)" = 0 ] && [ -f /etc/debian_version ] && command -v apt-get >/dev/null; then \
		DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 update >/dev/null && \
		DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 install -y --no-install-recommends $(1) >/dev/null; \
	else \
		echo "$(2)" >&2; exit 1; \
	fi
endef

.PHONY: help setup fmt check test demo up down bench faults docs lock rules numbers mutants containers

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup: $(STAMP) ## make .venv with the pinned packages, and what Debian must bring
	@[ -f $(FONT) ] || { echo "installing Chinese fonts …"; $(call need,fonts-noto-cjk,Chinese fonts are missing: install Debian's package fonts-noto-cjk); }

$(STAMP): requirements-dev.txt
	@command -v $(PYTHON) >/dev/null || { $(call need,python3.11,Python 3.11 is missing); }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { $(call need,python3.11-venv,$(PYTHON) has no venv: install Debian's package python3.11-venv); }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet --require-hashes -r requirements-dev.txt
	@touch $@

fmt: $(STAMP) ## format, and fix what can be fixed
	@$(BIN)/ruff format --quiet .
	@$(BIN)/ruff check --quiet --fix .

# `make check test` runs them once: they are among all the others. Beside the type checker, which uses one processor, the
# files of tests are compiled, which each worker would do for itself.
check: $(STAMP) ## format, lint, types, layers, and the tests that need nothing but Python
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/lint-imports --no-logo
	@mkdir -p build; $(BIN)/pytest --collect-only -q >build/collected.txt 2>&1 & compiling=$$!; \
		$(BIN)/mypy; wait $$compiling || { tail -40 build/collected.txt >&2; exit 1; }
	$(if $(filter test,$(MAKECMDGOALS)),,@$(BIN)/pytest -n logical -q -m "not rabbit and not mongo and not browser and not journey")

test: setup ## every test, on a real RabbitMQ and with the services as processes; writes build/rules.json
	@[ -x $(PDFSIG) ] || { echo "installing pdfsig …"; $(call need,poppler-utils,the other reader of signatures is missing: install Debian's package poppler-utils); }
	@[ -x $(ZBARIMG) ] || { echo "installing zbarimg …"; $(call need,zbar-tools,the other reader of codes is missing: install Debian's package zbar-tools); }
	@{ [ -x $(CHROMIUM) ] && compgen -G "$(LIBATOMIC)" >/dev/null; } || { echo "installing Chromium …"; $(call need,chromium libatomic1,a browser for the tests is missing: install Debian's packages chromium and libatomic1); }
	@$(BIN)/pytest -n logical --rules build/rules.json --every-refusal

demo: setup ## a whole batch from roster to certificate: make demo N=600 SEED=2026 OUT=build/demo
	@$(BIN)/python -m apps.demo --candidates $(N) --seed $(SEED) --out $(OUT)

up: setup ## start the whole system and leave it running; on an empty one, with batches to look at: make up DEMO=1
	@$(if $(DEMO),$(BIN)/python -m apps.demo.leave_running,bin/skillseal up)

down: ## stop it
	@bin/skillseal down

bench: setup $(BENCH_STAMP) ## how fast, how late, how large, as ratios: make bench ONLY=pipeline (all without ONLY)
	@$(BIN)/python -m benchmarks $(addprefix --only ,$(ONLY))

$(BENCH_STAMP): requirements-bench.txt $(STAMP)
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet --require-hashes -r requirements-bench.txt
	@touch $@

faults: setup ## the whole system on a batch, broken on purpose, and every promise checked
	@compgen -G "$(FAKETIME)" >/dev/null || { echo "installing faketime …"; $(call need,faketime,libfaketime is missing: install Debian's package faketime); }
	@$(BIN)/python -m apps.faults $(ARGS)

containers: setup ## build the images, run a batch of 60 in compose with RabbitMQ 4 and SQLite stores, kill the broker, remove all; needs Docker
	@$(BIN)/python -m deploy.containers

docs: $(STAMP) ## write the pages that are made from the code
	@$(BIN)/python -m docs.generate

lock: $(STAMP) ## pin every package by hash again, from pyproject.toml
	@$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --python-version 3.11 pyproject.toml -o requirements.txt
	@$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --extra dev --extra console --extra gateway pyproject.toml -o requirements-dev.txt
	@$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --extra bench pyproject.toml -o requirements-bench.txt
	@$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --extra public -c requirements-dev.txt pyproject.toml -o requirements-public.txt
	@$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --extra gateway -c requirements-dev.txt pyproject.toml -o requirements-gateway.txt
	@$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --extra console -c requirements-dev.txt pyproject.toml -o requirements-duty-console.txt

mutants: $(STAMP) ## break the code in small places and count what no test sees: make mutants ARGS="--sample 40 --only services/scoring"
	@$(BIN)/python -m tests.mutants $(ARGS)

rules: $(STAMP) ## which rules the last `make test` checked, by group
	@$(BIN)/python -m tests.rules_coverage

numbers: $(STAMP) ## how the code is built, in figures: lines, parameters, docstrings, suppressions, repeated names
	@$(BIN)/python -m tests.numbers
