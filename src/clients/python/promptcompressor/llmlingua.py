"""The service in the words of microsoft/LLMLingua.

    from promptcompressor import PromptCompressor       # was: from llmlingua import PromptCompressor

    compressor = PromptCompressor("http://localhost:5080")
    compressor.compress_prompt(context, question="Who pays?", rate=0.33)["compressed_prompt"]
"""

from __future__ import annotations

import inspect
import json
import os
import re
import warnings
from typing import Any, Iterator, Mapping, Sequence

from .transport import Transport

__all__ = ["PromptCompressor"]

_DEFAULT_URL = "http://localhost:5080"
_URL = re.compile(r"(?i)https?://|localhost(:|/|$)|[\w.-]+:\d+(/|$)")

_TAG = re.compile(r"</?llmlingua", re.IGNORECASE)

# Shorter strings are names, dates and the like: the service leaves them alone anyway.
_MIN_JSON_STRING = 20

_JSON_TYPES: dict[type, tuple[str, ...]] = {
    str: ("str", "string"),
    bool: ("bool", "boolean"),
    int: ("int", "integer", "number"),
    float: ("float", "number"),
    list: ("list",),
    tuple: ("tuple", "list"),
    dict: ("dict", "dictionary"),
}


class PromptCompressor:
    """Stands in for llmlingua.PromptCompressor(..., use_llmlingua2=True); the model runs in the service.

    mode: "reference" does what the library does, step by step; "native" what the service does better; "auto" takes reference
    where the library heeds all that is given, and native where it would ignore the question or the instruction.

    The library's other constructor arguments are accepted; a warning says which of them have no say, since the service loads the
    models. url: the service's address, where the library has its model's name; without one PROMPTCOMPRESSOR_URL, else
    http://localhost:5080. model: one of the service's compressing models.
    """

    def __init__(
        self,
        url: str | None = None,
        device_map: str = "cuda",
        model_config: Mapping[str, Any] | None = None,
        open_api_config: Mapping[str, Any] | None = None,
        use_llmlingua2: bool | None = None,
        use_slingua: bool = False,
        llmlingua2_config: Mapping[str, Any] | None = None,
        *,
        model_name: str | None = None,
        api_key: str | None = None,
        model: str | None = None,
        timeout: float = 60.0,
        mode: str = "auto",
    ) -> None:
        if mode not in ("auto", "native", "reference"):
            raise ValueError("mode must be 'auto', 'native' or 'reference'")
        if use_slingua:
            raise ValueError("use_slingua: the service has no SecurityLingua model; leave it out to compress as LLMLingua-2 does")
        if url is not None and not _URL.match(url):
            if model_name is None and "/" in url:
                url, model_name = None, url
            else:
                raise ValueError(f"the first argument is the service's address, such as {_DEFAULT_URL}, not {url!r}")
        ignored = [
            name
            for name, is_given in (
                ("model_name", model_name is not None),
                ("device_map", device_map != "cuda"),
                ("model_config", bool(model_config)),
                ("open_api_config", bool(open_api_config)),
                ("llmlingua2_config", bool(llmlingua2_config)),
            )
            if is_given
        ]
        if ignored:
            warnings.warn(
                f"{', '.join(ignored)}: of no effect, since the service loads the models; model='...' chooses one of its /v1/models", stacklevel=2
            )
        if use_llmlingua2 is False:
            warnings.warn("use_llmlingua2=False: of no effect, the service compresses as LLMLingua-2 does", stacklevel=2)
        self._transport = Transport(url or os.environ.get("PROMPTCOMPRESSOR_URL") or _DEFAULT_URL, api_key, timeout, retries=0)
        self.url = self._transport.url
        self.model = model
        self.mode = mode

    def compress_prompt(
        self,
        context: str | Sequence[str],
        instruction: str = "",
        question: str = "",
        rate: float = 0.5,
        target_token: float = -1,
        iterative_size: int = 200,
        force_context_ids: Sequence[int] | None = None,
        force_context_number: int | None = None,
        use_sentence_level_filter: bool = False,
        use_context_level_filter: bool = True,
        use_token_level_filter: bool = True,
        keep_split: bool = False,
        keep_first_sentence: int = 0,
        keep_last_sentence: int = 0,
        keep_sentence_number: int = 0,
        high_priority_bonus: int = 100,
        context_budget: str = "+100",
        token_budget_ratio: float = 1.4,
        condition_in_question: str = "none",
        reorder_context: str = "original",
        dynamic_context_compression_ratio: float = 0.0,
        condition_compare: bool = False,
        add_instruction: bool = False,
        rank_method: str = "llmlingua",
        concate_question: bool = True,
        context_segs: Sequence[str] | None = None,
        context_segs_rate: Sequence[float] | None = None,
        context_segs_compress: Sequence[bool] | None = None,
        target_context: int = -1,
        context_level_rate: float = 1.0,
        context_level_target_token: int = -1,
        return_word_label: bool = False,
        word_sep: str = "\t\t|\t\t",
        label_sep: str = " ",
        token_to_word: str = "mean",
        force_tokens: Sequence[str] = (),
        force_reserve_digit: bool = False,
        drop_consecutive: bool = False,
        chunk_end_tokens: Sequence[str] = (".", "\n"),
        strict_preserve_uncompressed: bool = True,
    ) -> dict[str, Any]:
        """The library's parameters, defaults and result.

        In native mode the instruction is put in front of the compressed text and the question behind it (unless
        concate_question is False), as LLMLingua-1 does; both are counted, and rate is a share of the context. A parameter that
        the service cannot heed raises PromptCompressorError, which says what to use instead.
        """
        given = dict(locals())
        changed = {
            name: list(given[name]) if isinstance(given[name], tuple) else given[name]
            for name, parameter in inspect.signature(PromptCompressor.compress_prompt).parameters.items()
            if name != "self" and given[name] != parameter.default and given[name] != _as_list(parameter.default)
        }
        changed["context"] = _contexts(context)
        if self.mode == "reference" or (self.mode == "auto" and not question and not instruction):
            return self._call("/v1/llmlingua/compress_prompt", changed)

        changed["concate_question"] = bool(question) and concate_question
        if not use_context_level_filter:
            changed.pop("use_context_level_filter")  # Natively no text is dropped as a whole unless asked.
        if return_word_label:
            changed.pop("word_sep", None)
            changed.pop("label_sep", None)
        return self._native({**changed, "rate": rate, "use_tags": False}, word_sep, label_sep)

    def structured_compress_prompt(
        self,
        structured_context: str | Sequence[str],
        instruction: str = "",
        question: str = "",
        rate: float = 0.5,
        target_token: float = -1,
        concate_question: bool = True,
        force_tokens: Sequence[str] = (),
        force_reserve_digit: bool = False,
        drop_consecutive: bool = False,
    ) -> dict[str, Any]:
        """Heeds <llmlingua, rate=0.4, compress=False>...</llmlingua> anywhere in the context; always native."""
        body = {
            "context": _contexts(structured_context),
            "instruction": instruction or None,
            "question": question or None,
            "concate_question": bool(question) and concate_question,
            "rate": rate,
            "target_token": target_token,
            "force_tokens": list(force_tokens),
            "force_reserve_digit": force_reserve_digit,
            "drop_consecutive": drop_consecutive,
        }
        return self._native(body)

    def compress_json(
        self,
        json_data: Mapping[str, Any],
        json_config: Mapping[str, Any] | None = None,
        question: str = "",
        rate: float = 0.5,
        force_tokens: Sequence[str] = (),
        force_reserve_digit: bool = False,
        drop_consecutive: bool = False,
    ) -> dict[str, Any]:
        """Shortens the long strings in a dict; keys, types, numbers and short strings stay as they are.

        json_config: for each key that differs its rate, or compress=False, for all strings under it; value_type is checked;
        pair_remove is taken and changes nothing, since pairs are never removed. compressed_prompt is JSON text,
        compressed_json what it says.
        """
        if not isinstance(json_data, dict):
            raise TypeError("json_data must be a dict")
        config = _json_config(json_data, json_config or {})
        tagged = {key: _tag(value, config.get(key, {}), rate) for key, value in json_data.items()}
        body = {
            "context": [json.dumps(tagged, ensure_ascii=False)],
            "question": question or None,
            "rate": 1,  # Outside of the tags: structure.
            "protect": ["json", "number", "identifier", "url", "email"],
            "force_tokens": list(force_tokens),
            "force_reserve_digit": force_reserve_digit,
            "drop_consecutive": drop_consecutive,
        }
        result = self._native(body)
        result["compressed_json"] = json.loads(result["compressed_prompt"])
        return result

    def _native(self, body: dict[str, Any], word_sep: str = "\t\t|\t\t", label_sep: str = " ") -> dict[str, Any]:
        if body.get("target_token", -1) == -1:
            body.pop("target_token", None)
        else:
            body["target_token"] = int(body["target_token"])
        answer = self._call("/v1/compress", {"tokenizer": "cl100k_base", **body})
        saved = answer["origin_tokens"] - answer["compressed_tokens"]
        result = {
            "compressed_prompt": answer["compressed_prompt"],
            "compressed_prompt_list": answer["compressed_prompt_list"],
            "origin_tokens": answer["origin_tokens"],
            "compressed_tokens": answer["compressed_tokens"],
            "ratio": f"{answer['ratio']:.1f}x",
            "rate": f"{answer['rate'] * 100:.1f}%",
            "saving": f", Saving ${saved * 0.06 / 1000:.1f} in GPT-4.",
        }
        if body.get("return_word_label"):
            result["fn_labeled_original_prompt"] = word_sep.join(
                f"{word}{label_sep}{label}"
                for text, labels in zip(body["context"], answer["labels"])
                for word, label in _words(text, labels)
            )
        return result

    def _call(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        if self.model is not None:
            body["model"] = self.model
        answer: dict[str, Any] = self._transport.call("POST", path, body)
        return answer


def _as_list(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _contexts(context: str | Sequence[str]) -> list[str]:
    if not context:
        return [" "]
    return [context] if isinstance(context, str) else list(context)


def _words(text: str, labels: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, int]]:
    """The service counts in UTF-16 code units, Python in characters."""
    encoded = text.encode("utf-16-le", "surrogatepass")
    for label in labels:
        yield encoded[2 * label["start"] : 2 * label["end"]].decode("utf-16-le", "surrogatepass"), label["label"]


def _json_config(data: Mapping[str, Any], config: Mapping[str, Any]) -> Mapping[str, Any]:
    for key, settings in config.items():
        if key not in data:
            raise ValueError(f"json_config has the key {key!r}, which json_data has not")
        unknown = set(settings) - {"rate", "compress", "value_type", "pair_remove"}
        if unknown:
            raise ValueError(f"json_config of {key!r} has unknown settings: {', '.join(sorted(unknown))}")
        expected = settings.get("value_type")
        if expected is not None and data[key] is not None and expected not in _JSON_TYPES.get(type(data[key]), ()):
            raise ValueError(f"json_config calls {key!r} a {expected}, but it is a {type(data[key]).__name__}")
    return config


def _tag(value: Any, settings: Mapping[str, Any], rate: float) -> Any:
    if isinstance(value, str):
        if _TAG.search(value):
            raise ValueError("json_data has a string with a llmlingua tag in it")
        if len(value) < _MIN_JSON_STRING:
            return value
        if settings.get("compress") is False:
            return f"<llmlingua, compress=False>{value}</llmlingua>"
        return f"<llmlingua, rate={settings.get('rate', rate)}>{value}</llmlingua>"
    if isinstance(value, dict):
        return {key: _tag(item, settings, rate) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_tag(item, settings, rate) for item in value]
    return value
