"""Trains the safety classifier: `make safety-classifier`. Some minutes on two cores.

The sentence encoder is tuned with low-rank additions (Hu et al. 2021) and a head that tells flag
and level at once. The result is one small file in the repository, so a server trains nothing, and
what it says does not change from one machine to the next.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import tensorflow as tf
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.loading import load_data

from bot.encoder.sentence_encoder import encoder_folder
from bot.encoder.trainable import TrainableEncoder
from bot.encoder.tuning import Tuning
from bot.locations import DATA, SAFETY_CLASSIFIER
from bot.safety.classifier import NONE
from bot.safety.detector import by_patterns
from bot.safety.sentences import Sentence, checksum, read_sentences

EPOCHS = 5
BATCH = 32
RANK = 16
RATE = 1e-3
WARM_UP_STEPS = 100
WEIGHT_DECAY = 0.01
# The right label gets this share of certainty; our own labels are not beyond doubt.
CERTAINTY = 0.95
SEED = 7
# How many texts are seen in another form too: without punctuation, or beside another sentence.
ROUGHENED = 0.25
JOINED = 0.2
_PUNCTUATION = re.compile(r"[.,;:!?'’\"]")


def train(
    sentences: Sequence[Sentence],
    ordinary: Sequence[str],
    *,
    learned_from: str = "",
    epochs: int = EPOCHS,
) -> Tuning:
    """Learn from sentences, and from ordinary messages to the bot, which are no danger."""
    random = np.random.default_rng(SEED)
    tf.random.set_seed(SEED)
    units = list(dict.fromkeys(unit for sentence in sentences for unit in sentence.units()))
    units += [(text, NONE) for text in ordinary]
    labels = sorted({label for _, label in units})
    encoder = TrainableEncoder(encoder_folder(), labels, rank=RANK, seed=SEED)
    steps = epochs * (len(units) // BATCH + 1)
    step, learner, started = 0, _Learner(encoder), time.monotonic()
    for epoch in range(epochs):
        texts = list(_in_other_forms(units, random))
        ids = [encoder.tokens(text) for text, _ in texts]
        answers = np.array([labels.index(label) for _, label in texts], np.int32)
        losses = []
        for batch in _batches([len(one) for one in ids], random):
            step += 1
            rate = RATE * min(1.0, step / WARM_UP_STEPS) * max(0.02, 1 - step / steps)
            losses.append(learner.learn([ids[i] for i in batch], answers[batch], rate))
        seconds = time.monotonic() - started
        print(
            f"Round {epoch + 1} of {epochs}: loss {np.mean(losses):.3f}, {seconds:.0f} s",
            flush=True,
        )
    return encoder.tuning(learned_from)


def ordinary_messages() -> list[str]:
    """What else people say to the bot: the training examples in which no pattern sees danger."""
    examples = load_data(str(DATA / "nlu")).intent_examples
    texts = {str(message.get(TEXT)) for message in examples}
    return sorted(text for text in texts if by_patterns(text).level == "none")


class _Learner:
    """Adam with decoupled weight decay (Loshchilov and Hutter 2019), on what can be learned."""

    def __init__(self, encoder: TrainableEncoder) -> None:
        self._encoder = encoder
        self._variables = list(encoder.variables.values())
        self._means = [tf.Variable(tf.zeros_like(one)) for one in self._variables]
        self._squares = [tf.Variable(tf.zeros_like(one)) for one in self._variables]
        self._steps = tf.Variable(0.0)
        whole, real = [None, None], tf.float32
        shapes = [(whole, tf.int32), (whole, real), ([None], tf.int32), ([], real)]
        signature = [tf.TensorSpec(shape, kind) for shape, kind in shapes]
        self._step = tf.function(self._learn, input_signature=signature, autograph=False)

    def learn(self, ids: list[list[int]], answers: Any, rate: float) -> float:
        """Take one step on a batch; give its loss."""
        longest = max(map(len, ids))
        padded = np.zeros((len(ids), longest), np.int32)
        mask = np.zeros((len(ids), longest), np.float32)
        for row, one in enumerate(ids):
            padded[row, : len(one)] = one
            mask[row, : len(one)] = 1
        return float(self._step(padded, mask, answers, np.float32(rate)))

    def _learn(self, ids: Any, mask: Any, answers: Any, rate: Any) -> Any:
        count = len(self._encoder.labels)
        wanted = tf.one_hot(answers, count) * CERTAINTY + (1 - CERTAINTY) / count
        with tf.GradientTape() as tape:
            logits = self._encoder.logits(ids, mask, learning=True)
            losses = tf.nn.softmax_cross_entropy_with_logits(wanted, logits)
            loss = tf.reduce_mean(losses)
        gradients = tape.gradient(loss, self._variables)
        steps = self._steps.assign_add(1.0)
        for one, gradient, mean, square in zip(
            self._variables, gradients, self._means, self._squares, strict=True
        ):
            mean.assign(0.9 * mean + 0.1 * gradient)
            square.assign(0.999 * square + 0.001 * gradient * gradient)
            size = tf.sqrt(square / (1 - 0.999**steps)) + 1e-8
            one.assign_sub(rate * (mean / (1 - 0.9**steps) / size + WEIGHT_DECAY * one))
        return loss


def _in_other_forms(
    units: Sequence[tuple[str, str]], random: np.random.Generator
) -> Iterator[tuple[str, str]]:
    """Yield each text, some of them in the form that hurried people write."""
    harmless = [text for text, label in units if label == NONE and 3 < len(text.split()) < 20]
    for text, label in units:
        form = text
        if random.random() < ROUGHENED:
            form = _PUNCTUATION.sub("", form).casefold()
        if random.random() < JOINED and len(form.split()) < 30:
            other = harmless[random.integers(len(harmless))]
            form = f"{other} {form}" if random.random() < 0.5 else f"{form} {other}"
        yield form, label


def _batches(lengths: Sequence[int], random: np.random.Generator) -> Iterator[Any]:
    """Yield batches of places; texts of like length together, since padding costs time."""
    order = random.permutation(len(lengths))
    batches = []
    for start in range(0, len(order), BATCH * 40):
        near = sorted(order[start : start + BATCH * 40], key=lambda place: lengths[place])
        batches += [near[i : i + BATCH] for i in range(0, len(near), BATCH)]
    for place in random.permutation(len(batches)):
        yield np.array(batches[place])


def main() -> int:
    """Train on everything in data/sentences/safety/ and keep the result."""
    learned = train(read_sentences(), ordinary_messages(), learned_from=checksum())
    learned.save(SAFETY_CLASSIFIER)
    print(f"Kept in {SAFETY_CLASSIFIER.relative_to(DATA.parent)}. Now: make evaluate, make test.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
