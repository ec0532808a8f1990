# Doorstep: everything an operator or developer runs. Set PORT, PYTHON or DATABASE_URL from outside.
PYTHON ?= python3
PORT ?= 8000
JOBS ?= 2
MARKS ?= not slow and not browser
PYTEST = $(BIN)/python -m pytest -q -n $(JOBS) --dist loadfile
BIN := .venv/bin
.DEFAULT_GOAL := help
.PHONY: help demo test test-sqlite test-postgres test-browser check format docs vendor lighthouse words clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

.venv/.base: requirements/base.txt requirements/lock.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements/base.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -e .
	touch $@

.venv/.dev: .venv/.base requirements/dev.txt requirements/celery.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements/dev.txt
	touch $@

demo: .venv/.base ## set up, found the invented city, serve http://127.0.0.1:$(PORT)
	$(BIN)/doorstep demo --port $(PORT)

# .ci/run, which calls it, runs the browser last, in a step of its own.
test: test-sqlite $(if $(DOORSTEP_CI),,test-browser) ## everything this machine allows; says what it left out and why

test-sqlite: .venv/.dev words ## the suite without the browser
	$(PYTEST) -m "$(MARKS)"

test-browser: .venv/.dev words ## the phone and the screens in a real Chromium
	@if $(BIN)/python -m tests.chromium; then $(BIN)/python -m pytest -q -m browser; \
	else echo "LEFT OUT: browser tests, for there is no Chromium (apt install chromium fonts-noto-cjk)"; fi

test-postgres: .venv/.dev words ## the same suite on PostgreSQL; starts one if none answers
	.ci/postgres $(PYTEST) -m "$(MARKS)"

check: .venv/.dev words ## lint, format, types, floors
	@status=0; \
	for step in "ruff check --output-format concise ." "ruff format --check ." lint-imports mypy; do \
	  echo "--- $$step"; $(BIN)/$$step || status=1; \
	done; exit $$status

format: .venv/.dev ## let ruff put things right
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

words: .venv/.base ## compile the Chinese translations
	@$(BIN)/doorstep words

docs: .venv/.base ## write the generated pages of docs/ anew
	$(BIN)/doorstep docs

vendor: .venv/.base ## fetch the vendored front-end files anew (needs npm)
	$(BIN)/python contrib/vendor.py --refresh

# Only what there is: a bench that measures nothing is no bench.
ifneq ($(wildcard bench/__main__.py),)
.PHONY: bench bench-large
bench: .venv/.dev ## measure against the baselines, five rounds A-B-A-B
	$(BIN)/python -m bench
bench-large: .venv/.dev ## the same at five million rows (by hand; takes long)
	$(BIN)/python -m bench --large
endif
ifneq ($(wildcard bench/soak.py),)
.PHONY: soak
soak: .venv/.dev ## an hour of mixed work against a running server (by hand)
	$(BIN)/locust --headless -f bench/soak.py --host http://127.0.0.1:$(PORT) -u 50 -r 5 -t 60m
endif

lighthouse: ## rate the running demo's pages with Lighthouse (by hand; needs npx and Chromium)
	for page in / /desk/ /pocket/; do \
	  npx --yes lighthouse http://127.0.0.1:$(PORT)$$page --quiet --chrome-flags="--headless --no-sandbox" \
	    --output json --output-path stdout | $(BIN)/python -c \
	    'import json,sys; print(sys.argv[1], {k: v["score"] for k, v in json.load(sys.stdin)["categories"].items()})' $$page; \
	done

clean: ## remove caches and the demo city
	rm -rf var static-root .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
