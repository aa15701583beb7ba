"""What the whole safety net adds to a message: patterns, classifier, and finding the reply.

The gate reads a text once and hands what it found to Rasa, so this is all that it costs. The
yardstick is the sentence encoder on the same texts, which every message needs anyway.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from statistics import median, quantiles

from bot.channels.gate import ask_gate
from bot.channels.message_text import clean
from bot.encoder.sentence_encoder import shared_encoder
from bot.safety.sentences import read_sentences
from tests.bench.messages import read_conversations
from tests.evaluation.safety import FOLDER

WARM_UP = 20


def safety_cost() -> list[str]:
    """Lines with milliseconds and ratios: messages to a chat, and long stories."""
    typed = [
        message.content
        for conversation in read_conversations("lantern")
        for message in conversation
        if message.how == "text"
    ]
    stories = [one.text for one in read_sentences(FOLDER) if len(one.text.split()) >= 60]
    lines = ["What the safety net adds to a message, in ms:"]
    for what, texts in (("messages to a chat", typed), ("stories of 60 to 180 words", stories)):
        net = _times(lambda text: ask_gate(clean(text)), texts)
        yardstick = median(_times(shared_encoder().encode, texts))
        p95 = quantiles(net, n=20, method="inclusive")[-1]
        lines.append(
            f"  {what:28}median {median(net):.1f}, p95 {p95:.1f}, greatest {max(net):.1f}; "
            f"{median(net) / yardstick:.1f} times the encoder ({len(texts)} texts)"
        )
    return lines


def _times(work: Callable[[str], object], texts: Sequence[str]) -> list[float]:
    for text in texts[:WARM_UP]:
        work(text)
    times = []
    for text in texts:
        begun = time.perf_counter()
        work(text)
        times.append(1_000 * (time.perf_counter() - begun))
    return times


if __name__ == "__main__":
    print("\n".join(safety_cost()))
