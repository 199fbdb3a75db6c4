"""What reaches the LLM behind a wrapped client, against a running service.

The clients here have the shape of openai's and anthropic's; where those packages are installed they are tried too.
"""

import asyncio
import http.server
import importlib
import json
import os
import threading
import unittest

from promptcompressor import AsyncClient, Client, wrap_anthropic, wrap_openai

URL = os.environ.get("PROMPTCOMPRESSOR_URL")
LONG = "\n".join(
    f"Day {day}: so, um, Maria will write the post-mortem by Friday, and, you know, everybody was really quite happy about INV-{20400 + day}." for day in range(40)
)
QUESTION = "Who writes the post-mortem?"
TOOL = {"role": "tool", "tool_call_id": "1", "content": LONG}


class Methods:
    """A part of a client: notes what it is called with."""

    def __init__(self, is_async):
        self.calls = []
        self._is_async = is_async

    def create(self, **arguments):
        self.calls.append(arguments)
        return self._answer() if self._is_async else "answer"

    async def _answer(self):
        return "answer"

    def stream(self, **arguments):
        self.calls.append(arguments)
        return Stream()


class Stream:
    def __enter__(self):
        return "stream"

    def __exit__(self, *error):
        return None

    async def __aenter__(self):
        return "stream"

    async def __aexit__(self, *error):
        return None


class Namespace:
    def __init__(self, **parts):
        self.__dict__.update(parts)


class FakeClient:
    is_async = False

    def __init__(self):
        self.methods = Methods(self.is_async)
        self.chat = Namespace(completions=self.methods)
        self.responses = self.messages = self.methods
        self.models = Namespace(list=lambda: ["a model"])

    def with_options(self, **options):
        return self


class SyncClient(FakeClient):
    def __enter__(self):
        return self

    def __exit__(self, *error):
        return None


class FakeAsyncClient(FakeClient):
    is_async = True

    async def __aenter__(self):
        return self

    async def __aexit__(self, *error):
        return None


@unittest.skipUnless(URL, "PROMPTCOMPRESSOR_URL names no service")
class WrapperTests(unittest.TestCase):
    def setUp(self):
        self.client = SyncClient()
        self.reports = []

    def wrap(self, wrapper, **options):
        # Patient: how fast the machine is must decide nothing here.
        return wrapper(self.client, URL, **{"time_budget": 120.0, "on_compressed": self.reports.append, **options})

    def sent(self, argument="messages"):
        return self.client.methods.calls[-1][argument]

    def test_result_of_a_tool_is_compressed_and_nothing_else(self):
        messages = [{"role": "system", "content": LONG}, {"role": "user", "content": LONG}, {"role": "assistant", "content": LONG}, TOOL, {"role": "user", "content": QUESTION}]
        answer = self.wrap(wrap_openai).chat.completions.create(model="gpt-4o", messages=messages)

        self.assertEqual("answer", answer)
        sent = self.sent()
        self.assertEqual([messages[i] for i in (0, 1, 2, 4)], [sent[i] for i in (0, 1, 2, 4)])
        self.assertLess(len(sent[3]["content"]), 0.7 * len(LONG))
        self.assertEqual("1", sent[3]["tool_call_id"])
        self.assertEqual(LONG, TOOL["content"])
        self.assertEqual((1, None), (self.reports[0].texts, self.reports[0].error))
        self.assertGreater(self.reports[0].saved_tokens, 100)

    def test_text_becomes_the_same_as_the_conversation_goes_on(self):
        wrapped = self.wrap(wrap_openai)
        wrapped.chat.completions.create(messages=[TOOL])
        first = self.sent()[0]
        wrapped.chat.completions.create(messages=[TOOL, {**TOOL, "content": LONG.replace("Maria", "Tom")}])
        self.assertEqual(first, self.sent()[0])
        self.assertIn("Tom", self.sent()[1]["content"])

    def test_text_of_the_user_only_where_asked_and_never_its_edges(self):
        text = f"Read this:\n{LONG}\n{QUESTION}"
        self.wrap(wrap_openai, user_texts=True).chat.completions.create(messages=[{"role": "user", "content": [{"type": "text", "text": text}]}])
        sent = self.sent()[0]["content"][0]["text"]
        self.assertTrue(sent.startswith("Read this:\n") and sent.endswith("\n" + QUESTION))
        self.assertLess(len(sent), 0.7 * len(text))

    def test_responses(self):
        wrapped = self.wrap(wrap_openai)
        wrapped.responses.create(input=[{"type": "function_call_output", "call_id": "1", "output": LONG}, {"role": "user", "content": LONG}])
        self.assertLess(len(self.sent("input")[0]["output"]), 0.7 * len(LONG))
        self.assertEqual(LONG, self.sent("input")[1]["content"])
        wrapped.responses.create(input=LONG)
        self.assertEqual(LONG, self.sent("input"))

    def test_anthropics_parts(self):
        parts = [
            {"type": "tool_result", "tool_use_id": "1", "content": [{"type": "text", "text": LONG}, {"type": "image", "source": {}}]},
            {"type": "document", "source": {"type": "text", "media_type": "text/plain", "data": LONG}},
            {"type": "document", "source": {"type": "text", "media_type": "text/plain", "data": LONG}, "citations": {"enabled": True}},
            {"type": "search_result", "source": "a", "title": "b", "content": [{"type": "text", "text": LONG}]},
            {"type": "text", "text": LONG},
        ]
        self.wrap(wrap_anthropic).messages.create(messages=[{"role": "user", "content": parts}])
        result, document, cited, search, text = self.sent()[0]["content"]
        for shorter in (result["content"][0]["text"], document["source"]["data"], search["content"][0]["text"]):
            self.assertLess(len(shorter), 0.7 * len(LONG))
        self.assertEqual((parts[2], parts[4], parts[0]["content"][1]), (cited, text, result["content"][1]))

    def test_stream_and_copies_are_wrapped_and_the_rest_is_the_clients(self):
        wrapped = self.wrap(wrap_anthropic)
        with wrapped as entered, entered.with_options(timeout=1).messages.stream(messages=[{"role": "tool", "content": LONG}]) as stream:
            self.assertEqual("stream", stream)
        self.assertLess(len(self.sent()[0]["content"]), 0.7 * len(LONG))
        self.assertEqual(["a model"], wrapped.models.list())

    def test_service_that_is_not_there_fails_open(self):
        with self.assertLogs("promptcompressor", "WARNING") as logged:
            wrap_openai(self.client, "http://127.0.0.1:9", on_compressed=self.reports.append).chat.completions.create(messages=[TOOL])
        self.assertEqual([TOOL], self.sent())
        self.assertIsNotNone(self.reports[0].error)
        self.assertNotIn("Maria", "".join(logged.output))

    def test_wrong_options_are_refused_at_once(self):
        for options in ({"rate": 0}, {"min_tokens": 0}, {"time_budget": 0}):
            with self.assertRaises(ValueError, msg=str(options)):
                self.wrap(wrap_openai, **options)
        with self.assertRaises(TypeError):
            wrap_openai(self.client, AsyncClient(URL))

    def test_asynchronous_clients(self):
        async def ask():
            self.client = FakeAsyncClient()
            async with AsyncClient(URL) as compressor:
                wrapped = wrap_openai(self.client, compressor, time_budget=120.0)
                self.assertEqual("answer", await wrapped.chat.completions.create(messages=[TOOL]))
                self.assertLess(len(self.sent()[0]["content"]), 0.7 * len(LONG))
                async with wrap_anthropic(self.client, compressor, time_budget=120.0).messages.stream(messages=[{**TOOL, "content": LONG + LONG}]) as stream:
                    self.assertEqual("stream", stream)
                self.assertLess(len(self.sent()[0]["content"]), 1.4 * len(LONG))

        asyncio.run(ask())


