"""The service's API for synchronous and asynchronous callers."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence, TypeVar, cast
from urllib.parse import quote, urlencode

from .errors import PromptCompressorError, from_problem
from .transport import Abort, Transport

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from .types import (
        BatchItem,
        CompressOptions,
        CompressRequest,
        CompressResponse,
        ExplainResponse,
        ModelsResponse,
        OriginalOptions,
        OriginalResponse,
        RetrieveResponse,
        SoftCompressOptions,
        SoftCompressResponse,
        SoftPromptOptions,
        SoftPromptResponse,
        WarmResult,
    )

__all__ = ["AsyncClient", "Client", "Progress"]

#: Called with the segments that are scored and with all segments of the request.
Progress = Callable[[int, int], None]

T = TypeVar("T")

# So few that their answers wait in the socket while the body is still being sent.
_WARM_LINES = 100
_THREADS = 32


class _Calls:
    """Every call once, for both clients; `abort` ends it from another thread."""

    def __init__(self, url: str, api_key: str | None, timeout: float, retries: int) -> None:
        self.transport = Transport(url, api_key, timeout, retries)

    def compress(self, body: Mapping[str, Any], on_progress: Progress | None, timeout: float | None, abort: Abort | None) -> Any:
        if on_progress is None:
            return self.transport.call("POST", "/v1/compress", body, timeout, abort)
        return self._stream("/v1/compress/stream", body, on_progress, abort)

    def explain(self, body: Mapping[str, Any], on_progress: Progress | None, abort: Abort | None) -> Any:
        if on_progress is None:
            return self.transport.call("POST", "/v1/explain", body, None, abort)
        return self._stream("/v1/explain/stream", body, on_progress, abort)

    def batch(self, requests: Sequence[CompressRequest], abort: Abort | None) -> Any:
        return self.transport.call("POST", "/v1/compress/batch", {"items": list(requests)}, None, abort)["items"]

    def warm(self, chunk: Sequence[str | CompressRequest], before: int, model: str | None, abort: Abort | None) -> Iterator[Any]:
        path = "/v1/cache/warm" if model is None else f"/v1/cache/warm?model={quote(model, safe='')}"
        body = "".join(json.dumps(request) + "\n" for request in chunk).encode()
        for result in self.transport.lines(path, body, "application/x-ndjson", abort):
            yield {**result, "line": before + result["line"]}

    def original(self, hash: str, abort: Abort | None) -> Any:
        return self._found(f"/compat/headroom/v1/retrieve/{quote(hash, safe='')}", abort)

    def original_part(self, hash: str, options: Mapping[str, Any], abort: Abort | None) -> Any:
        return self._found(f"/v1/originals/{quote(hash, safe='')}?{urlencode(options)}", abort)

    def _found(self, path: str, abort: Abort | None) -> Any:
        try:
            return self.transport.call("GET", path, None, None, abort)
        except PromptCompressorError as error:
            if error.status == 404:
                return None
            raise

    def _stream(self, path: str, body: Mapping[str, Any], on_progress: Progress, abort: Abort | None) -> Any:
        lines = self.transport.lines(path, json.dumps(body).encode(), "application/json", abort)
        result = None
        for line in lines:
            if "progress" in line:
                on_progress(line["progress"]["done"], line["progress"]["total"])
            elif "error" in line:
                raise from_problem(line["error"], line["error"].get("status", 500))
            else:
                result = line["result"]
        if result is None:
            raise PromptCompressorError("the answer ended before its last line")
        return result


class Client:
    """The service over HTTP. Safe for use by several threads at once.

    url: its address. api_key: a key, if the service wants one. timeout: seconds that the service may be silent. retries: how often
    a call is sent again that finds the service busy, as Retry-After says. Calls only read: they may be repeated, and the same
    request gives the same output.

    Options are the fields of the API (see types.CompressOptions). What the service refuses is a PromptCompressorError with all
    wrong fields in `errors`.
    """

    def __init__(self, url: str = "http://localhost:5080", *, api_key: str | None = None, timeout: float = 60.0, retries: int = 2) -> None:
        self._calls = _Calls(url, api_key, timeout, retries)

    def compress(
        self,
        context: str | Sequence[str],
        *,
        on_progress: Progress | None = None,
        **options: Unpack[CompressOptions],
    ) -> CompressResponse:
        """Compresses a text, or several that share one budget. on_progress is called while segments of a long text are scored."""
        return cast("CompressResponse", self._calls.compress({"context": context, **options}, on_progress, None, None))

    def compress_messages(
        self,
        messages: Sequence[Mapping[str, Any]],
        *,
        on_progress: Progress | None = None,
        **options: Unpack[CompressOptions],
    ) -> CompressResponse:
        """Compresses chat messages in the shapes of OpenAI's and Anthropic's APIs; `messages` of the answer differs in compressed text alone."""
        return cast("CompressResponse", self._calls.compress({"messages": messages, **options}, on_progress, None, None))

    def compress_batch(self, requests: Sequence[CompressRequest]) -> list[BatchItem]:
        """Answers 1 to 100 requests, each by itself: one that is wrong does not fail the others."""
        return cast("list[BatchItem]", self._calls.batch(requests, None))

    def explain(
        self,
        context: str | Sequence[str],
        *,
        on_progress: Progress | None = None,
        **options: Unpack[CompressOptions],
    ) -> ExplainResponse:
        """Compresses, and tells of every word why it was kept or dropped."""
        return cast("ExplainResponse", self._calls.explain({"context": context, **options}, on_progress, None))

    def warm(self, requests: Iterable[str | CompressRequest], *, model: str | None = None) -> Iterator[WarmResult]:
        """Scores texts ahead, so that later requests find them in the service's cache.

        Yields an answer for each request, as soon as it is done and so in any order; `line` is its place, from 1.
        """
        for before, chunk in _chunks(requests):
            yield from cast("Iterator[WarmResult]", self._calls.warm(chunk, before, model, None))

    def soft_compress(self, context: str | Sequence[str], **options: Unpack[SoftCompressOptions]) -> SoftCompressResponse:
        """Turns text into embeddings that one generator can read."""
        return cast("SoftCompressResponse", self._calls.transport.call("POST", "/v1/soft/compress", {"context": context, **options}))

    def soft_prompt(self, context: str | Sequence[str], **options: Unpack[SoftPromptOptions]) -> SoftPromptResponse:
        """Builds a request for a vLLM server whose context goes as embeddings."""
        return cast("SoftPromptResponse", self._calls.transport.call("POST", "/v1/soft/prompt", {"context": context, **options}))

    def original(self, hash: str) -> RetrieveResponse | None:
        """The text behind the mark that the sidecar or the Headroom route has left; None if it is not, or no longer, there."""
        return cast("RetrieveResponse | None", self._calls.original(hash, None))

    def original_part(self, hash: str, **options: Unpack[OriginalOptions]) -> OriginalResponse | None:
        """Lines of the text behind a mark's hash, or those that hold what is searched for; None if it is not, or no longer, there."""
        return cast("OriginalResponse | None", self._calls.original_part(hash, options, None))

    def models(self) -> ModelsResponse:
        """The models that requests can name."""
        return cast("ModelsResponse", self._calls.transport.call("GET", "/v1/models"))

    def close(self) -> None:
        """Closes idle connections; the client can still be used."""
        self._calls.transport.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


