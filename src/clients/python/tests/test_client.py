"""The clients, against a running service: cd src/clients/python; PROMPTCOMPRESSOR_URL=http://localhost:5080 python3 -m unittest"""

import asyncio
import base64
import os
import threading
import unittest

from promptcompressor import AsyncClient, Client, PromptCompressorError

URL = os.environ.get("PROMPTCOMPRESSOR_URL")

MEETING = (
    "Okay, so, um, thank you all for joining today. The migration of the billing service to the new cluster was finished on "
    "14 March 2026, and, you know, everybody was really quite happy about that. Maria will write the post-mortem by Friday, "
    "and Tom is going to send the invoice INV-20417 over 1,250.00 EUR to the customer. \U0001f389"
)
LONG = "\n".join(f"Day {day}: {MEETING}" for day in range(40))
QUESTION = "Who writes the post-mortem?"


def fresh(paragraphs):
    """Text that no cache holds."""
    return "\n".join(f"{os.urandom(8).hex()} {MEETING}" for _ in range(paragraphs))


@unittest.skipUnless(URL, "PROMPTCOMPRESSOR_URL names no service")
class ClientTests(unittest.TestCase):
    def setUp(self):
        self.client = Client(URL)
        self.addCleanup(self.client.close)

    def test_compress_keeps_what_is_protected(self):
        answer = self.client.compress(MEETING, rate=0.5, return_spans=True)
        self.assertIn("INV-20417", answer["compressed_prompt"])
        self.assertEqual(answer["saved_tokens"], answer["origin_tokens"] - answer["compressed_tokens"])
        text = MEETING.encode("utf-16-le")
        self.assertEqual(answer["compressed_prompt"], b"".join(text[2 * start : 2 * end] for start, end in answer["spans"][0]).decode("utf-16-le"))

    def test_several_texts_and_a_question(self):
        answer = self.client.compress(["The harbour office was painted green.", MEETING], question=QUESTION, target_context=1, instruction="Be brief.", concate_question=True)
        self.assertEqual([0], answer["dropped_contexts"])
        self.assertTrue(answer["compressed_prompt"].startswith("Be brief.\n\n"))
        self.assertTrue(answer["compressed_prompt"].endswith("\n\n" + QUESTION))

    def test_messages_keep_all_but_compressed_text(self):
        messages = [{"role": "system", "content": LONG}, {"role": "tool", "tool_call_id": "1", "content": LONG}]
        answer = self.client.compress_messages(messages, rate=0.5)
        self.assertEqual(messages[0], answer["messages"][0])
        self.assertEqual("1", answer["messages"][1]["tool_call_id"])
        self.assertLess(len(answer["messages"][1]["content"]), 0.7 * len(LONG))

    def test_progress_leads_to_the_same_answer(self):
        seen, text = [], fresh(40)
        answer = self.client.compress(text, content="prose", on_progress=lambda done, total: seen.append((done, total)))
        self.assertEqual(self.client.compress(text, content="prose")["compressed_prompt"], answer["compressed_prompt"])
        self.assertTrue(seen)
        self.assertTrue(all(0 <= done <= total for done, total in seen))
        self.assertEqual(answer["compressed_prompt"], self.client.explain(text, content="prose", on_progress=lambda done, total: None)["result"]["compressed_prompt"])
        with self.assertRaises(PromptCompressorError) as caught:
            self.client.compress(LONG, rate=3, on_progress=lambda done, total: None)
        self.assertEqual({"rate"}, set(caught.exception.errors))

    def test_explain_says_why(self):
        words = self.client.explain(MEETING, rate=0.5)["texts"][0]["words"]
        self.assertIn("dropped", {word["reason"] for word in words})
        self.assertTrue(any(word["kept"] and word.get("rule") for word in words))

    def test_batch_answers_each_by_itself(self):
        good, bad = self.client.compress_batch([{"context": MEETING}, {"context": MEETING, "rate": 3}])
        self.assertEqual((200, 422), (good["status"], bad["status"]))
        self.assertLess(good["result"]["compressed_tokens"], good["result"]["origin_tokens"])
        self.assertEqual("invalid", bad["error"]["code"])

    def test_warm_counts_on_over_several_bodies(self):
        texts = [f"Room {room} is free on Tuesday." for room in range(149)]
        results = list(self.client.warm([*texts, {"contxt": "wrong"}]))
        self.assertEqual(list(range(1, 151)), sorted(result["line"] for result in results))
        self.assertEqual([(150, 422)], [(result["line"], result["status"]) for result in results if result["status"] != 200])
        self.assertEqual([1], [result["line"] for result in self.client.warm("one text alone")])

    def test_soft_gives_rows_and_a_prompt(self):
        rows = self.client.soft_compress(MEETING, exact=["number"])
        self.assertEqual(rows["payload_bytes"], len(base64.b64decode(rows["data"])))
        self.assertTrue(any(segment["exact"] for segment in rows["segments"]))
        prompt = self.client.soft_prompt([MEETING], question=QUESTION, served_model="generator", parameters={"max_tokens": 7})
        self.assertEqual(("generator", 7), (prompt["body"]["model"], prompt["body"]["max_tokens"]))

    def test_models_and_originals(self):
        self.assertEqual(1, sum(model["default"] for model in self.client.models()["models"]))
        self.assertIsNone(self.client.original("0" * 24))

    def test_wrong_fields_are_named(self):
        with self.assertRaises(PromptCompressorError) as caught:
            self.client.compress(MEETING, rate=3, min_score=7, ratio=1)  # type: ignore[call-arg]
        self.assertEqual({"rate", "min_score", "ratio"}, set(caught.exception.errors))
        self.assertEqual((422, "invalid"), (caught.exception.status, caught.exception.code))
        with self.assertRaisesRegex(PromptCompressorError, "surrogate"):
            self.client.compress("\ud83c half a party")

    def test_wrong_address_is_refused(self):
        for wrong in ("", "ftp://host", "http://"):
            with self.assertRaises(ValueError, msg=wrong):
                Client(wrong)
        with self.assertRaises(PromptCompressorError) as caught:
            Client("http://127.0.0.1:9", timeout=2).models()
        self.assertIsNone(caught.exception.status)

    def test_threads_share_a_client(self):
        answers = []
        threads = [threading.Thread(target=lambda: answers.append(self.client.compress(MEETING)["compressed_prompt"])) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual([answers[0]] * 8, answers)


@unittest.skipUnless(URL, "PROMPTCOMPRESSOR_URL names no service")
class AsyncClientTests(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.client = AsyncClient(URL)
        self.addAsyncCleanup(self.client.close)

    async def test_calls_run_at_once_and_answer_as_the_other_client(self):
        answers = await asyncio.gather(*(self.client.compress(MEETING, rate=0.5) for _ in range(8)))
        with Client(URL) as other:
            expected = other.compress(MEETING, rate=0.5)["compressed_prompt"]
        self.assertEqual([expected] * 8, [answer["compressed_prompt"] for answer in answers])

    async def test_every_call(self):
        seen, text = [], fresh(40)
        answer = await self.client.compress(text, content="prose", on_progress=lambda done, total: seen.append(threading.current_thread()))
        self.assertEqual({threading.main_thread()}, set(seen))
        self.assertEqual(answer["compressed_prompt"], (await self.client.explain(text, content="prose"))["result"]["compressed_prompt"])
        self.assertEqual(1, len((await self.client.compress_messages([{"role": "user", "content": LONG}]))["messages"]))
        self.assertEqual(200, (await self.client.compress_batch([{"context": MEETING}]))[0]["status"])
        self.assertEqual([1, 2], sorted([result["line"] async for result in self.client.warm(["a", "b"])]))
        self.assertGreater((await self.client.soft_compress(MEETING))["rows"], 0)
        self.assertIn("path", await self.client.soft_prompt(MEETING))
        self.assertTrue((await self.client.models())["models"])
        self.assertIsNone(await self.client.original("0" * 24))
        with self.assertRaises(PromptCompressorError):
            await self.client.compress(MEETING, rate=3)

    async def test_a_call_that_is_cancelled_ends(self):
        text = fresh(600)  # So many segments that they are not scored at once.
        started = asyncio.Event()
        call = asyncio.create_task(self.client.compress(text, content="prose", on_progress=lambda done, total: started.set()))
        await started.wait()
        call.cancel()
        with self.assertRaises(asyncio.CancelledError):
            await call
        self.assertTrue((await self.client.models())["models"])


if __name__ == "__main__":
    unittest.main()