class Provider(http.server.BaseHTTPRequestHandler):
    """Answers as OpenAI's and Anthropic's APIs do."""

    bodies = []

    def do_POST(self):
        Provider.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        answer = {
            "id": "1", "object": "chat.completion", "created": 1, "model": "m", "type": "message", "role": "assistant",
            "content": [{"type": "text", "text": "Maria"}], "stop_reason": "end_turn", "usage": {"input_tokens": 1, "output_tokens": 1},
            "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "Maria"}}],
        }  # fmt: skip
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


def real(package):
    try:
        return importlib.import_module(package)
    except ImportError:
        return None


if URL and real("openai") and real("anthropic"):

    class RealClientTests(unittest.TestCase):
        def setUp(self):
            server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Provider)
            threading.Thread(target=server.serve_forever, daemon=True).start()
            self.addCleanup(server.server_close)
            self.addCleanup(server.shutdown)
            self.address = f"http://127.0.0.1:{server.server_address[1]}"
            self.compressor = Client(URL)

        def test_openai(self):
            client = wrap_openai(real("openai").OpenAI(base_url=self.address, api_key="key"), self.compressor, time_budget=120.0)
            answer = client.chat.completions.create(model="m", messages=[TOOL])
            self.assertEqual("Maria", answer.choices[0].message.content)
            self.assertLess(len(Provider.bodies[-1]["messages"][0]["content"]), 0.7 * len(LONG))

        def test_anthropic(self):
            client = wrap_anthropic(real("anthropic").Anthropic(base_url=self.address, api_key="key"), self.compressor, time_budget=120.0)
            messages = [{"role": "user", "content": [{"type": "tool_result", "tool_use_id": "1", "content": LONG}]}]
            self.assertEqual("Maria", client.messages.create(model="m", max_tokens=9, messages=messages).content[0].text)
            self.assertLess(len(Provider.bodies[-1]["messages"][0]["content"][0]["content"]), 0.7 * len(LONG))


if __name__ == "__main__":
    unittest.main()
