# Lantern's commands. `make run` and `make test` do all the set-up by themselves.
.DEFAULT_GOAL := help
PORT ?= 5005
ACTION_PORT ?= 5055
PREVIEW_PORT ?= 5006
SCRIPT ?=
FUZZ_EXAMPLES ?= 300
# Tests of one file stay together: they share servers.
TEST_PROCESSES ?= 2
PEOPLE ?= 200
MINUTES ?= 3
export RASA_TELEMETRY_ENABLED := false
export TF_CPP_MIN_LOG_LEVEL := 3
export HF_HUB_OFFLINE := 1
PY := .venv/bin/python

.PHONY: help environment tools run preview test lint stories evaluate bench load chaos fuzz sbom \
	shell safety-classifier story-reader intent-reader clean

help:  ## Show these commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

environment:  ## Make .venv from uv.lock, when it is missing or out of date
	@deploy/environment.sh

run: environment  ## Start everything; the chat opens at http://127.0.0.1:$(PORT)/
	@$(PY) -m bot.launch run --port $(PORT) --action-port $(ACTION_PORT)

shell: environment  ## The same conversation in this terminal
	@$(PY) -m bot.launch shell --action-port $(ACTION_PORT)

preview: environment  ## The clinicians' preview at http://127.0.0.1:$(PREVIEW_PORT)/; SCRIPT=fear prints a script
ifneq ($(SCRIPT),)
	@$(PY) -W ignore -m bot.preview show "$(SCRIPT)"
else
	@$(PY) -m bot.launch preview --preview-port $(PREVIEW_PORT) --action-port $(ACTION_PORT)
endif

test: environment  ## Train if needed, then run all tests
	@$(PY) -m bot.launch prepare
	@$(PY) -m pytest -n $(TEST_PROCESSES) --dist loadfile --no-loadscope-reorder

lint: environment  ## Style, types, and the lint of the scripts
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@$(PY) -m bot.responses
	@$(PY) -W ignore -m bot.preview check

stories: environment  ## Rasa's own checks: training data, and end-to-end stories
	@$(PY) -m bot.launch prepare
	@$(PY) -W ignore -m bot.responses.rasa_validation
	@$(PY) -W ignore -m rasa test core --e2e --stories tests/stories --fail-on-prediction-errors \
		--no-plot --out var/rasa_test

evaluate: environment  ## Recall, precision and every miss, on sentences nobody trained on
	@$(PY) -m bot.launch prepare
	@$(PY) -m tests.evaluation

safety-classifier: environment  ## Train the safety classifier anew, after a change in data/sentences/safety/
	@$(PY) -W ignore -m bot.safety.training $(if $(MORE),--more $(MORE))

story-reader: environment  ## Train the story reader anew, after a change in data/sentences/stories/
	@$(PY) -W ignore -m bot.nlu.stories.training $(if $(MORE),--more $(MORE))

intent-reader: environment  ## Train the intent reader anew, after many changes in data/nlu/
	@$(PY) -W ignore -m bot.nlu.intents.training

bench: environment  ## Latency, start-up, training and memory against Rasa's stock bot
	@$(PY) -m bot.launch prepare
	@$(PY) -m tests.bench

fuzz: environment  ## Send the servers what nobody would: FUZZ_EXAMPLES=300 requests for each address, others each time
	@$(PY) -m bot.launch prepare
	@FUZZ_EXAMPLES=$(FUZZ_EXAMPLES) $(PY) -m pytest tests/end_to_end/test_fuzzing.py \
		tests/preview/access/test_fuzzing.py tests/actions/test_webhook_fuzzing.py

sbom: environment  ## What runs in the servers, as CycloneDX (var/sbom.cdx.json), and its licences (docs/licences.md)
	@$(PY) -m tests.licences

tools: environment  ## Make the environment of the programs that load Lantern and check its manifests
	@deploy/tools.sh

load: tools  ## Many people at once: PEOPLE=200 MINUTES=3; the figures go to var/load.md
	@$(PY) -m bot.launch prepare
	@$(PY) -W ignore -m tests.load load --people $(PEOPLE) --minutes $(MINUTES)

chaos: PEOPLE = 60
chaos: tools  ## Break each part in turn under PEOPLE=60 people; the figures go to var/chaos.md
	@$(PY) -m bot.launch prepare
	@$(PY) -W ignore -m tests.load chaos --people $(PEOPLE)

clean:  ## Remove what was made: environment, model, database
	rm -rf .venv .uv .rasa models var deploy/tools/.venv
