# Every target first makes .venv what requirements.txt pins; a second call finds it done.
# PYTHON=/path/to/python3.12 chooses another Python; ARGS="..." goes to the program.
SHELL := /bin/sh
ENTER := PATH="$(CURDIR)/.venv/bin:$$PATH"; export PATH; unset PYTHONPATH PYTHONHOME;
AS_ROOT := $(shell [ "$$(id -u)" = 0 ] && echo --allow-root)

.PHONY: lab test lint class notebooks mutants bench pins setup
.DEFAULT_GOAL := lab

lab: setup  ## open the workbook in JupyterLab
	@$(ENTER) exec jupyter lab $(AS_ROOT) --FileContentsManager.preferred_dir=notebooks $(ARGS)

test: setup lint  ## everything CI runs
	@$(ENTER) exec python -m pytest $(ARGS)

lint: setup
	@$(ENTER) ruff check . && ruff format --check . && mypy

class: setup  ## build course/, grade a demo class with nbgrader, print the marks (ARGS=--no-demo: without one)
	@$(ENTER) exec autograder course $(ARGS)

notebooks: setup  ## run every notebook and store its outputs
	@$(ENTER) exec autograder notebooks $(ARGS)

mutants: setup  ## put every mutant of a lesson's reference to its checks (ARGS=notebooks/PART/NAME.ipynb)
	@$(ENTER) exec python -m autograder.mutants $(ARGS)

bench: setup  ## measure checks, grading and every backend; prints ratios, both sides in one run
	@$(ENTER) autograder bench && python -m autograder.benchmarks.grading && exec python -m workbook.bench $(ARGS)

pins: setup  ## solve requirements.txt anew from pyproject.toml (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --extra test --upgrade \
		--no-header --no-annotate --no-emit-index-url pyproject.toml -o requirements.txt

setup:
	@for python in $(PYTHON) python3 python3.13 python3.12 python3.11; do \
		if "$$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then \
			exec "$$python" workbook/install.py; \
		fi; \
	done; \
	echo "Cannot set up: Python 3.11, 3.12 or 3.13 is needed and none was found; install one (python.org, or: sudo apt install python3 python3-venv), or name it: make lab PYTHON=/path/to/python3.12" >&2; \
	exit 1
