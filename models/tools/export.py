"""From a Hugging Face checkpoint of an LLMLingua-2 encoder to a model folder of PromptCompressor; README.md tells how.

    python export.py ./llmlingua-2-xlm-roberta-large-meetingbank ../xlmr-large --id xlmr-large --licence MIT
"""

import argparse
import hashlib
import json
import shutil
import sys
from pathlib import Path

from checkpoint import Checkpoint, UnsupportedCheckpoint
from encoders import build
from graph import PRECISIONS


def export(source, target, model_id, licence, revision, precisions=PRECISIONS):
    """Writes graphs, tokenizer and manifest. Returns the file name of each precision's graph."""
    checkpoint = Checkpoint(source)
    tokenizer = checkpoint.tokenizer()
    target = Path(target)
    target.mkdir(parents=True, exist_ok=True)
    files, graphs = [tokenizer["file"]], {}
    shutil.copyfile(checkpoint.folder / tokenizer["file"], target / tokenizer["file"])
    for precision in precisions:
        graph, logits = build(checkpoint, precision)
        written = graph.save(target / f"encoder.{precision}.onnx", logits)
        graphs[precision] = written[0]
        files += written

    variant = {"id": model_id, "layers": checkpoint.config["num_hidden_layers"], "cpu": _first(graphs, "int8", "fp32", "fp16")}
    variant["gpu"] = _first(graphs, "fp16", "fp32", "int8")
    variant["reference"] = _first(graphs, "fp32", "fp16", "int8")
    manifest = {
        "format": 1,
        "id": model_id,
        "task": "extractive",
        "licence": licence,
        "revision": revision,
        "tokenizer": tokenizer,
        "max_tokens": checkpoint.max_tokens,
        "inputs": ["input_ids", "attention_mask"],
        "output": "logits",
        "keep_index": 1,
        "variants": [variant],
        "files": {name: _sha256(target / name) for name in files},
    }
    (target / "model.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    return graphs


def _first(graphs, *order):
    return next(graphs[precision] for precision in order if precision in graphs)


def _sha256(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def main():
    parser = argparse.ArgumentParser(description="Exports a Hugging Face token classifier to a model folder.")
    parser.add_argument("source", help="folder of the checkpoint, as save_pretrained or a download gives it")
    parser.add_argument("target", help="model folder to write; its parent is what Engine:ModelsPath names")
    parser.add_argument("--id", required=True, help="the name that requests use")
    parser.add_argument("--licence", required=True, help="of the checkpoint; shown by /v1/models")
    parser.add_argument("--revision", default="1", help="of the checkpoint, such as its commit; shown by /v1/models")
    parser.add_argument("--precision", nargs="+", choices=PRECISIONS, default=PRECISIONS, help="graphs to write; default all")
    parser.add_argument("--no-check", action="store_true", help="leaves out the comparison with PyTorch, which needs transformers and onnxruntime")
    arguments = parser.parse_args()
    try:
        graphs = export(arguments.source, arguments.target, arguments.id, arguments.licence, arguments.revision, arguments.precision)
    except UnsupportedCheckpoint as e:
        sys.exit(f"not exported: {e}")
    if arguments.no_check:
        return
    from selfcheck import check

    sys.exit(check(arguments.source, Path(arguments.target), graphs))


if __name__ == "__main__":
    main()
