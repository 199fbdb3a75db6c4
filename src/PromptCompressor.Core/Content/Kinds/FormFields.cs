namespace PromptCompressor.Core.Content.Kinds;

/// <summary>What a reader of a form sees in its fields: a name and a value. Fields that nobody sees say nothing.</summary>
internal static class FormFields
{
    /// <summary>The text of a field of one line; empty for one without a name and a value, or that is hidden.</summary>
    public static string OfInput(Dictionary<string, string> attributes)
    {
        var value = attributes.GetValueOrDefault("value") ?? "";
        var type = (attributes.GetValueOrDefault("type") ?? "text").ToLowerInvariant();
        return type switch
        {
            "checkbox" or "radio" => attributes.ContainsKey("checked") ? "[✓] " : "[ ] ",
            "hidden" or "password" or "file" => "",
            "submit" or "button" or "reset" => value,
            "image" => attributes.GetValueOrDefault("alt") ?? "",
            _ when NameOf(attributes) is { Length: > 0 } name => $" ({name}: {value}) ",
            _ => value,
        };
    }

    public static string? NameOf(Dictionary<string, string> attributes) => attributes.GetValueOrDefault("name") ?? attributes.GetValueOrDefault("aria-label") ?? attributes.GetValueOrDefault("id");
}
