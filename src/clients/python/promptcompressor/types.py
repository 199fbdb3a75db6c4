"""The fields of the API, as /swagger describes them. Positions are in UTF-16 code units, tokens as `tokenizer` counts them."""

from __future__ import annotations

from typing import Any, Literal, Mapping, Sequence, TypedDict


class CompressOptions(TypedDict, total=False):
    """How far to compress, and what stays: every field of a request but its text. None leaves a field to the service."""

    use_tags: bool | None
    question: str | None
    instruction: str | None
    concate_question: bool | None
    use_context_level_filter: bool | None
    target_context: int | None
    context_level_rate: float | None
    context_level_target_token: int | None
    force_context_ids: Sequence[int] | None
    rate: float | None
    target_token: int | None
    tokenizer: str | None
    model: str | None
    mode: Literal["native", "reference"] | None
    content: Literal["auto", "prose", "dialogue", "markdown", "code", "numbered_lines", "diff", "log", "stack_trace", "build_report", "test_report", "search_results", "listing", "table", "csv", "json", "json_lines", "html", "xml", "config", "blob"] | None
    reshape: bool | None
    force_tokens: Sequence[str] | None
    force_reserve_digit: bool | None
    drop_consecutive: bool | None
    min_score: float | None
    protect: Sequence[str] | None
    return_spans: bool | None
    return_word_label: bool | None


class CompressRequest(CompressOptions, total=False):
    """A request of a batch or a line to warm: exactly one of `context` and `messages`, and options."""

    context: str | Sequence[str]
    messages: Sequence[Mapping[str, Any]] | None


class SoftCompressOptions(TypedDict, total=False):
    """How embeddings are made and written."""

    model: str | None
    format: Literal["torch", "json", "raw", "npy", "safetensors"] | None
    dtype: Literal["bf16", "f16", "f32"] | None
    exact: Sequence[str] | None
    return_data: bool | None
    return_segments: bool | None


class SoftPromptOptions(TypedDict, total=False):
    """What stands around a context that goes as embeddings."""

    route: Literal["chat", "completions"] | None
    system: str | None
    instruction: str | None
    question: str | None
    model: str | None
    served_model: str | None
    dtype: Literal["bf16", "f16", "f32"] | None
    exact: Sequence[str] | None
    parameters: Mapping[str, Any]


class TokenizerUsed(TypedDict, total=False):
    """What counted the tokens."""

    name: str
    exact: bool


class ModelUsed(TypedDict, total=False):
    """The model that scored the words."""

    id: str
    sha256: str


class CacheUsed(TypedDict, total=False):
    """What the service's cache saved."""

    segments: int
    hits: int
    misses: int


class Timings(TypedDict, total=False):
    """Milliseconds by stage."""

    split: float
    tokenize: float
    cache: float
    queue: float
    infer: float
    select: float
    total: float


class WordLabel(TypedDict, total=False):
    """A word or a line of structure, and whether it was kept."""

    start: int
    end: int
    label: int
    probability: float | None
    rule: str | None


class ContentBlock(TypedDict, total=False):
    """A part of a text that has one kind, and what became of it."""

    kind: str
    start: int
    end: int
    methods: list[str]
    lossless: bool
    omitted_records: int
    origin_tokens: int
    compressed_tokens: int


class CompressResponse(TypedDict, total=False):
    """What is left of the text, and what it cost."""

    compressed_prompt: str | None
    compressed_prompt_list: list[str] | None
    dropped_contexts: list[int] | None
    messages: list[Mapping[str, Any]] | None
    origin_tokens: int
    compressed_tokens: int
    ratio: float
    rate: float
    saved_tokens: int
    tokenizer: TokenizerUsed
    model: ModelUsed
    threshold: float | None
    spans: list[list[list[int]]] | None
    written: list[list[list[int]]] | None
    labels: list[list[WordLabel]] | None
    blocks: list[list[ContentBlock]] | None
    originals: list[str | None] | None
    skipped: str | None
    warnings: list[str]
    cache: CacheUsed
    timings_ms: Timings


