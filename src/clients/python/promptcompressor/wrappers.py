"""Compression in front of the clients of the openai and anthropic packages."""

from __future__ import annotations

import inspect
import logging
import time
from dataclasses import dataclass
from typing import Any, Callable, Iterable, Mapping, TypeVar, cast

from .client import AsyncClient, Client
from .messages import Edges, rewrite

__all__ = ["CompressionReport", "wrap_anthropic", "wrap_openai"]

T = TypeVar("T")

_log = logging.getLogger("promptcompressor")

# The methods that send a conversation, and the argument that holds it.
_OPENAI = {
    ("chat", "completions", "create"): "messages",
    ("chat", "completions", "parse"): "messages",
    ("chat", "completions", "stream"): "messages",
    ("responses", "create"): "input",
    ("responses", "parse"): "input",
    ("responses", "stream"): "input",
}
_ANTHROPIC = {
    ("messages", "create"): "messages",
    ("messages", "stream"): "messages",
    ("messages", "count_tokens"): "messages",
    ("beta", "messages", "create"): "messages",
    ("beta", "messages", "stream"): "messages",
    ("beta", "messages", "count_tokens"): "messages",
}
_SAME_KIND = ("with_options", "copy")


@dataclass(frozen=True)
class CompressionReport:
    """What was done before a call of the LLM.

    texts: long texts that were found. saved_tokens: tokens that the LLM need not read. seconds: the time it took. error: why the texts
    went on as they were; None if they did not.
    """

    texts: int
    saved_tokens: int
    seconds: float
    error: Exception | None = None


def wrap_openai(client: T, compressor: Client | AsyncClient | str = "http://localhost:5080", **options: Any) -> T:
    """The client, whose chat completions and responses send long results of tools in fewer tokens.

    Works with OpenAI, AsyncOpenAI, AzureOpenAI and AsyncAzureOpenAI. compressor: a Client (an AsyncClient for an asynchronous client),
    or the service's address. Options: see wrap_anthropic.
    """
    return _wrap(client, compressor, _OPENAI, options)


def wrap_anthropic(client: T, compressor: Client | AsyncClient | str = "http://localhost:5080", **options: Any) -> T:
    """The client, whose messages send long results of tools, documents and search results in fewer tokens.

    Options:
        rate: share of the tokens to keep (0.5).
        min_tokens: the size from which on a text is compressed, at four bytes a token (300).
        user_texts: whether what the user says is compressed too (False); its first and last line stay whole if they are short.
        time_budget: seconds that compression may take of a call (1.0). Texts that are not done by then go on as they are; the service
            goes on with what it has begun, so that the next call finds it.
        model, tokenizer, content: as in Client.compress.
        on_compressed: is called with a CompressionReport before each call with long texts.

    A text becomes the same whenever it is sent, so that the provider's prompt cache stays valid. No call fails because of compression.
    Calls by `with_raw_response` and `with_streaming_response` are not compressed.
    """
    return _wrap(client, compressor, _ANTHROPIC, options)


def _wrap(client: T, compressor: Client | AsyncClient | str, methods: Mapping[Any, str], options: Mapping[str, Any]) -> T:
    kind: type[Client] | type[AsyncClient] = AsyncClient if hasattr(type(client), "__aenter__") else Client
    if isinstance(compressor, str):
        compressor = kind(compressor)
    if not isinstance(compressor, kind):
        raise TypeError(f"{type(client).__name__} needs a compressor of the type {kind.__name__}")
    return cast(T, _Wrapped(client, (), methods, _Compressor(compressor, **options)))


class _Wrapped:
    """Stands for an object of the client, and for what leads from there to the methods that are wrapped."""

    def __init__(self, target: Any, path: Any, methods: Mapping[Any, str], compressor: _Compressor) -> None:
        self._target, self._path, self._methods, self._compressor = target, path, methods, compressor

    def __getattr__(self, name: str) -> Any:
        value, path = getattr(self._target, name), (*self._path, name)
        if path in self._methods:
            return self._compressor.before(value, self._methods[path], name == "stream")
        if any(path == method[: len(path)] for method in self._methods):
            return _Wrapped(value, path, self._methods, self._compressor)
        if not self._path and name in _SAME_KIND:
            return lambda *args, **kwargs: _Wrapped(value(*args, **kwargs), (), self._methods, self._compressor)
        return value

    def __dir__(self) -> Iterable[str]:
        return dir(self._target)

    def __repr__(self) -> str:
        return f"compressed({self._target!r})"

    def __enter__(self) -> _Wrapped:
        self._target.__enter__()
        return self

    def __exit__(self, *error: Any) -> Any:
        return self._target.__exit__(*error)

    async def __aenter__(self) -> _Wrapped:
        await self._target.__aenter__()
        return self

    async def __aexit__(self, *error: Any) -> Any:
        return await self._target.__aexit__(*error)


