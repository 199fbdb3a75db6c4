namespace PromptCompressor.Server.Fields;

/// <summary>Requests that a field belongs to; none of these for all requests.</summary>
[Flags]
internal enum FieldScope
{
    All = 0,

    /// <summary>Not those in mode <c>reference</c>.</summary>
    NativeMode = 1,

    /// <summary>Not those with <c>messages</c>.</summary>
    Context = 2,
}

internal static class FieldScopes
{
    public static string InWords(this FieldScope scope)
    {
        string[] words =
        [
            .. scope.HasFlag(FieldScope.Context) ? ["with `context` only"] : Array.Empty<string>(),
            .. scope.HasFlag(FieldScope.NativeMode) ? ["not in mode `reference`"] : Array.Empty<string>(),
        ];
        var sentence = words.Length < 2 ? string.Concat(words) : $"{string.Join(", ", words[..^1])}, and {words[^1]}";
        return sentence.Length == 0 ? "" : $"{char.ToUpperInvariant(sentence[0])}{sentence[1..]}.";
    }
}
