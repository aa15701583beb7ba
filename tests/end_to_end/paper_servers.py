"""Rasa servers with the made-up app of the tests, all on one Redis, as an operator starts them."""

from __future__ import annotations

from pathlib import Path

from tests.channels.stand_ins import paper
from tests.channels.stand_ins.paper import deliver
from tests.topology.servers import RasaServer

CHANNEL = "tests.channels.stand_ins.paper.PaperChat"
WEBHOOKS = "/webhooks/sms"


def paper_settings(api_address: str) -> dict[str, str]:
    """Settings with which a server speaks to this stand-in of the app's provider."""
    return {
        paper.TOKEN_SETTING: paper.TOKEN,
        paper.KEY_SETTING: paper.KEY,
        paper.ADDRESS_SETTING: api_address,
    }


class PaperServer(RasaServer):
    """One Rasa server process, and what it printed."""

    def __init__(self, folder: Path, api_address: str, **environment: str) -> None:
        settings = {**paper_settings(api_address), **environment}
        super().__init__(folder, channels=(CHANNEL,), health=f"{WEBHOOKS}/", **settings)

    def take(self, person: str, message_id: str, text: str = "", **more: str) -> int:
        """Hand in a message as the provider does."""
        body = {"person": person, "id": message_id, "text": text, **more}
        return deliver(f"{self.address}{WEBHOOKS}/webhook", body)
