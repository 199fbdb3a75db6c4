using System.Text.Json;

namespace PromptCompressor.Server.Mcp;

/// <summary>The arguments that models are offered: those of <c>/v1/compress</c> that a model has a use for.</summary>
internal static class ArgumentsSchema
{
    public static JsonElement Value { get; } = JsonElement.Parse(
        """
        {
          "type": "object",
          "properties": {
            "context": {
              "description": "The text to compress, or a list of texts that share one budget.",
              "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" }, "minItems": 1 }]
            },
            "rate": {
              "description": "Share of the tokens to keep, above 0 and at most 1. 0.5 if target_token is not given; below 0.3 facts get lost.",
              "type": "number", "exclusiveMinimum": 0, "maximum": 1
            },
            "target_token": { "description": "Tokens of the output at most. Wins over rate.", "type": "integer", "minimum": 1 },
            "question": {
              "description": "What you want to know from the text, in any language: sentences that have to do with it keep more of their words.",
              "type": "string"
            },
            "force_tokens": { "description": "Strings whose every occurrence must stay, but for marks inside a protected number, address or table row.", "type": "array", "items": { "type": "string" } },
            "force_reserve_digit": { "description": "Whether every word with a digit stays.", "type": "boolean" },
            "tokenizer": { "description": "The LLM whose tokens are counted, such as gpt-4o; o200k_base by default.", "type": "string" },
            "model": { "description": "The compressing model; best left out.", "type": "string" }
          },
          "required": ["context"]
        }
        """);
}
