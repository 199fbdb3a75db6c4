"""Reads a Hugging Face checkpoint: its configuration, its weights and its tokenizer files."""

import json
from pathlib import Path

import numpy as np
import torch

TOKENIZER_FILES = {"xlm-roberta": ("sentencepiece.bpe.model", "tokenizer.json"), "bert": ("tokenizer.json", "vocab.txt"), "mobilebert": ("tokenizer.json", "vocab.txt")}
SPECIAL_TOKENS = {"xlm-roberta": ("<s>", "</s>", "<pad>", "<unk>"), "bert": ("[CLS]", "[SEP]", "[PAD]", "[UNK]"), "mobilebert": ("[CLS]", "[SEP]", "[PAD]", "[UNK]")}


class UnsupportedCheckpoint(Exception):
    """A setting that the exported graph would not honour; the message names it."""


class Checkpoint:
    """A folder as `save_pretrained` writes it.

    config: what config.json says. weights: float32 arrays by the names of the state dict.
    """

    def __init__(self, folder):
        self.folder = Path(folder)
        self.config = json.loads((self.folder / "config.json").read_text(encoding="utf-8"))
        self.model_type = self.require("model_type", *TOKENIZER_FILES)
        self.require("position_embedding_type", "absolute", None)
        self.weights = _weights(self.folder)
        labels = self.weights["classifier.weight"].shape[0] if "classifier.weight" in self.weights else 0
        if labels != 2:
            raise UnsupportedCheckpoint(f"classifier.weight has {labels} rows; a keep/drop classifier has 2")

    def require(self, setting, *supported):
        value = self.config.get(setting)
        if value not in supported:
            raise UnsupportedCheckpoint(f"config.json: {setting} is {value!r}; supported are {', '.join(map(repr, supported))}")
        return value

    @property
    def prefix(self):
        """In front of the encoder's weight names."""
        return {"xlm-roberta": "roberta.", "bert": "bert.", "mobilebert": "mobilebert."}[self.model_type]

    @property
    def first_position(self):
        """RoBERTa counts positions from behind the padding index."""
        return self.config["pad_token_id"] + 1 if self.model_type == "xlm-roberta" else 0

    @property
    def max_tokens(self):
        """The encoder's window, special tokens included."""
        return min(512, self.config["max_position_embeddings"] - self.first_position)

    def tokenizer(self):
        """What the manifest says of the tokenizer."""
        file = next((name for name in TOKENIZER_FILES[self.model_type] if (self.folder / name).exists()), None)
        if file is None:
            raise UnsupportedCheckpoint(f"{self.folder} has none of {', '.join(TOKENIZER_FILES[self.model_type])}")
        ids, size = _vocabulary(self.folder / file)
        cls, sep, pad, unk = (ids[token] for token in SPECIAL_TOKENS[self.model_type])
        kind = "xlmr-unigram" if self.model_type == "xlm-roberta" else "wordpiece"
        manifest = {"kind": kind, "file": file, "cls": cls, "sep": sep, "pad": pad, "unk": unk, "vocab": size}
        if file == "vocab.txt":
            manifest["lower_case"] = self._lower_case()

        # Where the checkpoint has rows for LLMLingua-2's force tokens they follow the vocabulary.
        extra = self.weights[self.prefix + "embeddings.word_embeddings.weight"].shape[0] - size
        if extra >= 100:
            manifest |= {"force_token_base": size, "force_tokens": 100}
        return manifest

    def _lower_case(self):
        file = self.folder / "tokenizer_config.json"
        settings = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        if "do_lower_case" not in settings:
            raise UnsupportedCheckpoint("tokenizer_config.json: do_lower_case is missing, and vocab.txt alone does not tell it")
        return settings["do_lower_case"]


def _weights(folder):
    tensors = {}
    files = sorted(folder.glob("*.safetensors")) or sorted(folder.glob("pytorch_model*.bin"))
    if not files:
        raise UnsupportedCheckpoint(f"{folder} has neither *.safetensors nor pytorch_model*.bin")
    for file in files:
        if file.suffix == ".safetensors":
            from safetensors.torch import load_file

            tensors |= load_file(file)
        else:
            tensors |= torch.load(file, map_location="cpu")
    return {name: tensor.to(torch.float32).numpy() for name, tensor in tensors.items() if tensor.is_floating_point()}


def _vocabulary(file):
    """Ids of all pieces and their number, special ones included."""
    if file.name == "vocab.txt":
        pieces = file.read_text(encoding="utf-8").split("\n")
        pieces = pieces[:-1] if pieces[-1] == "" else pieces
        return {piece: i for i, piece in enumerate(pieces)}, len(pieces)
    if file.name == "tokenizer.json":
        tokenizer = json.loads(file.read_text(encoding="utf-8"))
        pieces = tokenizer["model"]["vocab"]
        ids = dict(pieces) if isinstance(pieces, dict) else {piece: i for i, (piece, _) in enumerate(pieces)}
        ids |= {token["content"]: token["id"] for token in tokenizer.get("added_tokens", [])}
        return ids, max(ids.values()) + 1

    # XLM-R's ids do not stand in the file: <s> 0, <pad> 1, </s> 2, <unk> 3, then the pieces, and <mask> last.
    return {"<s>": 0, "<pad>": 1, "</s>": 2, "<unk>": 3}, 250002
