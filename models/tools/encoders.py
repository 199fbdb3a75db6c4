"""From a checkpoint to the graph of its encoder and classifier, for one sequence kind: token type 0, absolute positions."""

import numpy as np

from graph import CONTRIB, Graph


def build(checkpoint, precision):
    """Returns the graph and the name of its logits."""
    graph = Graph(precision)
    builder = (MobileBert if checkpoint.model_type == "mobilebert" else Bert)(checkpoint, graph)
    hidden = builder.embeddings()
    mask = graph.node("Cast", "attention_mask", to=6)
    for layer in range(checkpoint.config["num_hidden_layers"]):
        hidden = builder.layer(hidden, mask, f"{checkpoint.prefix}encoder.layer.{layer}.")
    return graph, builder.linear(hidden, "classifier")


class Bert:
    """BERT and XLM-RoBERTa: they differ in names and in where positions begin."""

    def __init__(self, checkpoint, graph):
        self.config = checkpoint.config
        self.graph = graph
        self._checkpoint = checkpoint
        self._activation = checkpoint.require("hidden_act", "gelu", "relu")

    def weight(self, name):
        return self._checkpoint.weights[name]

    def embeddings(self):
        name = self._checkpoint.prefix + "embeddings."
        words = self.graph.embedding("input_ids", name + "word_embeddings", self.weight(name + "word_embeddings.weight"))
        return self.norm(self.graph.node("Add", words, self.positions(name)), name + "LayerNorm")

    def positions(self, name):
        """Rows of the positions in use; the token type, which is always 0, is in them."""
        first = self._checkpoint.first_position
        table = self.weight(name + "position_embeddings.weight")[first:] + self.weight(name + "token_type_embeddings.weight")[0]
        length = self.graph.node("Gather", self.graph.node("Shape", "input_ids"), self.ints("one", 1))
        return self.graph.node("Slice", self.graph.constant("positions", table), self.ints("zero", 0), length, self.ints("zero", 0))

    def ints(self, name, value):
        return self.graph.constant(name, np.array([value], np.int64))

    def linear(self, x, name):
        return self.graph.linear(x, name, self.weight(name + ".weight"), self.weight(name + ".bias"))

    def norm(self, x, name):
        return self.graph.layer_norm(x, name, self.weight(name + ".weight"), self.weight(name + ".bias"), self.config["layer_norm_eps"])

    def residual(self, x, name, before):
        """The dense layer and norm that end every block."""
        return self.norm(self.graph.node("Add", self.linear(x, name + "dense"), before), name + "LayerNorm")

    def attention(self, query, key, value, mask, name):
        query, key, value = (self.linear(x, f"{name}{part}") for x, part in ((query, "query"), (key, "key"), (value, "value")))
        return self.graph.attention(query, key, value, mask, self.config["num_attention_heads"])

    def activation(self, x):
        return self.graph.node("Relu", x) if self._activation == "relu" else self.graph.node("Gelu", x, domain=CONTRIB)

    def layer(self, hidden, mask, name):
        attended = self.attention(hidden, hidden, hidden, mask, name + "attention.self.")
        attended = self.residual(attended, name + "attention.output.", hidden)
        inner = self.activation(self.linear(attended, name + "intermediate.dense"))
        return self.residual(inner, name + "output.", attended)


class MobileBert(Bert):
    """Sun et al., MobileBERT (arXiv 2004.02984): narrow layers between bottlenecks, several feed-forward networks in a row."""

    def __init__(self, checkpoint, graph):
        super().__init__(checkpoint, graph)
        self._norm = checkpoint.config.get("normalization_type", "no_norm")
        checkpoint.require("use_bottleneck", True, None)
        checkpoint.require("trigram_input", True, None)
        checkpoint.require("use_bottleneck_attention", False, None)
        checkpoint.require("key_query_shared_bottleneck", True, None)
        checkpoint.require("normalization_type", "no_norm", "layer_norm", None)

    def embeddings(self):
        name = self._checkpoint.prefix + "embeddings."
        words = self.graph.embedding("input_ids", name + "word_embeddings", self.weight(name + "word_embeddings.weight"))
        padded = self.graph.node("Pad", words, self.graph.constant("pads", np.array([0, 1, 0, 0, 1, 0], np.int64)))
        following = self._window(padded, 2, np.iinfo(np.int64).max)
        previous = self._window(padded, 0, -2)
        trigrams = self.graph.node("Concat", following, words, previous, axis=2)
        hidden = self.linear(trigrams, name + "embedding_transformation")
        return self.norm(self.graph.node("Add", hidden, self.positions(name)), name + "LayerNorm")

    def norm(self, x, name):
        if self._norm == "layer_norm":
            return super().norm(x, name)
        scaled = self.graph.node("Mul", x, self.graph.constant(name + ".weight", self.weight(name + ".weight")))
        return self.graph.node("Add", scaled, self.graph.constant(name + ".bias", self.weight(name + ".bias")))

    def layer(self, hidden, mask, name):
        narrow = self.norm(self.linear(hidden, name + "bottleneck.input.dense"), name + "bottleneck.input.LayerNorm")
        shared = self.norm(self.linear(hidden, name + "bottleneck.attention.dense"), name + "bottleneck.attention.LayerNorm")
        x = self.attention(shared, shared, hidden, mask, name + "attention.self.")
        x = self.residual(x, name + "attention.output.", narrow)
        for i in range(self.config.get("num_feedforward_networks", 4) - 1):
            x = self._feed_forward(x, f"{name}ffn.{i}.")
        x = self._feed_forward(x, name)
        return self.residual(x, name + "output.bottleneck.", hidden)

    def _feed_forward(self, x, name):
        inner = self.activation(self.linear(x, name + "intermediate.dense"))
        return self.residual(inner, name + "output.", x)

    def _window(self, padded, start, end):
        bounds = [self.ints(f"bound{value}", value) for value in (start, end)]
        return self.graph.node("Slice", padded, *bounds, self.ints("one", 1))
