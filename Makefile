# Everything a developer runs. `make check` is the gate; .ci/run calls it on a fresh Debian with Python 3.11.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup demo test test-sqlite test-postgres test-all check lint types contracts migrations fresh deploy isolation kill coverage mutation screens mails bench docs translations formats-table fuzz

PYTHON ?= python3.11
UV_VERSION := 0.13.9
export UV_PYTHON_DOWNLOADS := never
RUN := .venv/bin
WORKERS ?= 2

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: .venv/.ready ## the tools and libraries, at the versions of uv.lock

.tools/bin/uv:
	$(PYTHON) -m venv .tools
	.tools/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

.venv/.ready: uv.lock pyproject.toml | .tools/bin/uv
	.tools/bin/uv sync --frozen --quiet --python $(PYTHON)
	@touch $@

demo: setup ## the example program, loaded, computed and served
	$(RUN)/comotion demo

test: test-sqlite test-postgres ## the suite on SQLite, then on PostgreSQL what touches the database

test-sqlite: setup
	$(RUN)/pytest -q -n $(WORKERS) -m "not slow"

test-postgres: setup
	$(RUN)/python -m tests.on_postgres $(RUN)/pytest -q -n $(WORKERS) -m "postgres and not slow"

journeys: setup ## the long walks: every page by axe, the main job by keyboard, files of two real systems
	$(RUN)/pytest -q tests/journeys

test-all: setup ## the whole suite on both databases, slow tests too
	$(RUN)/pytest -q -n $(WORKERS)
	$(RUN)/python -m tests.on_postgres $(RUN)/pytest -q -n $(WORKERS)

check: lint types contracts migrations fresh deploy test ## the gate

lint: setup
	$(RUN)/ruff format --check --quiet .
	$(RUN)/ruff check --quiet .
	$(RUN)/djlint src --check --lint --quiet

types: setup
	$(RUN)/mypy

contracts: setup ## which package may import which; the other limits are tests, in tests/architecture
	$(RUN)/lint-imports

migrations: setup
	DJANGO_SETTINGS_MODULE=comotion.config.settings_test $(RUN)/python manage.py makemigrations --check --dry-run

fresh: setup
	$(RUN)/python docs/generate.py --check

deploy: setup
	COMOTION_HOME="$$(mktemp -d)" COMOTION_URL=https://comotion.example $(RUN)/python manage.py check --deploy --fail-level WARNING

isolation: setup ## every route, method, actor and target, every planted leak; writes its figures into the README
	ISOLATION_FIGURES=docs/isolation.json $(RUN)/pytest -q -n $(WORKERS) tests/isolation $(if $(SAMPLE),-k "not whole_walk")
	$(RUN)/python docs/isolation.py

kill: setup ## imports that are killed half-way, 20 times on each database
	$(RUN)/pytest -q tests/kill -m slow
	$(RUN)/python -m tests.on_postgres $(RUN)/pytest -q tests/kill -m slow

formats-table: setup ## every real file of ../shared/data beside what its README says
	$(RUN)/python -m tests.formats.real_files

coverage: setup ## every line and branch of the methods is run by their own tests
	$(RUN)/coverage run --branch --source=comotion.methods -m pytest -q tests/methods -m "not slow"
	$(RUN)/coverage report --skip-covered --show-missing --fail-under=100

mutation: setup ## which changes of kernel and scorecard the tests do not notice; docs/mutation.md says why each may stay
	EXAMPLES=20 $(RUN)/mutmut run --max-children $(WORKERS)
	$(RUN)/python docs/mutation.py

screens: setup ## every page at two widths, light and dark, under screens/
	$(RUN)/python -m tests.journeys.screens

.venv-bench/.ready: uv.lock pyproject.toml | .tools/bin/uv
	UV_PROJECT_ENVIRONMENT=.venv-bench .tools/bin/uv sync --frozen --quiet --python $(PYTHON) --no-default-groups --group bench --extra postgres
	@touch $@

.venv-fuzz/.ready: uv.lock pyproject.toml | .tools/bin/uv
	UV_PROJECT_ENVIRONMENT=.venv-fuzz .tools/bin/uv sync --frozen --quiet --python $(PYTHON) --no-default-groups --group fuzz
	@touch $@

FUZZ_SECONDS ?= 600
CORPUS ?= /tmp/comotion-fuzz
fuzz: .venv-fuzz/.ready ## each reader for FUZZ_SECONDS, guided by coverage; corpus and finds stay in CORPUS
	for reader in csv xlsx ics json yaml archive xls; do \
	  PYTHONPATH=src:. .venv-fuzz/bin/python -m tests.fuzz $$reader $(FUZZ_SECONDS) $(CORPUS) || true; done
	@ls $(CORPUS)/finds

bench: setup .venv-bench/.ready ## ours beside its peers, as ratios
	$(RUN)/python -m bench

docs: setup ## write the generated pages of docs/
	$(RUN)/python docs/generate.py
