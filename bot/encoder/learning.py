"""Tunes the sentence encoder on labelled texts; what is learned is one small `Tuning`.

Low-rank additions (Hu et al. 2021) and a head are learned together, some times from the same start
in another order, and the mean of the weights is kept: it judges unseen texts better than each run
alone ("model soups", Wortsman et al. 2022). Only `make` commands that train need this module.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import tensorflow as tf

from bot.encoder.sentence_encoder import encoder_folder
from bot.encoder.trainable import TrainableEncoder
from bot.encoder.tuning import Array, Output, Tuning, average, thinned

BATCH = 32
RANK = 16
RATE = 1e-3
# The rate of what goes on from a tuning.
FURTHER_RATE = 3e-4
WARM_UP_STEPS = 100
WEIGHT_DECAY = 0.01
# Begins every run; each run adds its number, for order and dropout.
SEED = 7
# Batches among which texts of like length are brought together.
BATCHES_NEAR = 40

# A text and what is wanted for it, of shape (labels,); NaN where nothing is known of a label.
Lesson = tuple[str, Array]
Lessons = Callable[[np.random.Generator], Iterator[Lesson]]


def tune(
    lessons: Lessons,
    labels: Sequence[str],
    output: Output,
    *,
    epochs: int,
    runs: int,
    learned_from: str = "",
    start: Tuning | None = None,
) -> Tuning:
    """Learn `epochs` rounds of `lessons`, `runs` times; give the mean of the runs.

    With a `start` each run goes on from there, in small steps, and the start counts in the mean: so
    it learns more and forgets little (Wortsman et al. 2022, "robust fine-tuning").

    `lessons` is asked anew for each round, so that texts can be seen in several forms. With
    `output` "one" a row of what is wanted holds chances that sum to 1, with "several" each is 0
    to 1 by itself.
    """
    tunings = []
    for run in range(runs):
        print(f"Run {run + 1} of {runs}", flush=True)
        tunings.append(_run(lessons, labels, output, SEED + run, epochs, start))
    if start is None:
        return average(tunings, learned_from)
    rank = next(part.shape[1] for name, part in start.additions.items() if name.endswith(".down"))
    return thinned(average([*tunings, start], learned_from), rank)


def _run(
    lessons: Lessons,
    labels: Sequence[str],
    output: Output,
    seed: int,
    epochs: int,
    start: Tuning | None,
) -> Tuning:
    random = np.random.default_rng(seed)
    tf.random.set_seed(seed)
    encoder = TrainableEncoder(encoder_folder(), labels, rank=RANK, seed=SEED, start=start)
    greatest_rate = FURTHER_RATE if start else RATE
    learner = _Learner(encoder, output)
    step, steps, started = 0, 0, time.monotonic()
    for epoch in range(epochs):
        round_lessons = list(lessons(random))
        steps = steps or epochs * (len(round_lessons) // BATCH + 1)
        ids = [encoder.tokens(text) for text, _ in round_lessons]
        wanted = np.array([row for _, row in round_lessons], np.float32)
        losses = []
        for batch in _batches([len(one) for one in ids], random):
            step += 1
            rate = greatest_rate * min(1.0, step / WARM_UP_STEPS) * max(0.02, 1 - step / steps)
            losses.append(learner.learn([ids[place] for place in batch], wanted[batch], rate))
        seconds = time.monotonic() - started
        print(
            f"Round {epoch + 1} of {epochs}, {len(ids)} texts: loss {np.mean(losses):.3f}, "
            f"{seconds:.0f} s",
            flush=True,
        )
    return encoder.tuning(output)


class _Learner:
    """Adam with decoupled weight decay (Loshchilov and Hutter 2019), on what can be learned."""

    def __init__(self, encoder: TrainableEncoder, output: Output) -> None:
        self._encoder = encoder
        self._output = output
        self._variables = list(encoder.variables.values())
        self._means = [tf.Variable(tf.zeros_like(one)) for one in self._variables]
        self._squares = [tf.Variable(tf.zeros_like(one)) for one in self._variables]
        self._steps = tf.Variable(0.0)
        whole, real = [None, None], tf.float32
        shapes = [(whole, tf.int32), (whole, real), (whole, real), ([], real)]
        signature = [tf.TensorSpec(shape, kind) for shape, kind in shapes]
        self._step = tf.function(self._learn, input_signature=signature, autograph=False)

    def learn(self, ids: list[list[int]], wanted: Array, rate: float) -> float:
        """Take one step on a batch; give its loss."""
        longest = max(map(len, ids))
        padded = np.zeros((len(ids), longest), np.int32)
        mask = np.zeros((len(ids), longest), np.float32)
        for row, one in enumerate(ids):
            padded[row, : len(one)] = one
            mask[row, : len(one)] = 1
        return float(self._step(padded, mask, wanted, np.float32(rate)))

    def _learn(self, ids: Any, mask: Any, wanted: Any, rate: Any) -> Any:
        with tf.GradientTape() as tape:
            loss = self._loss(self._encoder.logits(ids, mask, learning=True), wanted)
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

    def _loss(self, logits: Any, wanted: Any) -> Any:
        if self._output == "one":
            return tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(wanted, logits))
        known = tf.cast(~tf.math.is_nan(wanted), tf.float32)
        filled = tf.where(tf.math.is_nan(wanted), tf.zeros_like(wanted), wanted)
        losses = tf.nn.sigmoid_cross_entropy_with_logits(filled, logits) * known
        return tf.reduce_mean(tf.reduce_sum(losses, 1))


def _batches(lengths: Sequence[int], random: np.random.Generator) -> Iterator[Any]:
    """Yield batches of places; texts of like length together, since padding costs time."""
    order = random.permutation(len(lengths))
    batches = []
    for start in range(0, len(order), BATCH * BATCHES_NEAR):
        near = sorted(order[start : start + BATCH * BATCHES_NEAR], key=lambda at: lengths[at])
        batches += [near[i : i + BATCH] for i in range(0, len(near), BATCH)]
    for place in random.permutation(len(batches)):
        yield np.array(batches[place])
