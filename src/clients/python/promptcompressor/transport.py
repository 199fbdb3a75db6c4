"""JSON over HTTP/1.1 with connections that are kept, from the standard library alone."""

from __future__ import annotations

import http.client
import json
import ssl
import threading
import time
from typing import Any, Iterator
from urllib.parse import urlsplit

from .errors import PromptCompressorError, from_response

__all__ = ["Abort", "Transport", "address_of"]

API_KEY_HEADER = "x-promptcompressor-key"
_MAX_IDLE = 16
_MAX_WAIT = 30.0
_BUSY = (429, 503)


def address_of(url: str) -> str:
    """The service's address without a slash at its end; http:// is put before a bare host."""
    address = url if "://" in url else f"http://{url}"
    parts = urlsplit(address.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"the address of the service must be like http://localhost:5080, not {url!r}")
    return parts.geturl().rstrip("/")


class Abort:
    """Ends a call from another thread: its connection is closed, which ends the service's work too."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._connection: http.client.HTTPConnection | None = None
        self.is_set = False

    def watch(self, connection: http.client.HTTPConnection) -> None:
        with self._lock:
            self._connection = connection
            if self.is_set:
                _shut(connection)

    def set(self) -> None:
        with self._lock:
            self.is_set = True
            if self._connection is not None:
                _shut(self._connection)


class Transport:
    """Sends requests and reads JSON. Safe for use by several threads at once.

    A call that finds the service busy (429, 503) is sent again up to `retries` times, as Retry-After says; all calls only
    read. A connection that the service has closed meanwhile is replaced.
    """

    def __init__(self, url: str, api_key: str | None, timeout: float, retries: int) -> None:
        self._idle: list[http.client.HTTPConnection] = []
        self._lock = threading.Lock()
        self.url = address_of(url)
        parts = urlsplit(self.url)
        self._tls = ssl.create_default_context() if parts.scheme == "https" else None
        self._host, self._port, self._path = parts.hostname or "", parts.port, parts.path
        self._headers = {"Accept": "application/json"}
        if api_key is not None:
            self._headers[API_KEY_HEADER] = api_key
        self._timeout = timeout
        self._retries = retries

    def close(self) -> None:
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def __del__(self) -> None:
        self.close()

    def call(self, method: str, path: str, body: Any = None, timeout: float | None = None, abort: Abort | None = None) -> Any:
        """The answer's JSON."""
        connection, response = self._open(method, path, _encode(body), "application/json", timeout, abort)
        try:
            data = response.read()
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            raise self._unreachable(error) from error
        self._keep(connection, response)
        return _decode(data, response.status)

    def lines(self, path: str, body: bytes, content_type: str, abort: Abort | None = None) -> Iterator[Any]:
        """The JSON of each line of the answer, as it comes."""
        connection, response = self._open("POST", path, body, content_type, None, abort)
        try:
            while True:
                try:
                    line = response.readline()
                except (OSError, http.client.HTTPException) as error:
                    raise self._unreachable(error) from error
                if not line:
                    break
                if line.strip():
                    yield _decode(line, response.status)
            self._keep(connection, response)
        finally:
            # A caller that stops early leaves a connection with half an answer in it.
            if not response.isclosed():
                connection.close()

    def _open(
        self, method: str, path: str, body: bytes | None, content_type: str, timeout: float | None, abort: Abort | None
    ) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
        headers = {**self._headers, "Content-Type": content_type} if body is not None else self._headers
        for attempt in range(self._retries + 1):
            connection, response = self._send(method, self._path + path, body, headers, timeout or self._timeout, abort)
            if response.status < 300:
                return connection, response
            data = response.read()
            wait = _retry_after(response.headers.get("Retry-After"))
            self._keep(connection, response)
            last = attempt == self._retries or response.status not in _BUSY or timeout is not None
            if last or wait > _MAX_WAIT or (abort is not None and abort.is_set):
                raise from_response(response.status, data)
            time.sleep(wait)
        raise AssertionError("the last attempt returns or raises")

    def _send(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str], timeout: float, abort: Abort | None
    ) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
        while True:
            connection, is_fresh = self._take(timeout)
            if abort is not None:
                abort.watch(connection)
            try:
                connection.request(method, path, body, headers)
                return connection, connection.getresponse()
            except (OSError, http.client.HTTPException) as error:
                connection.close()

                # The service may close a connection that waits: only a new one says that it cannot be reached.
                stale = not is_fresh and not isinstance(error, TimeoutError)
                if not stale or (abort is not None and abort.is_set):
                    raise self._unreachable(error) from error

    def _take(self, timeout: float) -> tuple[http.client.HTTPConnection, bool]:
        with self._lock:
            connection = self._idle.pop() if self._idle else None
        if connection is not None:
            connection.timeout = timeout
            if connection.sock is not None:
                connection.sock.settimeout(timeout)
            return connection, False
        if self._tls is not None:
            return http.client.HTTPSConnection(self._host, self._port, timeout=timeout, context=self._tls), True
        return http.client.HTTPConnection(self._host, self._port, timeout=timeout), True

    def _keep(self, connection: http.client.HTTPConnection, response: http.client.HTTPResponse) -> None:
        with self._lock:
            if not response.will_close and len(self._idle) < _MAX_IDLE:
                self._idle.append(connection)
                return
        connection.close()

    def _unreachable(self, error: Exception) -> PromptCompressorError:
        return PromptCompressorError(f"{self.url} cannot be reached: {error or type(error).__name__}")


def _shut(connection: http.client.HTTPConnection) -> None:
    if connection.sock is not None:
        try:
            connection.sock.shutdown(2)
        except OSError:
            pass  # It is closed already.


def _encode(body: Any) -> bytes | None:
    # Lone surrogates, as in text cut by its UTF-16 length, are no UTF-8: they go as escapes.
    return None if body is None else json.dumps(body).encode()


def _decode(data: bytes, status: int) -> Any:
    try:
        return json.loads(data)
    except ValueError:
        raise PromptCompressorError("the answer is not PromptCompressor's; is the address right?", status) from None


def _retry_after(value: str | None) -> float:
    try:
        return max(0.0, float(value)) if value is not None else 1.0
    except ValueError:
        return 1.0