class AsyncClient:
    """The same calls as Client, to be awaited. Requests run in up to 32 threads; a call that is cancelled ends the service's work."""

    def __init__(self, url: str = "http://localhost:5080", *, api_key: str | None = None, timeout: float = 60.0, retries: int = 2) -> None:
        self._calls = _Calls(url, api_key, timeout, retries)
        self._threads = ThreadPoolExecutor(_THREADS, "promptcompressor")

    async def compress(
        self,
        context: str | Sequence[str],
        *,
        on_progress: Progress | None = None,
        **options: Unpack[CompressOptions],
    ) -> CompressResponse:
        """As Client.compress."""
        return await self._compress({"context": context, **options}, on_progress)

    async def compress_messages(
        self,
        messages: Sequence[Mapping[str, Any]],
        *,
        on_progress: Progress | None = None,
        **options: Unpack[CompressOptions],
    ) -> CompressResponse:
        """As Client.compress_messages."""
        return await self._compress({"messages": messages, **options}, on_progress)

    async def compress_batch(self, requests: Sequence[CompressRequest]) -> list[BatchItem]:
        """As Client.compress_batch."""
        return cast("list[BatchItem]", await self._run(lambda abort: self._calls.batch(requests, abort)))

    async def explain(
        self,
        context: str | Sequence[str],
        *,
        on_progress: Progress | None = None,
        **options: Unpack[CompressOptions],
    ) -> ExplainResponse:
        """As Client.explain."""
        body: dict[str, Any] = {"context": context, **options}
        progress = _in_loop(on_progress)
        return cast("ExplainResponse", await self._run(lambda abort: self._calls.explain(body, progress, abort)))

    async def warm(self, requests: Iterable[str | CompressRequest], *, model: str | None = None) -> AsyncIterator[WarmResult]:
        """As Client.warm; answers come a hundred at a time."""
        for before, chunk in _chunks(requests):
            results = await self._run(partial(self._warm, chunk, before, model))
            for result in results:
                yield cast("WarmResult", result)

    async def soft_compress(self, context: str | Sequence[str], **options: Unpack[SoftCompressOptions]) -> SoftCompressResponse:
        """As Client.soft_compress."""
        return cast("SoftCompressResponse", await self._post("/v1/soft/compress", {"context": context, **options}))

    async def soft_prompt(self, context: str | Sequence[str], **options: Unpack[SoftPromptOptions]) -> SoftPromptResponse:
        """As Client.soft_prompt."""
        return cast("SoftPromptResponse", await self._post("/v1/soft/prompt", {"context": context, **options}))

    async def original(self, hash: str) -> RetrieveResponse | None:
        """As Client.original."""
        return cast("RetrieveResponse | None", await self._run(lambda abort: self._calls.original(hash, abort)))

    async def original_part(self, hash: str, **options: Unpack[OriginalOptions]) -> OriginalResponse | None:
        """As Client.original_part."""
        return cast("OriginalResponse | None", await self._run(lambda abort: self._calls.original_part(hash, options, abort)))

    async def models(self) -> ModelsResponse:
        """As Client.models."""
        return cast("ModelsResponse", await self._run(lambda abort: self._calls.transport.call("GET", "/v1/models", None, None, abort)))

    async def close(self) -> None:
        """Closes connections and ends the threads; the client cannot be used any more."""
        self._threads.shutdown(wait=False)
        self._calls.transport.close()

    async def __aenter__(self) -> AsyncClient:
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.close()

    def _warm(self, chunk: Sequence[str | CompressRequest], before: int, model: str | None, abort: Abort) -> list[Any]:
        return list(self._calls.warm(chunk, before, model, abort))

    async def _compress(self, body: Mapping[str, Any], on_progress: Progress | None, timeout: float | None = None) -> CompressResponse:
        progress = _in_loop(on_progress)
        return cast("CompressResponse", await self._run(lambda abort: self._calls.compress(body, progress, timeout, abort)))

    async def _post(self, path: str, body: Mapping[str, Any]) -> Any:
        return await self._run(lambda abort: self._calls.transport.call("POST", path, body, None, abort))

    async def _run(self, work: Callable[[Abort], T]) -> T:
        abort = Abort()
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work, abort)
        except asyncio.CancelledError:
            abort.set()
            raise


def _in_loop(on_progress: Progress | None) -> Progress | None:
    """Calls it where the caller's code runs, not in the thread that reads the answer."""
    if on_progress is None:
        return None
    loop, call = asyncio.get_running_loop(), on_progress

    def report(done: int, total: int) -> None:
        loop.call_soon_threadsafe(call, done, total)

    return report


def _chunks(requests: Iterable[str | CompressRequest]) -> Iterator[tuple[int, list[str | CompressRequest]]]:
    """Requests a hundred at a time, each time with how many were before."""
    source: Iterator[str | CompressRequest] = iter([requests] if isinstance(requests, str) else requests)
    before = 0
    while True:
        chunk = list(islice(source, _WARM_LINES))
        if not chunk:
            return
        yield before, chunk
        before += len(chunk)
