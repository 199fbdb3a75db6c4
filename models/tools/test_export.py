"""python3 -m unittest: needs torch, numpy and onnx, and no network."""

import json
import tempfile
import unittest
from pathlib import Path

import onnx
import torch

import tiny
from checkpoint import Checkpoint, UnsupportedCheckpoint
from export import export


class ExportTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.source = Path(folder.name) / "source"
        self.target = Path(folder.name) / "target"

    def test_each_architecture_makes_a_complete_folder(self):
        for name in tiny.CONFIGS:
            with self.subTest(name):
                tiny.make(self.source / name, name)
                graphs = export(self.source / name, self.target / name, name, "MIT", "abc")
                manifest = json.loads((self.target / name / "model.json").read_text())
                self.assertEqual({"id": name, "layers": 2, "cpu": graphs["int8"], "gpu": graphs["fp16"], "reference": graphs["fp32"]}, manifest["variants"][0])
                self.assertEqual(64, manifest["max_tokens"])
                self.assertEqual({*manifest["files"], "model.json"}, {file.name for file in (self.target / name).iterdir()})
                model = onnx.load(str(self.target / name / graphs["fp32"]))
                self.assertEqual(["input_ids", "attention_mask"], [i.name for i in model.graph.input])
                self.assertEqual("logits", model.graph.output[0].name)

    def test_same_checkpoint_gives_the_same_bytes(self):
        tiny.make(self.source, "tiny-bert")
        for folder in ("one", "two"):
            export(self.source, self.target / folder, "x", "MIT", "1")
        for file in (self.target / "one").iterdir():
            self.assertEqual(file.read_bytes(), (self.target / "two" / file.name).read_bytes())

    def test_one_precision_serves_all(self):
        tiny.make(self.source, "tiny-bert")
        export(self.source, self.target, "x", "MIT", "1", ["fp32"])
        variant = json.loads((self.target / "model.json").read_text())["variants"][0]
        self.assertEqual({"encoder.fp32.onnx"}, {variant[key] for key in ("cpu", "gpu", "reference")})

    def test_force_token_rows_are_told(self):
        tiny.make(self.source, "tiny-bert")
        self.assertEqual(100, Checkpoint(self.source).tokenizer()["force_tokens"])
        tiny.make(self.source / "without", "tiny-xlm-roberta")
        self.assertNotIn("force_tokens", Checkpoint(self.source / "without").tokenizer())

    def test_weights_too_large_for_one_file_go_beside_it(self):
        import graph

        tiny.make(self.source, "tiny-bert")
        self.addCleanup(setattr, graph, "INLINE_BYTES", graph.INLINE_BYTES)
        graph.INLINE_BYTES = 1000
        export(self.source, self.target, "x", "MIT", "1", ["fp32"])
        self.assertIn("encoder.fp32.onnx.data", json.loads((self.target / "model.json").read_text())["files"])

    def test_what_would_not_be_honoured_is_refused_by_name(self):
        for setting, value in (("model_type", "deberta-v2"), ("hidden_act", "gelu_new"), ("position_embedding_type", "relative_key")):
            with self.subTest(setting):
                config, _ = tiny.make(self.source, "tiny-bert")
                (self.source / "config.json").write_text(json.dumps({**config, setting: value}))
                with self.assertRaisesRegex(UnsupportedCheckpoint, f"{setting} is '{value}'"):
                    export(self.source, self.target, "x", "MIT", "1")

    def test_another_kind_of_head_is_refused(self):
        _, weights = tiny.make(self.source, "tiny-bert")
        weights["classifier.weight"] = torch.zeros(9, 32)
        torch.save(weights, self.source / "pytorch_model.bin")
        with self.assertRaisesRegex(UnsupportedCheckpoint, "classifier.weight has 9 rows"):
            export(self.source, self.target, "x", "MIT", "1")
        self.assertFalse(self.target.exists())


if __name__ == "__main__":
    unittest.main()
