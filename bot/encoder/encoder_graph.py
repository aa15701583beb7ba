"""Writes the sentence encoder down as an ONNX graph, with 8-bit weights.

all-MiniLM-L6-v2 is a six-layer BERT whose token vectors are averaged (Reimers and Gurevych 2019,
"Sentence-BERT"; Wang et al. 2020, "MiniLM"). Its published weights come as safetensors; onnxruntime
runs them many times faster than TensorFlow does, and 8-bit weights spare the memory's bandwidth,
which is what a short message waits for (measured: docs/choices.md).
"""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.numpy import load_file

from bot.encoder.tuning import Tuning

OPSET = 17  # the first with LayerNormalization
IR_VERSION = 8


class _Graph:
    """Collects nodes and weights under names."""

    def __init__(self, weights: dict[str, Any]) -> None:
        self.weights = weights
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, name: str, values: Any) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, kind: str, inputs: list[str], output: str, **attributes: Any) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output

    def linear(self, value: str, layer: str, output: str) -> str:
        weight = self.constant(f"{layer}.W", self.weights[f"{layer}.weight"].T)
        bias = self.constant(f"{layer}.B", self.weights[f"{layer}.bias"])
        return self.node(
            "Add", [self.node("MatMul", [value, weight], f"{output}_raw"), bias], output
        )

    def normalised(self, value: str, layer: str, output: str) -> str:
        scale = self.constant(f"{layer}.W", self.weights[f"{layer}.weight"])
        bias = self.constant(f"{layer}.B", self.weights[f"{layer}.bias"])
        return self.node("LayerNormalization", [value, scale, bias], output, epsilon=1e-12)


def write_encoder(model_folder: Path, target: Path, tuning: Tuning | None = None) -> None:
    """Write the encoder of a model folder (config.json, model.safetensors) to an ONNX file.

    The graph takes `ids` (token ids, shape (n,), int64) and gives `meaning` (shape (384,)); with a
    tuning it gives `chances` of the tuning's labels (shape (labels,)). The file appears at once and
    whole, so that two processes may write it at the same time.
    """
    config = json.loads((model_folder / "config.json").read_text(encoding="utf-8"))
    weights = load_file(str(model_folder / "model.safetensors"))
    graph = _Graph(tuning.applied_to(weights) if tuning else weights)
    value = _embedded(graph)
    heads, width = config["num_attention_heads"], config["hidden_size"]
    graph.constant("by_head", np.array([0, heads, width // heads], np.int64))
    graph.constant("joined", np.array([0, width], np.int64))
    graph.constant("scale", np.array((width // heads) ** -0.5, np.float32))
    for name, number in (("half", 0.5), ("one", 1.0), ("root_two", 2**0.5)):
        graph.constant(name, np.array(number, np.float32))
    for layer in range(config["num_hidden_layers"]):
        value = _layer(graph, value, f"encoder.layer.{layer}")
    output, size = "meaning", width
    graph.node("ReduceMean", [value], "meaning", axes=[0], keepdims=0)
    if tuning:
        output, size = _judged(graph, value, tuning), len(tuning.labels)
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "sentence_encoder",
            [helper.make_tensor_value_info("ids", TensorProto.INT64, ["n"])],
            [helper.make_tensor_value_info(output, TensorProto.FLOAT, [size])],
            graph.constants,
        ),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR_VERSION,
    )
    _write_small(model, target)


def _embedded(graph: _Graph) -> str:
    words = graph.constant("words", graph.weights["embeddings.word_embeddings.weight"])
    # Every sentence is segment 0, so its vector can be added to the positions beforehand.
    positions = graph.constant(
        "positions",
        graph.weights["embeddings.position_embeddings.weight"]
        + graph.weights["embeddings.token_type_embeddings.weight"][0],
    )
    start = graph.constant("start", np.array([0], np.int64))
    count = graph.node("Shape", ["ids"], "count")
    here = graph.node("Slice", [positions, start, count], "here")
    summed = graph.node("Add", [graph.node("Gather", [words, "ids"], "embedded"), here], "summed")
    return graph.normalised(summed, "embeddings.LayerNorm", "input")


def _layer(graph: _Graph, value: str, layer: str) -> str:
    parts = {}
    for part, order in (("query", [1, 0, 2]), ("key", [1, 2, 0]), ("value", [1, 0, 2])):
        flat = graph.linear(value, f"{layer}.attention.self.{part}", f"{layer}.{part}")
        split = graph.node("Reshape", [flat, "by_head"], f"{layer}.{part}.split")
        parts[part] = graph.node("Transpose", [split], f"{layer}.{part}.heads", perm=order)
    raw = graph.node("MatMul", [parts["query"], parts["key"]], f"{layer}.raw")
    scaled = graph.node("Mul", [raw, "scale"], f"{layer}.scaled")
    shares = graph.node("Softmax", [scaled], f"{layer}.shares", axis=-1)
    mixed = graph.node("MatMul", [shares, parts["value"]], f"{layer}.mixed")
    turned = graph.node("Transpose", [mixed], f"{layer}.turned", perm=[1, 0, 2])
    joined = graph.node("Reshape", [turned, "joined"], f"{layer}.joined")
    attended = graph.linear(joined, f"{layer}.attention.output.dense", f"{layer}.attended")
    residual = graph.node("Add", [attended, value], f"{layer}.residual")
    value = graph.normalised(residual, f"{layer}.attention.output.LayerNorm", f"{layer}.middle")
    wide = _gelu(graph, graph.linear(value, f"{layer}.intermediate.dense", f"{layer}.wide"))
    narrow = graph.linear(wide, f"{layer}.output.dense", f"{layer}.narrow")
    summed = graph.node("Add", [narrow, value], f"{layer}.summed")
    return graph.normalised(summed, f"{layer}.output.LayerNorm", f"{layer}.output")


def _judged(graph: _Graph, value: str, tuning: Tuning) -> str:
    """Chances of the labels, out of the mean and the greatest of the token vectors."""
    greatest = graph.node("ReduceMax", [value], "greatest", axes=[0], keepdims=0)
    both = graph.node("Concat", ["meaning", greatest], "mean_and_greatest", axis=0)
    weights = graph.constant("head.W", tuning.head_weights)
    offsets = graph.constant("head.B", tuning.head_offsets)
    raw = graph.node("MatMul", [both, weights], "head.raw")
    logits = graph.node("Add", [raw, offsets], "logits")
    if tuning.output == "several":
        return graph.node("Sigmoid", [logits], "chances")
    return graph.node("Softmax", [logits], "chances", axis=0)


def _gelu(graph: _Graph, value: str) -> str:
    halved = graph.node("Mul", [value, "half"], f"{value}.halved")
    scaled = graph.node("Div", [value, "root_two"], f"{value}.erf_input")
    error = graph.node("Erf", [scaled], f"{value}.erf")
    return graph.node(
        "Mul", [halved, graph.node("Add", ["one", error], f"{value}.p")], f"{value}.g"
    )


def _write_small(model: Any, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        full, small = Path(folder) / "full.onnx", Path(folder) / "small.onnx"
        onnx.save(model, str(full))
        # Unsigned: with signed weights, processors without VNNI overflow (onnxruntime's page on
        # quantization), and the same message must mean the same on every machine.
        quantize_dynamic(str(full), str(small), weight_type=QuantType.QUInt8, per_channel=True)
        os.replace(small, target)
