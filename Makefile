# One verb each. Everything lives in .venv beside this file; nothing else on the machine is touched.
VENV  ?= .venv
JOBS  ?= 4
PY    := $(VENV)/bin/python
CODE  := $(wildcard okrtui tests tools bench)
# each worker keeps what it compiled
PYTEST = $(PY) -m compileall -q okrtui && PYTHONDONTWRITEBYTECODE= $(PY) -m pytest -n $(JOBS) --dist worksteal
# a plain path in place of setuptools' finder, which makes every start of this Python take twice as long
EDITABLE := --config-settings editable_mode=compat --editable

.DEFAULT_GOAL := help
.PHONY: help run test test-all check format bench soak screenshots docs clean

help: ## what there is to do
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1|\2/p' Makefile | column -t -s '|'

run: $(VENV)/.run ## open okrtui (makes what it needs first)
	@$(VENV)/bin/okrtui $(ARGS)

test: $(VENV)/.dev ## run the tests but for the long and the real ones; ARGS=tests/rules: all of some
	@$(PYTEST) $(or $(ARGS),-m "not real and not long")

test-all: $(VENV)/.dev ## run every test, as CI does
	@$(PYTEST) $(ARGS)

check: $(VENV)/.dev ## lint, format check, strict types
	@$(PY) -m ruff check $(CODE)
	@$(PY) -m ruff format --check $(CODE)
	@$(PY) -m mypy $(CODE)

format: $(VENV)/.dev ## write the code the way `make check` wants it
	@$(PY) -m ruff check --fix $(CODE)
	@$(PY) -m ruff format $(CODE)

bench: $(VENV)/.dev ## measure what the design promises
	@$(PY) -m bench.run $(ARGS)

soak: $(VENV)/.dev ## the long runs: many processes, kill -9, hostile text
	@$(PY) -m tools.soak $(ARGS)

screenshots: $(VENV)/.dev ## draw the pictures of docs/ from the sample team
	@$(PY) -m tools.screenshots $(ARGS)
	@[ -n "$(ARGS)" ] || $(PY) -m tools.stage

docs: $(VENV)/.dev ## write the tables in the documents from the commands themselves
	@$(PY) -m tools.docs $(ARGS)

clean: ## remove what make and the tools made
	@rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

# The first Python that is new enough and can make a virtual environment, whatever it is called.
$(PY):
	@for python in $(PYTHON) python3 python3.13 python3.12 python3.11 python3.14 python; do \
	  if $$python -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
	    echo "making $(VENV) with $$($$python --version)"; exec $$python -m venv --clear $(VENV); \
	  fi; \
	done; \
	echo "okrtui needs Python 3.11 or newer with its venv module;" \
	  "none of python3, python3.13, python3.12 and python3.11 is that" \
	  "(Debian, Ubuntu: apt install python3-venv; or make PYTHON=/path/to/python3)" >&2; exit 1

$(VENV)/.run: pyproject.toml | $(PY)
	@$(PY) -m pip install --quiet --disable-pip-version-check $(EDITABLE) .
	@$(PY) -m compileall -q okrtui # also where PYTHONDONTWRITEBYTECODE is set: each command would compile it anew
	@touch $@

$(VENV)/.dev: pyproject.toml | $(PY)
	@$(PY) -m pip install --quiet --disable-pip-version-check $(EDITABLE) '.[dev]'
	@$(PY) -m compileall -q okrtui
	@touch $@ $(VENV)/.run
