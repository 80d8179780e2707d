# `make run` and `make test` need nothing but python3 (3.11 or newer, with venv) and make. No root.

PYTHON ?= python3
PORT ?= 8000
ENGINE_PORT ?= 9200
BIN := .venv/bin
DONE := var/done
DATES := 2028-02-29T12:00+02:00 2027-12-31T23:30+02:00 2026-10-25T03:30+02:00

DATED := tests/foundation tests/catalogue tests/plans tests/budgets

.DEFAULT_GOAL := help
.PHONY: help run engine test test-all test-dates lint format messages lock

help: ## what one can do here
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 20

run: $(DONE)/base $(DONE)/node ## the site with an invented world, at http://127.0.0.1:8000/ (PORT= changes it)
	@exec $(BIN)/python manage.py serve --port $(PORT)

engine: ## Elasticsearch on this machine until Ctrl-C, fetched by Maven (ENGINE_PORT=9200)
	@.ci/with-engine --port $(ENGINE_PORT)

test: $(DONE)/dev $(DONE)/node ## lint, and the tests on SQLite
	@$(MAKE) --no-print-directory lint
	@$(BIN)/pytest -q $(ARGS)

test-all: $(DONE)/dev $(DONE)/node ## everything this machine has: SQLite, PostgreSQL, browser, data, load
	@$(BIN)/pytest -q --with all $(ARGS)
	@.ci/with-postgres $(BIN)/pytest -q --with all $(ARGS)

test-dates: $(DONE)/dev $(DONE)/node ## the tests on 29 Feb, New Year's Eve and the night summer time ends
	@for now in $(DATES); do echo "as if it were $$now"; $(BIN)/pytest -q --now $$now $(DATED) $(ARGS) || exit 1; done

lint: $(DONE)/dev $(DONE)/node ## ruff, layers, types, templates, migrations, settings, translations
	@.ci/lint

format: $(DONE)/dev ## puts the code in the one order of ruff
	@$(BIN)/ruff check --fix -q . && $(BIN)/ruff format .

messages: $(DONE)/dev ## collects new words for translation, and compiles what is translated
	@$(BIN)/python manage.py makemessages -l sv -l fi --no-obsolete --no-location --no-wrap -v0 \
	  -i node_modules -i .venv -i var -i 'tests/*'
	@$(BIN)/python manage.py compilemessages -v0 -i node_modules -i .venv -i var

lock: $(DONE)/dev ## new versions of what we build on, with their hashes and without any registry's address
	@$(BIN)/pip install -q uv
	@cd requirements && for set in base dev node; do ../$(BIN)/uv pip compile --upgrade --universal \
	  --python-version 3.11 --generate-hashes --no-header --no-emit-index-url $$set.in -o $$set.txt -q || exit 1; done

$(BIN)/python:
	@echo "Making a Python environment in .venv"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	@$(PYTHON) -m venv .venv
	@mkdir -p $(DONE)

$(DONE)/base: requirements/base.txt | $(BIN)/python
	@echo "Installing what the site runs on (about a minute the first time)"
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/base.txt
	@mkdir -p $(DONE) && touch $@

$(DONE)/dev: requirements/dev.txt | $(BIN)/python
	@echo "Installing what the tests need (about a minute the first time)"
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@mkdir -p $(DONE) && touch $@ $(DONE)/base

$(DONE)/node: package-lock.json | $(BIN)/python
	@echo "Installing style sheets, font and icons"
	@command -v npm >/dev/null || test -x $(BIN)/npm \
	  || $(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/node.txt
	@PATH="$$PATH:$(CURDIR)/$(BIN)" npm ci --silent
	@mkdir -p $(DONE) && touch $@
