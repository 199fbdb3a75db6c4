namespace PromptCompressor.Server.Soft;

/// <summary>
/// A chat server takes the names of special tokens for the tokens wherever they stand: vLLM would lay embeddings over a literal
/// <c>&lt;prompt_embeds&gt;</c> in a user's text. A space after the first character makes them text that people read the same.
/// </summary>
internal static class SpecialText
{
    public const string Placeholder = "<prompt_embeds>";

    public static string Neutralize(string text, IEnumerable<string> names, ref int found)
    {
        foreach (var name in names.Append(Placeholder))
        {
            for (var at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + 1, StringComparison.Ordinal))
            {
                text = text.Insert(at + 1, " ");
                found++;
            }
        }

        return text;
    }
}
