"""A server that is to say only signed safety words does not open its doors without them.

Each channel asks this where it makes its routes: before Rasa loads the model, with `make run` and
with `rasa run` by hand alike. Not a policy or the response generator: those are also loaded for
training, for tests and in the preview, where unsigned words have to be heard to be signed.
"""

from __future__ import annotations

import asyncio

from sanic import Blueprint, Sanic

from bot.launch.signed import check_model_is_signed, check_signed, signatures_required


def refuse_unsigned(routes: Blueprint) -> None:
    """End the start if safety responses are unsigned, or if the loaded model says others.

    Raises:
        SettingError: they are; Rasa prints it without a traceback.
    """
    check_signed()
    if not signatures_required():
        return

    @routes.listener("after_server_start")
    async def model_is_signed(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        domain = getattr(getattr(app.ctx, "agent", None), "domain", None)
        if domain is not None:
            check_model_is_signed(domain.responses)