class ExplainedWord(TypedDict, total=False):
    """A word or a line of structure, and why it was kept or dropped."""

    start: int
    end: int
    probability: float | None
    kept: bool
    reason: str
    rule: str | None
    relevance: float | None


class ExplainedSegment(TypedDict, total=False):
    """A piece of text that the model reads at once."""

    start: int
    end: int
    words: int
    source: str


class ExplainedSentence(TypedDict, total=False):
    """A sentence, and how much it has to do with the question."""

    start: int
    end: int
    relevance: float
    lexical: float
    semantic: float


class ExplainedText(TypedDict, total=False):
    """A text with what its words were judged by."""

    compressed: str
    threshold: float | None
    words: list[ExplainedWord]
    spans: list[list[int]]
    written: list[list[int]]
    segments: list[ExplainedSegment]
    sentences: list[ExplainedSentence] | None


class ExplainResponse(TypedDict, total=False):
    """What is left of the texts, and what became of each word."""

    result: CompressResponse
    texts: list[ExplainedText]


class Problem(TypedDict, total=False):
    """What is wrong: problem details as in RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    error: Any
    errors: dict[str, list[str]] | None


class BatchItem(TypedDict, total=False):
    """The answer to one request of a batch: `result`, or `error`."""

    status: int
    result: CompressResponse
    error: Problem


class WarmResult(TypedDict, total=False):
    """What became of one text that was scored ahead."""

    line: int
    status: int
    origin_tokens: int | None
    cache: CacheUsed
    error: Problem


class SoftSegmentResponse(TypedDict, total=False):
    """A segment of a text and the rows that it became."""

    text: int
    start: int
    end: int
    row: int
    rows: int
    tokens: int
    exact: bool
    source: str


class SoftModelUsed(TypedDict, total=False):
    """The model that made the embeddings."""

    id: str
    revision: str
    sha256: str
    generator: str


class SoftTimings(TypedDict, total=False):
    """Milliseconds by stage."""

    split: float
    cache: float
    queue: float
    infer: float
    total: float


class SoftCompressResponse(TypedDict, total=False):
    """Rows of embeddings for a generator."""

    rows: int
    hidden_size: int
    dtype: str
    format: str
    payload_bytes: int
    data: str | None
    input_embeds: list[list[float]]
    origin_tokens: int
    segments: list[SoftSegmentResponse] | None
    model: SoftModelUsed
    cache: CacheUsed
    timings_ms: SoftTimings


class SoftPromptResponse(TypedDict, total=False):
    """A request for a vLLM server, to be sent as it is."""

    path: str
    body: dict[str, Any]
    rows: int
    hidden_size: int
    origin_tokens: int
    context_rows: int
    neutralized: int
    model: SoftModelUsed
    cache: CacheUsed
    timings_ms: SoftTimings


class RetrieveResponse(TypedDict, total=False):
    """A text as it was before it was compressed."""

    hash: str
    original_content: str
    original_tokens: int
    original_item_count: int
    compressed_item_count: int
    tool_name: str | None
    retrieval_count: int


class OriginalMatch(TypedDict, total=False):
    """A line of an original that holds what was searched for."""

    line: int
    text: str


class OriginalResponse(TypedDict, total=False):
    """Lines of a text as it was before it was compressed."""

    hash: str
    original_content: str | None
    matches: list[OriginalMatch] | None
    original_tokens: int
    lines: int
    next_line: int | None
    truncated: bool
    retrieval_count: int


class OriginalOptions(TypedDict, total=False):
    """Which lines of an original are wanted; without any, all."""

    first_line: int
    last_line: int
    search: str
    max_characters: int


class ModelResponse(TypedDict, total=False):
    """A compressing model."""

    id: str
    default: bool
    revision: str
    sha256: str
    licence: str
    graph: str
    relevance: str
    max_tokens: int


class SoftModelResponse(TypedDict, total=False):
    """A model that makes embeddings for one generator."""

    id: str
    default: bool
    revision: str
    sha256: str
    licence: str
    generator: str
    hidden_size: int
    segment_tokens: int
    rate: int
    embeds_tokens: bool


class ModelsResponse(TypedDict, total=False):
    """The models that requests can name."""

    models: list[ModelResponse]
    soft_models: list[SoftModelResponse]
