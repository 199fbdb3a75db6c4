"""Writes ONNX graphs node by node. Weights are float32, float16, or int8 with activations quantised as they come."""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

CONTRIB = "com.microsoft"
PRECISIONS = ("fp32", "fp16", "int8")

# A protobuf holds less than 2 GiB; well before that the weights move to a file of their own.
INLINE_BYTES = 1_000_000_000


class Graph:
    """Methods add nodes and return the name of their output."""

    def __init__(self, precision):
        self.precision = precision
        self.float = np.float16 if precision == "fp16" else np.float32
        self._nodes = []
        self._initializers = {}
        self._quantised = {}
        self._count = 0

    def node(self, op, *inputs, outputs=1, name=None, domain="", **attributes):
        self._count += 1
        names = [name] if name else [f"{op}_{self._count}_{i}" for i in range(outputs)]
        self._nodes.append(helper.make_node(op, list(inputs), names, name=f"{op}_{self._count}", domain=domain, **attributes))
        return names[0] if outputs == 1 else names

    def constant(self, name, array):
        """An array as it is; float32 ones in the graph's own precision."""
        array = np.ascontiguousarray(array, dtype=self.float if array.dtype == np.float32 else array.dtype)
        self._initializers[name] = array
        return name

    def linear(self, x, name, weight, bias):
        """weight: [out, in], as PyTorch keeps it."""
        product = self._quantised_product(x, name, weight) if self.precision == "int8" else self.node("MatMul", x, self.constant(f"{name}.weight", weight.T))
        return self.node("Add", product, self.constant(f"{name}.bias", bias))

    def embedding(self, ids, name, table):
        if self.precision != "int8":
            return self.node("Gather", self.constant(name, table), ids)
        scale = np.maximum(np.abs(table).max(axis=1, keepdims=True), 1e-12) / 127
        rows = self.node("Gather", self.constant(f"{name}.int8", np.rint(table / scale).astype(np.int8)), ids)
        scales = self.node("Gather", self.constant(f"{name}.scale", scale.astype(np.float32)), ids)
        return self.node("Mul", self.node("Cast", rows, to=TensorProto.FLOAT), scales)

    def layer_norm(self, x, name, weight, bias, epsilon):
        return self.node("LayerNormalization", x, self.constant(f"{name}.weight", weight), self.constant(f"{name}.bias", bias), axis=-1, epsilon=epsilon)

    def attention(self, query, key, value, mask, heads):
        """mask: int32 [batch, sequence], 1 for tokens to look at."""
        return self.node("MultiHeadAttention", query, key, value, "", mask, domain=CONTRIB, num_heads=heads)

    def save(self, path, output):
        """Returns the names of the files written. output: logits [batch, sequence, 2], given out as float32 under the name `logits`."""
        self.node("Cast", output, name="logits", to=TensorProto.FLOAT)
        ids = [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "sequence"]) for name in ("input_ids", "attention_mask")]
        logits = helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", "sequence", 2])
        tensors = [numpy_helper.from_array(array, name) for name, array in self._initializers.items()]
        graph = helper.make_graph(self._nodes, "keep_classifier", ids, [logits], tensors)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid(CONTRIB, 1)], producer_name="PromptCompressor")
        model.ir_version = 8
        if sum(array.nbytes for array in self._initializers.values()) <= INLINE_BYTES:
            onnx.save_model(model, str(path))
            return [path.name]
        data = path.name + ".data"
        onnx.save_model(model, str(path), save_as_external_data=True, all_tensors_to_one_file=True, location=data, size_threshold=1024)
        return [path.name, data]

    def _quantised_product(self, x, name, weight):
        if x not in self._quantised:
            self._quantised[x] = self.node("DynamicQuantizeLinear", x, outputs=3)
        values, scale, zero = self._quantised[x]
        steps = np.maximum(np.abs(weight).max(axis=1), 1e-12) / 127
        quantised = np.clip(np.rint(weight / steps[:, None]), -127, 127).astype(np.int8)
        product = self.node("Cast", self.node("MatMulInteger", values, self.constant(f"{name}.int8", quantised.T), zero), to=TensorProto.FLOAT)
        return self.node("Mul", product, self.node("Mul", scale, self.constant(f"{name}.scale", steps.astype(np.float32))))
