"""Builds the ONNX graphs of SmolLM2 from the tensors of the GGUF file: a body and a head.

The body maps token ids to hidden states, the head hidden states to logits. All products are taken
in float32. In int8 the rounding of activations differs between processors, and log-probabilities
moved by .25 (standard deviation over tokens) from one machine to the next.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from detector.lm.gguf_file import Floats, GgufFile
from detector.lm.model_shape import (
    EPSILON,
    HEAD_WIDTH,
    HEADS,
    KEY_HEADS,
    LAYERS,
    LONGEST,
    ROTARY_BASE,
    WIDTH,
)
from detector.lm.store import BODY, BODY_WEIGHTS, HEAD, HEAD_WEIGHTS

MICROSOFT = "com.microsoft"
OPSETS = (("", 21), (MICROSOFT, 1))


class Graph:
    """Nodes and constants of a graph under construction; names are numbered."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: dict[str, Any] = {}

    def keep(self, name: str, value: NDArray[Any]) -> str:
        """Add a constant; returns its name."""
        self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def add(self, kind: str, *inputs: str, outputs: int = 1, **settings: Any) -> str:
        """Add a node; returns the name of its first output."""
        names = [f"{kind}_{len(self.nodes)}_{place}" for place in range(outputs)]
        self.nodes.append(helper.make_node(kind, inputs, names, **settings))
        return names[0]

    def norm(self, x: str, name: str, weight: Floats) -> str:
        """RMS normalisation."""
        kept = self.keep(name, weight)
        return self.add("SimplifiedLayerNormalization", x, kept, axis=-1, epsilon=EPSILON)

    def linear(self, x: str, name: str, weight: Floats) -> str:
        """Multiply rows by the transpose of a weight, shape (n_rows, n_outputs)."""
        return self.add("MatMul", x, self.keep(name, weight.T))

    def model(self, inputs: list[Any], output: str, outputs: int) -> Any:
        """The whole as an ONNX model with one output, named ``found``."""
        self.nodes.append(helper.make_node("Identity", [output], ["found"]))
        info = helper.make_tensor_value_info("found", TensorProto.FLOAT, ["rows", outputs])
        graph = helper.make_graph(self.nodes, "lm", inputs, [info], [*self.constants.values()])
        opsets = [helper.make_opsetid(*pair) for pair in OPSETS]
        return helper.make_model(graph, opset_imports=opsets, ir_version=10)


def save_graphs(file: GgufFile, folder: Path) -> None:
    """Write body and head as ONNX models, and the weights of each beside it."""
    save_graph(body_of(file, Graph()), folder / BODY, folder / BODY_WEIGHTS)
    save_graph(head_of(file, Graph()), folder / HEAD, folder / HEAD_WEIGHTS)


def save_graph(model: Any, graph: Path, weights: Path) -> None:
    """Write a model in two files of one folder: ONNX Runtime maps the second one into memory."""
    onnx.save(model, graph, save_as_external_data=True, location=weights.name)
    # onnx lets nobody else read them; a cache may be shared.
    weights.chmod(graph.stat().st_mode)


def head_of(file: GgufFile, graph: Graph) -> Any:
    """Hidden states, shape (n_rows, 576), to logits, shape (n_rows, 49152)."""
    weight = file.tensor("token_embd.weight")
    logits = graph.linear("hidden", "head", weight)
    hidden = helper.make_tensor_value_info("hidden", TensorProto.FLOAT, ["rows", WIDTH])
    return graph.model([hidden], logits, len(weight))


def body_of(file: GgufFile, graph: Graph) -> Any:
    """Token ids of one text, shape (n_tokens,), to hidden states, shape (n_tokens, 576)."""
    x = embedded(graph, file.tensor("token_embd.weight"))
    shared = attention_constants(graph)
    for layer in range(LAYERS):
        x = attended(graph, file, layer, x, shared)
        x = fed_forward(graph, file, layer, x)
    last = graph.norm(x, "output_norm", file.tensor("output_norm.weight"))
    ids = helper.make_tensor_value_info("ids", TensorProto.INT64, ["rows"])
    return graph.model([ids], last, WIDTH)


def embedded(graph: Graph, weight: Floats) -> str:
    """Look tokens up in the embedding table, which is kept in int8 with a scale a row."""
    scale = (np.abs(weight).max(axis=1, keepdims=True) / 127).astype(np.float32)
    numbers = np.round(weight / scale).astype(np.int8)
    rows = graph.add("Gather", graph.keep("table", numbers), "ids")
    own = graph.add("Gather", graph.keep("table.scale", scale), "ids")
    return graph.add("Mul", graph.add("Cast", rows, to=TensorProto.FLOAT), own)


def attention_constants(graph: Graph) -> tuple[str, ...]:
    """Inputs that the attention of all layers shares: empty cache, lengths, rotary tables."""
    turns = np.arange(LONGEST)[:, None] / ROTARY_BASE ** (np.arange(0, HEAD_WIDTH, 2) / HEAD_WIDTH)
    past = graph.keep("past", np.zeros((1, KEY_HEADS, 0, HEAD_WIDTH), np.float32))
    total = graph.add("Cast", graph.add("Shape", "ids"), to=TensorProto.INT32)
    before = graph.add("Sub", total, graph.keep("one", np.array([1], np.int32)))
    cos = graph.keep("cos", np.cos(turns).astype(np.float32))
    sin = graph.keep("sin", np.sin(turns).astype(np.float32))
    graph.keep("as_text", np.array([1, -1, (HEADS + 2 * KEY_HEADS) * HEAD_WIDTH], np.int64))
    graph.keep("as_rows", np.array([-1, WIDTH], np.int64))
    return past, past, before, total, cos, sin


def attended(graph: Graph, file: GgufFile, layer: int, x: str, shared: tuple[str, ...]) -> str:
    """Attention of one layer, added to its input.

    llama.cpp rotates neighbouring components of a head together, hence ``rotary_interleaved``.
    """
    own = f"blk.{layer}.attn_"
    normed = graph.norm(x, own + "norm", file.tensor(own + "norm.weight"))
    weight = np.concatenate([file.tensor(f"{own}{part}.weight") for part in "qkv"])
    packed = graph.add("Reshape", graph.linear(normed, own + "qkv", weight), "as_text")
    settings = {"num_heads": HEADS, "kv_num_heads": KEY_HEADS}
    settings |= {"do_rotary": 1, "rotary_interleaved": 1}
    kind = "GroupQueryAttention"
    attention = graph.add(kind, packed, "", "", *shared, outputs=3, domain=MICROSOFT, **settings)
    rows = graph.add("Reshape", attention, "as_rows")
    return graph.add("Add", x, graph.linear(rows, own + "out", file.tensor(own + "output.weight")))


def fed_forward(graph: Graph, file: GgufFile, layer: int, x: str) -> str:
    """The gated feed-forward step of one layer, added to its input."""
    own = f"blk.{layer}.ffn_"
    rows = graph.norm(x, own + "norm", file.tensor(own + "norm.weight"))
    gate, up, down = (
        (own + part, file.tensor(f"{own}{part}.weight")) for part in ("gate", "up", "down")
    )
    opened = graph.add("QuickGelu", graph.linear(rows, *gate), domain=MICROSOFT, alpha=1.0)
    return graph.add(
        "Add", x, graph.linear(graph.add("Mul", opened, graph.linear(rows, *up)), *down)
    )
