"""`/health/live`, `/health/ready`, and at the server's start the numbers for Prometheus."""

from __future__ import annotations

import asyncio
from datetime import timezone

from rasa.core.agent import Agent
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.draining import drains
from bot.watching import counts
from bot.watching.metrics_server import serve_metrics
from bot.watching.readiness import Watch
from bot.watching.settings import metrics_place

# Seconds between two looks of the server's own, so that alerts need nobody who asks.
LOOK_EVERY_SECONDS = 30.0


def add_watching(routes: Blueprint) -> None:
    """Add the routes, and what is to happen when the server starts.

    Raises:
        SettingError: the address of the numbers cannot be used.
    """
    place = metrics_place()
    watch = Watch()

    async def live(request: Request) -> HTTPResponse:
        if drains(request.app):
            return response.json({"status": "ends"}, status=503)
        return response.json({"status": "ok"})

    async def ready(request: Request) -> HTTPResponse:
        if drains(request.app):
            return response.json({"status": "ends"}, status=503)
        seen = await watch.readiness(_agent(request.app))
        return response.json(seen.as_dict(), status=200 if seen.ready else 503)

    routes.add_route(live, "/health/live", methods=["GET", "HEAD"])
    routes.add_route(ready, "/health/ready", methods=["GET", "HEAD"])

    @routes.listener("before_server_stop")
    async def end(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        watch.end()

    if place is None:
        return
    work: list[asyncio.Task[None]] = []

    @routes.listener("after_server_start")
    async def start(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        if serve_metrics(place):
            _note_model(_agent(app))
            work.append(loop.create_task(_keep_looking(app, watch)))

    @routes.listener("before_server_stop")
    async def stop(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        for task in work:
            task.cancel()


async def _keep_looking(app: Sanic, watch: Watch) -> None:
    while True:
        await watch.readiness(_agent(app))
        await asyncio.sleep(LOOK_EVERY_SECONDS)


@counts.costs_no_answer
def _note_model(agent: Agent | None) -> None:
    if agent is not None:
        trained = agent.processor.model_metadata.trained_at
        counts.MODEL_TRAINED.set(trained.replace(tzinfo=timezone.utc).timestamp())


def _agent(app: Sanic) -> Agent | None:
    return getattr(app.ctx, "agent", None)
