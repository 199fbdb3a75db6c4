"""Makes small random checkpoints of each architecture, with the keep probabilities that plain PyTorch gives: what the exporter is tested on.

    python tiny.py TARGET       exports them to TARGET/<name>, each with a golden.jsonl beside the graphs
"""

import json
import math
import string
import sys
import tempfile
from pathlib import Path

import torch
from torch.nn.functional import gelu, layer_norm, linear, relu

from export import export

SPECIAL = {"bert": ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"], "xlm-roberta": ["<s>", "<pad>", "</s>", "<unk>"]}
COMMON = ["the", "and", "of", "to", "in", "is", "was", "that", "for", "on", "with", "as", "it", "at", "by", "be", "are", "this", "from", "have"]

CONFIGS = {
    "tiny-bert": {"model_type": "bert", "hidden_size": 32, "hidden_act": "gelu"},
    "tiny-xlm-roberta": {"model_type": "xlm-roberta", "hidden_size": 32, "hidden_act": "gelu", "max_position_embeddings": 66},
    "tiny-mobilebert": {"model_type": "mobilebert", "hidden_size": 48, "hidden_act": "relu", "embedding_size": 16, "intra_bottleneck_size": 24, "num_feedforward_networks": 3, "normalization_type": "no_norm"},
}


def make(folder, name, seed=7):
    """Writes a checkpoint. Returns its configuration and weights."""
    torch.manual_seed(seed)
    base = {"max_position_embeddings": 64, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 40, "layer_norm_eps": 1e-5, "type_vocab_size": 2, "pad_token_id": 0}
    config = {**base, **CONFIGS[name]}
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    if config["model_type"] == "xlm-roberta":
        config["pad_token_id"] = 1
        vocabulary = _unigram(folder)
    else:
        vocabulary = _wordpiece(folder)
    config["vocab_size"] = vocabulary + (100 if name == "tiny-bert" else 0)
    weights = {key: torch.randn(shape) * scale + shift for key, (shape, scale, shift) in _shapes(config).items()}
    (folder / "config.json").write_text(json.dumps(config))
    torch.save(weights, folder / "pytorch_model.bin")
    return config, weights


def keep(config, weights, ids):
    """Keep probability of each id: the architectures as their papers and the transformers library define them."""
    prefix = {"bert": "bert.", "xlm-roberta": "roberta.", "mobilebert": "mobilebert."}[config["model_type"]]
    w = lambda name: weights[prefix + name]
    dense = lambda x, name: linear(x, w(name + ".weight"), w(name + ".bias"))
    is_mobile = config["model_type"] == "mobilebert"
    if is_mobile:
        norm = lambda x, name: x * w(name + ".weight") + w(name + ".bias")
    else:
        norm = lambda x, name: layer_norm(x, x.shape[-1:], w(name + ".weight"), w(name + ".bias"), config["layer_norm_eps"])
    act = relu if config["hidden_act"] == "relu" else gelu

    def attend(query, key, value, name):
        heads = config["num_attention_heads"]
        query, key, value = (dense(x, name + part).view(len(ids), heads, -1).transpose(0, 1) for x, part in ((query, "query"), (key, "key"), (value, "value")))
        scores = query @ key.transpose(1, 2) / math.sqrt(query.shape[-1])
        return (scores.softmax(-1) @ value).transpose(0, 1).reshape(len(ids), -1)

    x = w("embeddings.word_embeddings.weight")[ids]
    if is_mobile:
        zero = torch.zeros(1, x.shape[1])
        x = dense(torch.cat([torch.cat([x[1:], zero]), x, torch.cat([zero, x[:-1]])], dim=1), "embeddings.embedding_transformation")
    first = config["pad_token_id"] + 1 if config["model_type"] == "xlm-roberta" else 0
    x = x + w("embeddings.position_embeddings.weight")[first:first + len(ids)] + w("embeddings.token_type_embeddings.weight")[0]
    x = norm(x, "embeddings.LayerNorm")
    for i in range(config["num_hidden_layers"]):
        layer = f"encoder.layer.{i}."
        ffn = lambda y, name: norm(dense(act(dense(y, name + "intermediate.dense")), name + "output.dense") + y, name + "output.LayerNorm")
        if is_mobile:
            narrow, shared = (norm(dense(x, f"{layer}bottleneck.{part}.dense"), f"{layer}bottleneck.{part}.LayerNorm") for part in ("input", "attention"))
            y = attend(shared, shared, x, layer + "attention.self.")
            y = norm(dense(y, layer + "attention.output.dense") + narrow, layer + "attention.output.LayerNorm")
            for j in range(config["num_feedforward_networks"] - 1):
                y = ffn(y, f"{layer}ffn.{j}.")
            x = norm(dense(ffn(y, layer), layer + "output.bottleneck.dense") + x, layer + "output.bottleneck.LayerNorm")
        else:
            y = attend(x, x, x, layer + "attention.self.")
            y = norm(dense(y, layer + "attention.output.dense") + x, layer + "attention.output.LayerNorm")
            x = ffn(y, layer)
    return linear(x, weights["classifier.weight"], weights["classifier.bias"]).softmax(-1)[:, 1]


def write_golden(path, config, weights, count=12):
    """Sequences of every length up to the window, with special tokens around."""
    cls, sep = (2, 3) if config["model_type"] != "xlm-roberta" else (0, 2)
    window = config["max_position_embeddings"] - (2 if config["model_type"] == "xlm-roberta" else 0)
    with open(path, "w", encoding="utf-8") as golden:
        for i in range(count):
            length = 1 + i * (window - 3) // (count - 1)
            ids = [cls, *torch.randint(5, config["vocab_size"], (length,)).tolist(), sep]
            golden.write(json.dumps({"ids": ids, "keep": [round(p, 7) for p in keep(config, weights, ids).tolist()]}) + "\n")


def _shapes(config):
    """Shape, spread and centre of every weight."""
    hidden, inner = config["hidden_size"], config["intermediate_size"]
    mobile = config["model_type"] == "mobilebert"
    narrow = config["intra_bottleneck_size"] if mobile else hidden
    prefix = {"bert": "bert.", "xlm-roberta": "roberta.", "mobilebert": "mobilebert."}[config["model_type"]]
    shapes = {}

    def dense(name, out, size):
        shapes[name + ".weight"] = ((out, size), 0.7 / math.sqrt(size) if mobile else 1.5 / math.sqrt(size), 0)
        shapes[name + ".bias"] = ((out,), 0.1, 0)

    def norm(name, size):
        shapes[name + ".weight"] = ((size,), 0.1, 0.7 if mobile else 1)
        shapes[name + ".bias"] = ((size,), 0.1, 0)

    embedding = config["embedding_size"] if mobile else hidden
    shapes[prefix + "embeddings.word_embeddings.weight"] = ((config["vocab_size"], embedding), 1, 0)
    shapes[prefix + "embeddings.position_embeddings.weight"] = ((config["max_position_embeddings"], hidden), 0.3, 0)
    shapes[prefix + "embeddings.token_type_embeddings.weight"] = ((config["type_vocab_size"], hidden), 0.3, 0)
    norm(prefix + "embeddings.LayerNorm", hidden)
    if mobile:
        dense(prefix + "embeddings.embedding_transformation", hidden, 3 * embedding)
    for i in range(config["num_hidden_layers"]):
        layer = f"{prefix}encoder.layer.{i}."
        for part in ("query", "key", "value"):
            dense(f"{layer}attention.self.{part}", narrow, hidden if part == "value" else narrow)
        dense(layer + "attention.output.dense", narrow, narrow)
        norm(layer + "attention.output.LayerNorm", narrow)
        for name in [layer] + [f"{layer}ffn.{j}." for j in range(config.get("num_feedforward_networks", 1) - 1)]:
            dense(name + "intermediate.dense", inner, narrow)
            dense(name + "output.dense", narrow, inner)
            norm(name + "output.LayerNorm", narrow)
        if mobile:
            for part in ("input", "attention"):
                dense(f"{layer}bottleneck.{part}.dense", narrow, hidden)
                norm(f"{layer}bottleneck.{part}.LayerNorm", narrow)
            dense(layer + "output.bottleneck.dense", hidden, narrow)
            norm(layer + "output.bottleneck.LayerNorm", hidden)
    dense("classifier", 2, hidden)
    return shapes


def _wordpiece(folder):
    characters = string.ascii_lowercase + string.digits
    vocabulary = SPECIAL["bert"] + list(string.punctuation + characters) + ["##" + c for c in characters] + COMMON
    (folder / "vocab.txt").write_text("\n".join(vocabulary) + "\n", encoding="utf-8")
    (folder / "tokenizer_config.json").write_text(json.dumps({"do_lower_case": True}))
    return len(vocabulary)


def _unigram(folder):
    special = SPECIAL["xlm-roberta"]
    pieces = [[piece, 0] for piece in special] + [[c, -8] for c in string.ascii_letters + string.digits + string.punctuation] + [["▁", -6]]
    pieces += [["▁" + word, -4 - i / 10] for i, word in enumerate(COMMON)]
    tokenizer = {
        "added_tokens": [{"id": i, "content": piece, "special": True} for i, piece in enumerate(special)],
        "normalizer": {"type": "Precompiled", "precompiled_charsmap": ""},
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [{"type": "WhitespaceSplit"}, {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True}]},
        "model": {"type": "Unigram", "unk_id": 3, "byte_fallback": False, "vocab": pieces},
    }
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False, indent=0), encoding="utf-8")
    return len(pieces)


def main():
    for name in CONFIGS:
        with tempfile.TemporaryDirectory() as checkpoint:
            config, weights = make(checkpoint, name)
            target = Path(sys.argv[1]) / name
            export(checkpoint, target, name, "none: random weights", "1")
            write_golden(target / "golden.jsonl", config, weights)


if __name__ == "__main__":
    main()
