using System.Text.Json;

namespace PromptCompressor.Engine.Tokenization;

/// <summary>
/// A Hugging Face <c>tokenizer.json</c>, read strictly: a setting that this code does not honour stops the load under its
/// name, since ids that are slightly wrong show nowhere but in the model's answers.
/// </summary>
internal sealed class TokenizerJson : IDisposable
{
    private readonly string _file;
    private readonly JsonDocument _document;

    private TokenizerJson(string file, JsonDocument document) => (_file, _document) = (file, document);

    public static TokenizerJson Open(string path)
    {
        try
        {
            return new TokenizerJson(path, JsonDocument.Parse(File.ReadAllBytes(path)));
        }
        catch (JsonException e)
        {
            throw new TokenizerFormatException($"{path} is not JSON: {e.Message}", e);
        }
    }

    public void Dispose() => _document.Dispose();

    /// <summary>Follows a dotted path; null where a step or the value itself is missing or null.</summary>
    public JsonElement? Find(string path)
    {
        var element = _document.RootElement;
        foreach (var name in path.Split('.'))
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return null;
            }
        }

        return element.ValueKind == JsonValueKind.Null ? null : element;
    }

    public TokenizerFormatException Unsupported(string path, JsonElement? value) =>
        TokenizerFormatException.Unsupported(_file, path, value?.GetRawText());

    /// <summary>The setting must be one of the given JSON texts; <paramref name="missing"/> is what its absence means.</summary>
    public void Require(string path, string? missing, params ReadOnlySpan<string> supported)
    {
        var value = Find(path);
        foreach (var one in supported)
        {
            if (string.Equals(value?.GetRawText() ?? missing, one, StringComparison.Ordinal))
            {
                return;
            }
        }

        throw Unsupported(path, value);
    }

    /// <summary>True, false, or null where it is absent.</summary>
    public bool? Flag(string path) => Find(path) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        var other => throw Unsupported(path, other),
    };

    /// <summary>
    /// Ids of the added tokens, which must all be special: others are cut out of the text before the model sees it, which is not
    /// done here. Special ones are for the frame around the content; in the content their names are plain text, on purpose.
    /// </summary>
    public Dictionary<string, int> SpecialTokens()
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var token in Find("added_tokens")?.EnumerateArray() ?? default)
        {
            if (!token.TryGetProperty("special", out var special) || special.ValueKind != JsonValueKind.True)
            {
                throw Unsupported("added_tokens", token);
            }

            ids[token.GetProperty("content").GetString()!] = token.GetProperty("id").GetInt32();
        }

        return ids;
    }
}
