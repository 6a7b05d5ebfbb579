# The two commands of the README are `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test check format clean

demo: $(READY)
	$(BIN)/detector score datasets/samples -o review.csv
	@echo "The review CSV is $(CURDIR)/review.csv"

test: $(READY)
	$(BIN)/python -m pytest

# What CI runs before the tests.
check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_layers.py

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Byte code is compiled here, once, rather than at the first start of every command.
$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pip install --quiet --disable-pip-version-check \
	    -c constraints.txt --upgrade pip
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pip install --quiet --disable-pip-version-check \
	    -c constraints.txt --group dev -e ".[desk,web,train]"
	touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache review.csv dist build
