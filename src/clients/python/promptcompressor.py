"""Calls a PromptCompressor service in the words of microsoft/LLMLingua. One file, standard library only.

    from promptcompressor import PromptCompressor       # was: from llmlingua import PromptCompressor

    compressor = PromptCompressor("http://localhost:5080")
    compressor.compress_prompt(context, question="Who pays?", rate=0.33)["compressed_prompt"]
"""

import inspect
import json
import re
import urllib.error
import urllib.request

__all__ = ["PromptCompressor", "PromptCompressorError"]

_TAG = re.compile(r"</?llmlingua", re.IGNORECASE)

# Shorter strings are names, dates and the like: the service leaves them alone anyway.
_MIN_JSON_STRING = 20

_JSON_TYPES = {
    str: ("str", "string"),
    bool: ("bool", "boolean"),
    int: ("int", "integer", "number"),
    float: ("float", "number"),
    list: ("list",),
    tuple: ("tuple", "list"),
    dict: ("dict", "dictionary"),
}


class PromptCompressorError(Exception):
    """The service could not be reached or refused the request.

    status: the HTTP status; None if there was no answer. code: the problem's stable code. errors: for each wrong field what
    is wrong with it.
    """

    def __init__(self, message, status=None, code=None, errors=None):
        super().__init__(message)
        self.status = status
        self.code = code
        self.errors = errors or {}


class PromptCompressor:
    """Stands in for llmlingua.PromptCompressor(..., use_llmlingua2=True); the model runs in the service.

    mode: "reference" does what the library does, step by step; "native" what the service does better; "auto" takes reference
    where the library heeds all that is given, and native where it would ignore the question or the instruction.
    """

    def __init__(self, url="http://localhost:5080", api_key=None, model=None, timeout=60.0, mode="auto"):
        if mode not in ("auto", "native", "reference"):
            raise ValueError("mode must be 'auto', 'native' or 'reference'")
        self.url = url.rstrip("/")
        self.api_key = api_key
        self.model = model
        self.timeout = timeout
        self.mode = mode

    def compress_prompt(
        self,
        context,
        instruction="",
        question="",
        rate=0.5,
        target_token=-1,
        iterative_size=200,
        force_context_ids=None,
        force_context_number=None,
        use_sentence_level_filter=False,
        use_context_level_filter=True,
        use_token_level_filter=True,
        keep_split=False,
        keep_first_sentence=0,
        keep_last_sentence=0,
        keep_sentence_number=0,
        high_priority_bonus=100,
        context_budget="+100",
        token_budget_ratio=1.4,
        condition_in_question="none",
        reorder_context="original",
        dynamic_context_compression_ratio=0.0,
        condition_compare=False,
        add_instruction=False,
        rank_method="llmlingua",
        concate_question=True,
        context_segs=None,
        context_segs_rate=None,
        context_segs_compress=None,
        target_context=-1,
        context_level_rate=1.0,
        context_level_target_token=-1,
        return_word_label=False,
        word_sep="\t\t|\t\t",
        label_sep=" ",
        token_to_word="mean",
        force_tokens=(),
        force_reserve_digit=False,
        drop_consecutive=False,
        chunk_end_tokens=(".", "\n"),
        strict_preserve_uncompressed=True,
    ):
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
        structured_context,
        instruction="",
        question="",
        rate=0.5,
        target_token=-1,
        concate_question=True,
        force_tokens=(),
        force_reserve_digit=False,
        drop_consecutive=False,
    ):
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
        json_data,
        json_config=None,
        question="",
        rate=0.5,
        force_tokens=(),
        force_reserve_digit=False,
        drop_consecutive=False,
    ):
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

    def _native(self, body, word_sep="\t\t|\t\t", label_sep=" "):
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

    def _call(self, path, body):
        if self.model is not None:
            body["model"] = self.model
        headers = {"Content-Type": "application/json"}
        if self.api_key is not None:
            headers["Authorization"] = f"Bearer {self.api_key}"
        request = urllib.request.Request(self.url + path, json.dumps(body).encode(), headers, method="POST")
        try:
            with urllib.request.urlopen(request, timeout=self.timeout) as response:
                return json.load(response)
        except urllib.error.HTTPError as error:
            raise _problem(error) from None
        except OSError as error:  # URLError and time-outs are OSErrors.
            raise PromptCompressorError(f"{self.url} cannot be reached: {error}") from error


def _as_list(value):
    return list(value) if isinstance(value, tuple) else value


def _contexts(context):
    if not context:
        return [" "]
    return [context] if isinstance(context, str) else list(context)


def _words(text, labels):
    """The service counts in UTF-16 code units, Python in characters."""
    encoded = text.encode("utf-16-le", "surrogatepass")
    for label in labels:
        yield encoded[2 * label["start"] : 2 * label["end"]].decode("utf-16-le", "surrogatepass"), label["label"]


def _json_config(data, config):
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


def _tag(value, settings, rate):
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


def _problem(error):
    text = error.read().decode("utf-8", "replace")
    try:
        problem = json.loads(text)
        if not isinstance(problem, dict):
            raise ValueError
    except ValueError:
        return PromptCompressorError(f"HTTP {error.code}: {text[:200]}", error.code)
    errors = problem.get("errors") or {}
    detail = problem.get("detail") or problem.get("title") or f"HTTP {error.code}"
    fields = "".join(f"\n  {field} {message}" for field, messages in errors.items() for message in messages)
    return PromptCompressorError(detail + fields, error.code, problem.get("code"), errors)
