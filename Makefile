# Everything a developer types. Each target makes .venv and the front-end packages first, when they are missing or old.
PYTHON ?= python3
PY := .venv/bin/python
LOCK := .venv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --quiet
T ?= tests
N ?= 2
SIZE ?= full

# Where it is set, every process would compile all that it imports anew: two seconds and more, each time.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup run env code flask shell seed test lint check prove bench routes format doctor lock clean

help: ## list these targets
	@sed -nE 's/^([a-z]+):[^#]*## (.*)/  make \1	\2/p' Makefile | expand -t 18

setup: ## install what the project needs into .venv and node_modules
	@$(PYTHON) -m infra.bootstrap

run: setup ## start the product and its servers; PORT=8001 moves it, Ctrl-C stops everything
	@$(PY) -m infra.local.run

env: ## print the addresses and keys of what runs, as KEY=value
	@$(PY) -m infra.local.env

code: ## print the demo operator's current log-in code
	@$(PY) -m infra.local.code

flask: ## run a command of the product there: make flask C="tenant list"
	@$(PY) -m infra.local.within $(PY) -m flask --app saas $(C)

shell: ## open a Python shell in one workspace: make shell TENANT=acme
	@$(PY) -m infra.local.within $(PY) -m flask --app saas shell $(if $(TENANT),--tenant $(TENANT))

seed: ## add what is missing of the demo workspaces
	@$(PY) -m infra.local.within $(PY) -m flask --app saas seed

test: setup ## run the tests; T=tests/billing a part, PYTEST="-x -k name" passes options on
	$(PY) -m pytest -n $(N) $(T) $(PYTEST)

lint: setup ## check style, types, layers, security, templates, dependencies
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/bandit --quiet --recursive --configfile pyproject.toml saas workers infra migrations
	.venv/bin/djlint --quiet --lint saas
	.venv/bin/deptry .

check: lint ## all that must hold before a merge: lint, test, prove SIZE=ci
	$(MAKE) --no-print-directory test
	$(MAKE) --no-print-directory prove SIZE=ci

prove: setup ## run the long proofs; P=wall one of them, SIZE=ci the short form
	$(PY) -m tests.prove --size $(SIZE) $(P)

bench: setup ## measure; one line of JSON a figure
	@$(PY) -m tests.bench

routes: setup ## write down every route, right, policy and grant in tests/guards/*.txt
	$(PY) -m tests.guards.routes > tests/guards/routes.txt
	$(PY) -m tests.guards.rights > tests/guards/rights.txt
	$(PY) -m tests.guards.policies > tests/guards/policies.txt

format: setup ## put code in its one form
	.venv/bin/ruff check --fix-only --quiet
	.venv/bin/ruff format

doctor: ## say what is wrong with this checkout, and the fix
	@$(PYTHON) -m infra.doctor

lock: setup ## choose the newest allowed versions anew and write them down with their hashes
	$(LOCK) --upgrade pyproject.toml -o requirements.lock
	$(LOCK) --upgrade pyproject.toml --group local --group test --group lint -o requirements-dev.lock
	$(LOCK) --upgrade --group pyproject.toml:build -o requirements-build.lock
	$(LOCK) --upgrade --group pyproject.toml:node -o requirements-node.lock
	npm install --package-lock-only

clean: ## remove what was installed, built and stored here, the local database too
	@$(PYTHON) -m infra.clean
