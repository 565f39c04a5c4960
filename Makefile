# `make` lists what there is.  Everything is made on first use and found again on the next.

PYTHON ?= python3
PY := .venv/bin/python
BOARD ?= esp32_s3_rig
PORT ?= auto
SPEED ?= 1
FUZZ ?= 100000
comma := ,
PROTECTS := guard modes protections ladder table sensors trust defrost store
COVERING := guard guard_rules modes conditions protections ladder sensors readings trust defrost \
            ice store keep* controller* trace
MPREMOTE := .venv/bin/mpremote connect $(PORT)

.PHONY: help sim test check lint pythons golden size heap heap-frozen types docs deploy image \
        flash repl bench demo accuracy benchmarks validate truth compare stateful fuzz explore \
        trace coverage mutants proofs \
        campaign campaign-ci campaign-healthy campaign-long clean ready \
        interpreters

help:
	@echo "Heat-pump controller: firmware for an ESP32, proved against a simulated house."
	@echo
	@sed -n 's/^\([a-z-]*\): [^#]*## */  make \1	/p' Makefile | expand -t 26
	@echo
	@echo "Settings: BOARD=$(BOARD) PORT=$(PORT) PYTHON=$(PYTHON) MICROPYTHON=path MICROPYTHON32=path"
	@echo "One scenario: $(PY) -m tools.simulate --help"

sim: ready           ## a winter week on the laptop: report in build/sim/report.html
	@$(PY) -m tools.simulate --weather greensboro --start 01-15 --days 7 --fluid R290 \
	  --emitter water --interpreter micropython --out build/sim

demo: ready          ## the firmware in a browser: build/demo/index.html, works offline
	@$(PY) -m tools.demo

test: interpreters   ## every test, on each interpreter that is here
	@$(PY) -m pytest -n auto --dist worksteal -q

check: interpreters lint size golden  ## lint, units, architecture, size, golden traces

lint: ready          ## ruff, the units of every name, the pins of every board, who imports whom
	@.venv/bin/ruff check .
	@$(PY) -m tools.units
	@$(PY) -m tools.pins
	@$(PY) -m tools.wiring_svg --check
	@$(PY) -m tools.packages --check
	@$(PY) -m pytest -q -p no:cacheprovider host_tests/test_architecture.py

pythons: ready       ## the interpreters: fetch the 32-bit one, say what is here
	@$(PY) -m tools.pythons --install --again

golden: interpreters ## rerun the golden scenarios and show what differs
	@$(PY) -m tools.golden

size: ready          ## bytes of the firmware as an ESP32 loads it
	@$(PY) -m tools.size

heap: interpreters   ## what the firmware leaves of a small ESP32's heap, after an hour: BOARD=esp32_s3_rig
	@$(PY) -m tools.heap $(BOARD)

heap-frozen: ready   ## the same in 96 kB, with the firmware frozen into the image: BOARD=esp32_s3_rig
	@$(PY) -m tools.frozen $(BOARD)

types: ready         ## firmware and boards against the stubs of an ESP32 (tools/bootstrap.py --ci)
	@$(PY) -m tools.typecheck

docs: ready          ## tables of the firmware and pictures of the pages, made anew
	@$(PY) -m tools.docs
	@$(PY) -m tools.pictures
	@$(PY) -m tools.demo.picture

deploy: ready        ## copy firmware and board to an ESP32: BOARD=esp32_s3_rig PORT=auto
	@$(PY) -m tools.deploy --board $(BOARD) --port $(PORT)

image: ready         ## one file for a board's flash: BOARD=esp32_s3_rig IMAGE=MicroPython's .bin FLASH=MB
	@$(PY) -m tools.image $(BOARD) --image "$(IMAGE)" $(if $(FLASH),--flash $(FLASH))

flash: ready         ## write that file to the board: BOARD= PORT=/dev/ttyACM0 IMAGE=
	@$(PY) -m tools.image $(BOARD) --image "$(IMAGE)" --port "$(PORT)" $(if $(FLASH),--flash $(FLASH))

repl: ready          ## talk to the board: PORT=auto
	@$(MPREMOTE) repl

