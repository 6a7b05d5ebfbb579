# README.md uses `make demo` and `make docs`; CONTRIBUTING.md lists the commands of a contributor.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
READER := $(VENV)/.reader

OLDEST := .venv-oldest
LOCKED := .venv-locked

.PHONY: demo test check bench docs notebooks oldest format fuzz soak audit sbom lock locked clean

demo: $(READER)
	$(BIN)/detector score datasets/samples -o review.csv
	@$(BIN)/python datasets/missed.py review.csv
	@echo "The review CSV is $(CURDIR)/review.csv"

# A file of tests stays with one process: what its tests share is made once. The tests start the
# command some hundred times: its byte code is kept, whatever the environment says.
test: $(READER)
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder -p no:nbmake

# What CI runs before the tests.
check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_layers.py

# Speed and memory, beside other tools; these are installed into environments of their own.
bench: $(READY)
	$(BIN)/python -m benchmarks

# Strict: a link that leads nowhere is an error.
docs: $(READY)
	$(BIN)/python -m sphinx -q -W --keep-going -b html docs docs/_build/html

# From a clean kernel; what is saved in the repository stays as it is.
notebooks: $(READY)
	$(BIN)/python -m pytest -q --nbmake --nbmake-timeout=900 notebooks

# The estimators on the oldest scikit-learn that we allow (Python 3.11 or 3.12 has wheels for it).
oldest:
	$(PYTHON) -m venv $(OLDEST)
	$(OLDEST)/bin/python -m pip install --quiet --disable-pip-version-check -r .ci/oldest.txt
	PYTHONPATH=. $(OLDEST)/bin/python -m pytest -q tests/model/test_estimators.py \
	    tests/model/test_scikit_learn_exam.py

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Faults at full size: bombs of 150 MB, and the tests of faults, mutated files and shifts over and
# over until the time is up.
SOAK_SECONDS ?= 3600
soak: $(READY)
	end=$$(($$(date +%s) + $(SOAK_SECONDS))); export DETECTOR_SOAK=1; \
	while $(BIN)/python -m pytest -q tests/faults tests/readers/test_hostile_files.py \
	    tests/readers/test_mutated_rows.py tests/runs/test_folder_run.py tests/review/test_store.py \
	    tests/review/test_shift.py tests/server; do \
	    [ $$(date +%s) -lt $$end ] || exit 0; \
	done; exit 1

# Coverage-guided fuzzing, on Linux; what it finds is kept as .fuzzing/crash-*.
FUZZ_SECONDS ?= 600
fuzz: $(READY)
	mkdir -p .fuzzing/corpus
	$(BIN)/python tests/fuzzing/fuzz_articles.py -max_total_time=$(FUZZ_SECONDS) -timeout=30 \
	    -artifact_prefix=.fuzzing/ .fuzzing/corpus

# Needs the network: asks for the known weaknesses of every pinned package.
audit: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt --group audit
	$(BIN)/pip-audit --requirement constraints.txt --no-deps --disable-pip

# What every package is, with the digests of its files, as CycloneDX.
sbom: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt --group audit
	$(BIN)/cyclonedx-py requirements requirements.lock --pyproject pyproject.toml \
	    --output-reproducible -o sbom.json

# The digests of every file of every pinned package, for all systems; to be run when pins change.
lock: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt --group audit
	$(BIN)/uv pip compile pyproject.toml --all-extras --group dev --group docs --group audit \
	    -c constraints.txt --universal --python-version 3.11.5 --generate-hashes --no-annotate \
	    --no-header -q -o requirements.lock

# An environment in which every file was held against its digest.
locked:
	$(PYTHON) -m venv $(LOCKED)
	$(LOCKED)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes \
	    -r requirements.lock
	$(LOCKED)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
	    --no-build-isolation .
	$(LOCKED)/bin/detector score datasets/samples -q --top 1

# Byte code is compiled here, once, rather than at the first start of every command.
$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pip install --quiet --disable-pip-version-check \
	    -c constraints.txt --upgrade pip
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pip install --quiet --disable-pip-version-check \
	    -c constraints.txt --group dev --group docs -e ".[dask,desk,reader,web,train]"
	touch $@

# The weights of the full reader. A machine that cannot fetch them goes on with the small reader.
$(READER): $(READY)
	@if $(BIN)/detector reader status >/dev/null 2>&1 || $(BIN)/detector reader install; \
	then touch $@; \
	else echo "The full reader is not installed: the small reader reads alone."; fi

clean:
	rm -rf $(VENV) $(OLDEST) $(LOCKED) sbom.json docs/_build .mypy_cache .ruff_cache .pytest_cache review.csv report.html dist build \
	    benchmarks/.environments
