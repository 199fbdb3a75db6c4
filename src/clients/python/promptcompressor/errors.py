"""What goes wrong between a caller and the service."""

from __future__ import annotations

import json
from typing import Mapping, Sequence

__all__ = ["PromptCompressorError", "from_problem", "from_response"]


class PromptCompressorError(Exception):
    """The service could not be reached or refused the request.

    status: the HTTP status; None if there was no answer. code: the problem's stable code. errors: for each wrong field what
    is wrong with it.
    """

    def __init__(
        self,
        message: str,
        status: int | None = None,
        code: str | None = None,
        errors: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.errors: dict[str, Sequence[str]] = dict(errors or {})


def from_problem(problem: Mapping[str, object], status: int) -> PromptCompressorError:
    """The exception for problem details as in RFC 9457."""
    errors = problem.get("errors")
    fields = errors if isinstance(errors, dict) else {}
    detail = problem.get("detail") or problem.get("title") or f"HTTP {status}"
    lines = "".join(f"\n  {field} {message}" for field, messages in fields.items() for message in messages)
    code = problem.get("code")
    return PromptCompressorError(f"{detail}{lines}", status, code if isinstance(code, str) else None, fields)


def from_response(status: int, body: bytes) -> PromptCompressorError:
    """The exception for an answer that is no success, of whatever server."""
    text = body.decode("utf-8", "replace")
    try:
        problem = json.loads(text)
    except ValueError:
        problem = None
    if isinstance(problem, dict):
        return from_problem(problem, status)
    return PromptCompressorError(f"HTTP {status}: {text[:200]}", status)