bench: ready         ## a board without a board, for mpremote: BOARD=virtual SPEED=1
	@$(PY) -m tools.bench --board $(BOARD) --speed $(SPEED)

accuracy: ready      ## the estimator's refrigerant tables and sensors against their sources
	@$(PY) -m tools.accuracy

benchmarks: ready    ## speed and instruction counts of the estimator's loop
	@$(PY) -m tools.benchmarks

validate: ready      ## the simulated plant against published machines
	@$(PY) -m tools.validate

truth: ready         ## the estimate against the plant's truth, winter weeks in closed loop
	@$(PY) -m tools.truth

compare: ready       ## demand defrost and weather compensation against timers and fixed water
	@$(PY) -m tools.compare --out tools/compare.txt

# Hypothesis ends some runs early: 2,200 of them have the 200,000 steps of 2,000 whole ones.
stateful: ready      ## 2,000 runs of 100 steps: faults, commands, power cuts in any order
	@HEATPUMP_RUNS=2200 $(PY) -m pytest -q -rP -n auto host_tests/test_stateful.py $(ONLY)

fuzz: interpreters   ## so many files of settings on each interpreter, and commands: FUZZ=100000
	@HEATPUMP_FUZZ=$(FUZZ) $(PY) -m pytest -q -rP -n auto host_tests/test_fuzz.py

explore: ready       ## every state that tables and guard can reach; laws proved from any state
	@$(PY) -m tools.explore
	@$(PY) -m tools.induction

trace: ready         ## every law, fault, protection and sentence with the tests that hold it
	@$(PY) -m tools.trace

coverage: ready      ## branches of what protects the machine that its own tests take: all of them
	@$(PY) -m coverage run --branch --data-file=build/coverage \
	  --include='$(subst $() ,$(comma),$(PROTECTS:%=firmware/heatpump/%.py))' -m pytest -q \
	  $(COVERING:%=host_tests/test_%.py)
	@$(PY) -m coverage report --data-file=build/coverage -m --fail-under=100

mutants: ready       ## change one thing at a time: some test must notice; goes on where it was
	@$(PY) -m tools.mutants

campaign: ready      ## every fault in every mode with the plant in the loop, and a score card
	@rm -rf build/campaign
	@$(PY) -m tools.campaign --faults single --interpreter cpython --out build/campaign

campaign-ci: ready   ## the same, and 600 hours drawn by chance: 2,000 hours in all
	@rm -rf build/campaign-single build/campaign-random
	@$(PY) -m tools.campaign --faults single --interpreter cpython --quiet \
	  --out build/campaign-single
	@$(PY) -m tools.campaign --faults random --hours 600 --seed 1 --interpreter micropython \
	  --quiet --out build/campaign-random

proofs: explore campaign-ci stateful  ## what .ci/run proves after the tests, about 10 minutes

campaign-healthy: ready ## 5,000 hours without a fault; goes on where it was stopped
	@if [ -e build/campaign-healthy/plan.json ]; \
	  then $(PY) -m tools.campaign --resume build/campaign-healthy; \
	  else $(PY) -m tools.campaign --faults none --hours 5000 --seed 1 \
	    --out build/campaign-healthy; fi

campaign-long: ready ## 20,000 hours drawn by chance; goes on where it was stopped
	@if [ -e build/campaign-long/plan.json ]; \
	  then $(PY) -m tools.campaign --resume build/campaign-long; \
	  else $(PY) -m tools.campaign --faults random --hours 20000 --seed 1 \
	    --out build/campaign-long; fi

clean:               ## remove what was generated, keep .venv and the interpreters
	@find build -mindepth 1 -maxdepth 1 ! -name m32 ! -name frozen ! -name npm ! -name pip -exec rm -rf {} + 2>/dev/null; \
	  rm -rf .pytest_cache .ruff_cache .hypothesis; \
	  find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

# --- what the others stand on -------------------------------------------------------------

ready:
	@$(PYTHON) tools/bootstrap.py

interpreters: ready
	@$(PY) -m tools.pythons --install --quiet
