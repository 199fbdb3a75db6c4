"""LLMLingua's API, against a running service."""

import inspect
import json
import os
import unittest
import warnings
from unittest import mock

from promptcompressor import PromptCompressor, PromptCompressorError

URL = os.environ.get("PROMPTCOMPRESSOR_URL")

MEETING = (
    "Okay, so, um, thank you all for joining today. The migration of the billing service to the new cluster was finished on "
    "14 March 2026, and, you know, everybody was really quite happy about that. Maria will write the post-mortem by Friday, "
    "and Tom is going to send the invoice INV-20417 over 1,250.00 EUR to the customer. \U0001f389"
)
HARBOUR = "The harbour office was painted green in spring. Nobody had asked for it, and the mayor, well, preferred blue."


@unittest.skipUnless(URL, "PROMPTCOMPRESSOR_URL names no service")
class PromptCompressorTests(unittest.TestCase):
    def setUp(self):
        self.compressor = PromptCompressor(URL)

    def test_without_question_is_what_the_library_gives(self):
        result = self.compressor.compress_prompt([MEETING, HARBOUR], rate=0.6, force_tokens=["\n", "."], return_word_label=True)
        self.assertEqual(
            {"compressed_prompt", "compressed_prompt_list", "origin_tokens", "compressed_tokens", "ratio", "rate", "saving", "fn_labeled_original_prompt"},
            set(result),
        )
        self.assertRegex(result["ratio"], r"^\d+\.\dx$")
        self.assertRegex(result["rate"], r"^\d+\.\d%$")
        self.assertLess(result["compressed_tokens"], result["origin_tokens"])

    def test_question_decides_and_frames_the_text(self):
        result = self.compressor.compress_prompt(
            [HARBOUR, MEETING], instruction="Answer briefly.", question="Who writes the post-mortem?", rate=0.3, use_context_level_filter=False
        )
        first, *_, last = result["compressed_prompt"].split("\n\n")
        self.assertEqual(("Answer briefly.", "Who writes the post-mortem?"), (first, last))
        self.assertIn("Maria", result["compressed_prompt"])
        bare = self.compressor.compress_prompt([HARBOUR, MEETING], question="Who writes the post-mortem?", rate=0.3, concate_question=False)
        frame = result["origin_tokens"] - bare["origin_tokens"]
        self.assertLessEqual(result["compressed_tokens"] - frame, 0.3 * bare["origin_tokens"] + 1)
        self.assertEqual(2, len(result["compressed_prompt_list"]))

        without = self.compressor.compress_prompt(MEETING, question="Who?", rate=0.3, concate_question=False)
        self.assertNotIn("Who?", without["compressed_prompt"])

    def test_whole_contexts_are_dropped_where_asked(self):
        result = self.compressor.compress_prompt([HARBOUR, MEETING], question="Who writes the post-mortem?", rate=0.3, target_context=1, concate_question=False)
        self.assertEqual(["", result["compressed_prompt"]], result["compressed_prompt_list"])
        forced = self.compressor.compress_prompt([HARBOUR, MEETING], question="Who writes the post-mortem?", rate=0.3, target_context=1, force_context_ids=[0])
        self.assertEqual("", forced["compressed_prompt_list"][1])

    def test_labels_of_native_mode_are_the_words(self):
        native = PromptCompressor(URL, mode="native")
        result = native.compress_prompt(MEETING, target_token=30, return_word_label=True, word_sep="|", label_sep="=")
        labels = dict(entry.rsplit("=", 1) for entry in result["fn_labeled_original_prompt"].split("|"))
        self.assertLessEqual(result["compressed_tokens"], 30)
        self.assertIn(labels["\U0001f389"], "01")
        for word, label in labels.items():
            self.assertTrue(label == "0" or word in result["compressed_prompt"], word)

    def test_same_signature_and_defaults_for_every_call(self):
        parameters = inspect.signature(PromptCompressor.compress_prompt).parameters
        self.assertEqual(41, len(parameters))
        defaults = {name: p.default for name, p in parameters.items() if p.default is not inspect.Parameter.empty}
        self.compressor.compress_prompt(MEETING, **defaults)
        self.compressor.compress_prompt(MEETING, **{**defaults, "question": "Who?", "force_tokens": [], "chunk_end_tokens": [".", "\n"]})

    def test_what_cannot_be_heeded_is_refused_by_name(self):
        with self.assertRaises(PromptCompressorError) as caught:
            self.compressor.compress_prompt(MEETING, question="Who?", rank_method="longllmlingua", reorder_context="sort", target_context=0)
        self.assertEqual(422, caught.exception.status)
        self.assertEqual({"rank_method", "reorder_context", "target_context"}, set(caught.exception.errors))
        self.assertIn("reorder_context", str(caught.exception))
        with self.assertRaises(PromptCompressorError):
            PromptCompressor(URL, mode="reference").compress_prompt(MEETING, question="Who?")

    def test_wrong_rate_and_unreachable_service_raise(self):
        with self.assertRaises(PromptCompressorError) as caught:
            self.compressor.compress_prompt(MEETING, question="Who?", rate=7)
        self.assertIn("rate", caught.exception.errors)
        with self.assertRaises(PromptCompressorError) as caught:
            PromptCompressor("http://127.0.0.1:9", timeout=2).compress_prompt(MEETING)
        self.assertIsNone(caught.exception.status)

    def test_constructor_takes_the_librarys_arguments_and_says_which_have_no_say(self):
        with mock.patch.dict(os.environ, {"PROMPTCOMPRESSOR_URL": URL}):
            with self.assertWarnsRegex(UserWarning, "^model_name, device_map, llmlingua2_config: .*model='...'"):
                compressor = PromptCompressor(
                    model_name="microsoft/llmlingua-2-xlm-roberta-large-meetingbank", device_map="cpu", use_llmlingua2=True, llmlingua2_config={"max_batch_size": 50}
                )
            with self.assertWarnsRegex(UserWarning, "model_name"):
                PromptCompressor("microsoft/llmlingua-2-bert-base-multilingual-cased-meetingbank", use_llmlingua2=True)
        self.assertLess(compressor.compress_prompt(MEETING)["compressed_tokens"], 100)
        with self.assertWarnsRegex(UserWarning, "use_llmlingua2=False"):
            PromptCompressor(URL, use_llmlingua2=False)
        with self.assertRaisesRegex(ValueError, "SecurityLingua"):
            PromptCompressor(URL, use_slingua=True)
        with self.assertRaisesRegex(ValueError, "address"):
            PromptCompressor("gpt2")

    def test_address_needs_no_scheme(self):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            compressor = PromptCompressor(URL.removeprefix("http://"))
        self.assertLess(compressor.compress_prompt(MEETING)["compressed_tokens"], 100)

    def test_tags_are_heeded_or_text(self):
        tagged = f"<llmlingua, compress=False>Speaker 4: so, um,</llmlingua><llmlingua, rate=0.2> {MEETING}</llmlingua>"
        result = self.compressor.structured_compress_prompt(tagged, question="Who?", concate_question=False)
        self.assertTrue(result["compressed_prompt"].startswith("Speaker 4: so, um,"))
        self.assertNotIn("llmlingua", result["compressed_prompt"])
        with self.assertRaises(PromptCompressorError) as caught:
            self.compressor.structured_compress_prompt("a <llmlingua, rate=2>b</llmlingua>")
        self.assertIn("at 2", caught.exception.errors["context"][0])
        self.compressor.compress_prompt("An unclosed <llmlingua> tag is only a piece of this text.", question="What is a piece?")

    def test_json_stays_json_with_its_keys_types_and_numbers(self):
        data = {
            "id": "ord_8f3a2c91",
            "total": 1499.50,
            "paid": False,
            "note": MEETING,
            "log": [HARBOUR, {"line": "Said \"hello\" \\ and \u00e4\u6771\u4eac,\nthen left the harbour for good, as, you know, sailors do.", "n": 3}],
            "nothing": None,
            "verbatim": HARBOUR,
        }
        config = {"note": {"rate": 0.2, "value_type": "str"}, "verbatim": {"compress": False, "pair_remove": True}}
        result = self.compressor.compress_json(data, config, question="Who writes the post-mortem?")
        output = result["compressed_json"]
        self.assertEqual(json.loads(result["compressed_prompt"]), output)
        self.assertEqual(shape(data), shape(output))
        for key in ("id", "total", "paid", "nothing", "verbatim"):
            self.assertEqual(data[key], output[key])
        self.assertTrue(0 < len(output["note"]) < 0.4 * len(MEETING), output["note"])
        self.assertTrue(0 < len(output["log"][0]) < 0.8 * len(HARBOUR), output["log"][0])
        with self.assertRaises(ValueError):
            self.compressor.compress_json(data, {"note": {"value_type": "int"}})
        with self.assertRaises(ValueError):
            self.compressor.compress_json(data, {"missing": {}})


def shape(value):
    if isinstance(value, dict):
        return {key: shape(item) for key, item in value.items()}
    if isinstance(value, list):
        return [shape(item) for item in value]
    return type(value).__name__


if __name__ == "__main__":
    unittest.main()
