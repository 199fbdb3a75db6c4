"""Where the long texts of a conversation stand, in the shapes of OpenAI's and Anthropic's APIs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Mapping

__all__ = ["Edges", "rewrite"]

_BYTES_OF_TOKEN = 4
_EDGE_TOKENS = 64
_TOOL_ITEMS = ("function_call_output", "custom_tool_call_output", "local_shell_call_output")


@dataclass(frozen=True)
class Edges:
    """A text in three pieces: what a user's text begins and ends with stays whole if it is short, and so may be an instruction or a question."""

    first: str
    body: str
    last: str

    @classmethod
    def none(cls, text: str) -> Edges:
        return cls("", text, "")

    @classmethod
    def of_user(cls, text: str) -> Edges:
        head, tail = text.find("\n", len(text) - len(text.lstrip())) + 1, text.rfind("\n", 0, len(text.rstrip()))
        start = head if head > 0 and _tokens(text[:head]) <= _EDGE_TOKENS else 0
        end = tail if tail >= 0 and _tokens(text[tail:]) <= _EDGE_TOKENS else len(text)
        return cls(text[:start], text[start:end], text[end:]) if start < end else cls.none(text)

    @property
    def text(self) -> str:
        return self.first + self.body + self.last

    @property
    def tokens(self) -> int:
        """An estimate, at four bytes of UTF-8 a token."""
        return _tokens(self.text)

    def around(self, body: str) -> str:
        return self.first + body + self.last


def rewrite(messages: Any, write: Callable[[Edges], str], user_texts: bool) -> Any:
    """The messages with what `write` makes of each text that may be compressed; what is given is never changed.

    Results of tools, documents and search results; with user_texts what the user says, too. Objects that are no dicts, such as
    answers of the model, stay as they are.
    """
    if isinstance(messages, str):  # OpenAI's Responses API takes the user's text alone.
        return write(Edges.of_user(messages)) if user_texts else messages
    if not isinstance(messages, (list, tuple)):
        return messages
    return [_message(message, write, user_texts) for message in messages]


def _message(message: Any, write: Callable[[Edges], str], user_texts: bool) -> Any:
    if not isinstance(message, Mapping):
        return message
    if message.get("role") in ("tool", "function"):
        return _with(message, "content", lambda content: _content(content, write))
    if message.get("type") in _TOOL_ITEMS:
        return _with(message, "output", lambda output: _content(output, write))
    if message.get("role") != "user":
        return message
    content = message.get("content")
    if isinstance(content, str):
        return {**message, "content": write(Edges.of_user(content))} if user_texts else message
    if isinstance(content, (list, tuple)):
        return {**message, "content": [_part_of_user(part, write, user_texts) for part in content]}
    return message


def _part_of_user(part: Any, write: Callable[[Edges], str], user_texts: bool) -> Any:
    if not isinstance(part, Mapping):
        return part
    kind = part.get("type")
    if kind == "tool_result" or (kind == "search_result" and not _is_cited(part)):
        return _with(part, "content", lambda content: _content(content, write))
    if kind == "document" and not _is_cited(part):
        return _with(part, "source", lambda source: _source(source, write))
    if kind in ("text", "input_text") and user_texts:
        return _with(part, "text", lambda text: write(Edges.of_user(text)) if isinstance(text, str) else text)
    return part


def _is_cited(part: Mapping[str, Any]) -> bool:
    """Citations quote the text and name places in it: it must be the one that the caller has."""
    citations = part.get("citations")
    return isinstance(citations, Mapping) and citations.get("enabled") is True


def _source(source: Any, write: Callable[[Edges], str]) -> Any:
    if not isinstance(source, Mapping):
        return source
    if source.get("type") == "text":
        return _with(source, "data", lambda data: _content(data, write))
    return _with(source, "content", lambda content: _content(content, write)) if source.get("type") == "content" else source


def _content(content: Any, write: Callable[[Edges], str]) -> Any:
    """A string, or parts with a text."""
    if isinstance(content, str):
        return write(Edges.none(content))
    if not isinstance(content, (list, tuple)):
        return content
    return [
        _with(part, "text", lambda text: _content(text, write))
        if isinstance(part, Mapping) and part.get("type") in ("text", "input_text", "output_text")
        else part
        for part in content
    ]


def _with(values: Mapping[str, Any], key: str, change: Callable[[Any], Any]) -> Mapping[str, Any]:
    return {**values, key: change(values[key])} if key in values else values


def _tokens(text: str) -> int:
    return (len(text.strip().encode("utf-8", "surrogatepass")) + _BYTES_OF_TOKEN - 1) // _BYTES_OF_TOKEN
