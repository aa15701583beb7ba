# Lantern's commands. `make run` and `make test` do all the set-up by themselves.
.DEFAULT_GOAL := help
PORT ?= 5005
ACTION_PORT ?= 5055
export RASA_TELEMETRY_ENABLED := false
export TF_CPP_MIN_LOG_LEVEL := 3
export HF_HUB_OFFLINE := 1
PY := .venv/bin/python

.PHONY: help environment run test lint stories evaluate bench shell safety-classifier story-reader clean

help:  ## Show these commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

environment:  ## Make .venv from uv.lock, when it is missing or out of date
	@deploy/environment.sh

run: environment  ## Start everything; the chat opens at http://127.0.0.1:$(PORT)/
	@$(PY) -m bot.launch run --port $(PORT) --action-port $(ACTION_PORT)

shell: environment  ## The same conversation in this terminal
	@$(PY) -m bot.launch shell --action-port $(ACTION_PORT)

test: environment  ## Train if needed, then run all tests
	@$(PY) -m bot.launch prepare
	@$(PY) -m pytest

lint: environment  ## Style, types, and the lint of the scripts
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@$(PY) -m bot.responses

stories: environment  ## Rasa's own checks: training data, and end-to-end stories
	@$(PY) -m bot.launch prepare
	@$(PY) -W ignore -m bot.responses.rasa_validation
	@$(PY) -W ignore -m rasa test core --e2e --stories tests/stories --fail-on-prediction-errors \
		--no-plot --out var/rasa_test

evaluate: environment  ## Recall, precision and every miss, on sentences nobody trained on
	@$(PY) -m bot.launch prepare
	@$(PY) -m tests.evaluation

safety-classifier: environment  ## Train the safety classifier anew, after a change in data/sentences/safety/
	@$(PY) -W ignore -m bot.safety.training

story-reader: environment  ## Train the story reader anew, after a change in data/sentences/stories/
	@$(PY) -W ignore -m bot.nlu.stories.training

bench: environment  ## Latency, start-up, training and memory against Rasa's stock bot
	@$(PY) -m bot.launch prepare
	@$(PY) -m tests.bench

clean:  ## Remove what was made: environment, model, database
	rm -rf .venv .uv .rasa models var
