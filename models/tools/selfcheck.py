"""Compares the exported graphs with PyTorch on some texts, and writes PyTorch's scores beside the model."""

import json

import numpy as np

# The mean difference of keep probabilities that rounding explains; more is a wrong graph.
MEAN_DIFFERENCE = {"fp32": 1e-5, "fp16": 5e-3, "int8": 5e-2}

TEXTS = [
    "Okay, so, um, the migration of the billing service was finished on 14 March 2026, and everybody was really quite happy about that.",
    "Item 15, report from City Manager: recommendation to adopt three resolutions. First, to join the Victory Pace program.",
    "def mean(xs):\n    # of an empty list there is none\n    return sum(xs) / len(xs)\n",
    "Der Dampfer verließ den Hafen um 6:40 Uhr, obwohl der Nebel noch über dem Wasser lag.",
    "会议定于三月十日上午九点举行，请提前准备好相关材料。",
    "Le rapport indique une hausse de 4,2 % des ventes, mais il ne dit rien des coûts.",
]


def check(source, folder, graphs):
    """Prints a line a precision. Returns how many were out of bounds: 0 is good."""
    ids, expected = _pytorch(source)
    with open(folder / "golden.jsonl", "w", encoding="utf-8") as golden:
        for sequence, keep in zip(ids, expected):
            golden.write(json.dumps({"ids": sequence, "keep": [round(float(p), 7) for p in keep]}) + "\n")

    wrong = 0
    for precision, file in graphs.items():
        actual = _onnx(folder / file, ids)
        difference = np.abs(np.concatenate(actual) - np.concatenate(expected))
        good = difference.mean() <= MEAN_DIFFERENCE[precision]
        wrong += not good
        print(f"{file}: keep probabilities differ by {difference.mean():.2e} in the mean, {difference.max():.2e} at most: {'good' if good else 'WRONG'}")
    return wrong


def _pytorch(source):
    import torch
    from transformers import AutoModelForTokenClassification, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(source)
    model = AutoModelForTokenClassification.from_pretrained(source, torch_dtype=torch.float32).eval()
    ids = [tokenizer(text, truncation=True, max_length=512)["input_ids"] for text in TEXTS]
    with torch.no_grad():
        return ids, [model(torch.tensor([sequence])).logits.softmax(-1)[0, :, 1].numpy() for sequence in ids]


def _onnx(path, ids):
    import onnxruntime

    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    results = []
    for sequence in ids:
        feeds = {"input_ids": np.array([sequence], np.int64), "attention_mask": np.ones((1, len(sequence)), np.int64)}
        logits = session.run(["logits"], feeds)[0][0].astype(np.float64)
        odds = np.exp(logits - logits.max(-1, keepdims=True))
        results.append(odds[:, 1] / odds.sum(-1))
    return results