class _Compressor:
    def __init__(
        self,
        compressor: Client | AsyncClient,
        *,
        rate: float = 0.5,
        min_tokens: int = 300,
        user_texts: bool = False,
        time_budget: float = 1.0,
        model: str | None = None,
        tokenizer: str | None = None,
        content: str | None = None,
        on_compressed: Callable[[CompressionReport], None] | None = None,
    ) -> None:
        if not 0 < rate <= 1:
            raise ValueError("rate must be above 0 and at most 1")
        if min_tokens < 1:
            raise ValueError("min_tokens must be at least 1")
        if time_budget <= 0:
            raise ValueError("time_budget must be above 0")
        self._compressor = compressor
        self._fields = {"rate": rate, "model": model, "tokenizer": tokenizer, "content": content}
        self._min_tokens, self._user_texts, self._time_budget = min_tokens, user_texts, time_budget
        self._on_compressed = on_compressed

    def before(self, method: Callable[..., Any], argument: str, is_stream: bool) -> Callable[..., Any]:
        """The method, which is called with shorter texts."""
        if isinstance(self._compressor, Client):

            def call(*args: Any, **kwargs: Any) -> Any:
                return method(*args, **self._shorter(kwargs, argument))

            return call

        if is_stream:
            return lambda *args, **kwargs: _LateStream(self, method, argument, args, kwargs)

        async def call_async(*args: Any, **kwargs: Any) -> Any:
            answer = method(*args, **await self._shorter_async(kwargs, argument))
            return await answer if inspect.isawaitable(answer) else answer

        return call_async

    async def _shorter_async(self, kwargs: dict[str, Any], argument: str) -> dict[str, Any]:
        texts = self._find(kwargs.get(argument))
        if not texts:
            return kwargs
        start, response, error = time.monotonic(), None, None
        try:
            response = await cast(AsyncClient, self._compressor)._compress(self._body(texts), None, self._time_budget)
        except Exception as reason:  # Whatever it is, the LLM can still be asked.
            error = reason
        return self._finish(kwargs, argument, texts, start, response, error)

    def _shorter(self, kwargs: dict[str, Any], argument: str) -> dict[str, Any]:
        texts = self._find(kwargs.get(argument))
        if not texts:
            return kwargs
        start, response, error = time.monotonic(), None, None
        try:
            response = cast(Client, self._compressor)._calls.compress(self._body(texts), None, self._time_budget, None)
        except Exception as reason:  # Whatever it is, the LLM can still be asked.
            error = reason
        return self._finish(kwargs, argument, texts, start, response, error)

    def _find(self, messages: Any) -> list[Edges]:
        found: dict[Edges, None] = {}

        def note(edges: Edges) -> str:
            if edges.tokens >= self._min_tokens:
                found[edges] = None
            return edges.text

        rewrite(messages, note, self._user_texts)
        return list(found)

    def _body(self, texts: list[Edges]) -> dict[str, Any]:
        # Each is a message of its own: with a rate what becomes of one does not depend on the others.
        return {**self._fields, "messages": [{"role": "tool", "content": edges.body} for edges in texts]}

    def _finish(
        self, kwargs: dict[str, Any], argument: str, texts: list[Edges], start: float, response: Any, error: Exception | None
    ) -> dict[str, Any]:
        report = CompressionReport(len(texts), response["saved_tokens"] if response else 0, time.monotonic() - start, error)
        if error is not None:
            _log.warning("prompt compression failed, texts go on as they are: %s", type(error).__name__)
        if self._on_compressed is not None:
            self._on_compressed(report)
        if not response:
            return kwargs
        shorter = {edges: edges.around(message["content"]) for edges, message in zip(texts, response["messages"])}
        return {**kwargs, argument: rewrite(kwargs[argument], lambda edges: shorter.get(edges, edges.text), self._user_texts)}


class _LateStream:
    """An asynchronous stream whose conversation is compressed when it is entered."""

    def __init__(self, compressor: _Compressor, method: Callable[..., Any], argument: str, args: Any, kwargs: dict[str, Any]) -> None:
        self._compressor, self._method, self._argument, self._args, self._kwargs = compressor, method, argument, args, kwargs

    async def __aenter__(self) -> Any:
        kwargs = await self._compressor._shorter_async(self._kwargs, self._argument)
        self._stream = self._method(*self._args, **kwargs)
        return await self._stream.__aenter__()

    async def __aexit__(self, *error: Any) -> Any:
        return await self._stream.__aexit__(*error)
