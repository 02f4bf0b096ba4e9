# The two commands a newcomer needs are `make demo` and `make test`; both install what is missing first.

PACKAGES := gh libcurl4-openssl-dev libncursesw5-dev libsodium-dev libssl-dev libyaml-dev make python3-venv tmux
PYTHON := Tests/.venv/bin/python
ONRAMP := .build/release/onramp

.PHONY: demo test build deps venv lint format models crash stale answers ending fuzz pictures bench clean

demo: build venv
	@Tests/demo

test: deps venv
	@$(PYTHON) Tests/run.py

build: deps
	swift build -c release --product onramp

# Debian's packages that are not installed yet; nothing is asked of apt when there are none.
deps:
	@missing=$$(for p in $(PACKAGES); do dpkg -s $$p >/dev/null 2>&1 || echo $$p; done); \
	if [ -n "$$missing" ]; then \
	  echo "installing $$missing"; \
	  run=; [ "$$(id -u)" = 0 ] || run=sudo; \
	  $$run apt-get update -qq && $$run env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing; \
	fi
	@command -v swift >/dev/null || { echo "make: Swift 6.1 or newer is needed: swift.org/install"; exit 1; }

# The virtual environment of the sandbox and of all Python tests.
venv: deps
	@Tests/Sandbox/sandbox --python -c ""

# Swift by its own formatter, Python by ruff; pyproject.toml has its rules.
lint: venv
	swift format lint --strict --recursive --parallel Package.swift Sources Tests screens
	@$(PYTHON) -m ruff check --quiet . && $(PYTHON) -m ruff format --check --quiet .

format: venv
	swift format --in-place --recursive --parallel Package.swift Sources Tests screens
	@$(PYTHON) -m ruff check --quiet --fix . && $(PYTHON) -m ruff format --quiet .

# Condenses AWS's models anew; the operations are listed in Sources/AWS/models/operations.txt.
models: venv
	$(PYTHON) Sources/AWS/models/condense.py

# kill -9 at every request of a setup and of a teardown, not only at every write, and before every fsync.
crash: build venv
	$(PYTHON) -m pytest Tests/EndToEnd -m crash --every-request

# Setup and teardown while reads lag behind the writes, in each service and for each length; an hour.
stale: build venv
	$(PYTHON) -m pytest Tests/EndToEnd -m stale --every-lag -n 3

# Every answer of AWS in every form that its model allows, and spoilt in every way; an hour.
answers: build venv
	$(PYTHON) -m pytest Tests/EndToEnd -m answers --every-answer -n 3

# Ends a thousand runs by a result and two hundred by a signal.
ending: build venv
	$(PYTHON) -m pytest Tests/EndToEnd -m ending --every-run

# Fuzzes every parser with libFuzzer, MINUTES each; TARGETS="json xml" for some. Tests/Programs/Fuzz/README.md says more.
MINUTES := 10
fuzz: deps
	nice -n 10 Tests/Programs/Fuzz/fuzz.py --minutes $(MINUTES) $(TARGETS)

# Draws README's pictures anew, from the program, and writes its lists of changes and permissions.
pictures: build venv
	$(PYTHON) Tests/EndToEnd/readme/pictures.py
	$(PYTHON) Tests/EndToEnd/readme/permissions.py

# Measures the program beside other tools and writes Tests/Programs/Bench/RESULTS.md; wants a quiet machine.
bench: build venv
	$(PYTHON) Tests/Programs/Bench/bench.py

clean:
	rm -rf .build Tests/.venv
