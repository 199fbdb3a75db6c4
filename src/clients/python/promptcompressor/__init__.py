"""Client of the PromptCompressor service.

    from promptcompressor import Client

    Client("http://localhost:5080").compress(transcript, rate=0.5)["compressed_prompt"]
"""

from .client import AsyncClient, Client
from .errors import PromptCompressorError
from .llmlingua import PromptCompressor
from .wrappers import CompressionReport, wrap_anthropic, wrap_openai

__all__ = [
    "AsyncClient",
    "Client",
    "CompressionReport",
    "PromptCompressor",
    "PromptCompressorError",
    "wrap_anthropic",
    "wrap_openai",
]
