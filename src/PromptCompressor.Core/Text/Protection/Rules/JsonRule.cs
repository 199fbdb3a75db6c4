namespace PromptCompressor.Core.Text.Protection.Rules;

/// <summary>
/// JSON objects and arrays, alone, one a line, or inside other text. All of them stays but the words of long string values, so that whatever is
/// dropped leaves valid JSON with the same keys, types, numbers and short strings.
/// </summary>
internal sealed class JsonRule : IProtectionRule
{
    public const string RuleName = "json";

    private const int MinMembers = 2;
    private const int MinLength = 40;

    /// <summary>
    /// Characters that failed attempts may read, as a multiple of the text's length. Prose and program code fail at once and never come
    /// near it; nested unclosed brackets would otherwise be read once a level.
    /// </summary>
    private const long WastePerChar = 8;

    public string Name => RuleName;

    public void Find(string text, ICollection<ProtectedSpan> found)
    {
        var scanner = new JsonScanner(text);
        var small = new List<TextSpan>();
        var waste = WastePerChar * text.Length;
        var nothingElse = true;
        var position = 0;
        while (waste >= 0)
        {
            var offset = text.AsSpan(position).IndexOfAny('{', '[');
            nothingElse &= text.AsSpan(position, offset < 0 ? text.Length - position : offset).IsWhiteSpace();
            if (offset < 0)
            {
                break;
            }

            var start = position + offset;
            if (!scanner.TryRead(start))
            {
                nothingElse = false;
                waste -= scanner.Position - start + 1;
                position = start + 1;
                continue;
            }

            position = scanner.Position;
            if (scanner.Members >= MinMembers || position - start >= MinLength)
            {
                AddAllButLongStrings(scanner, start, found);
            }
            else
            {
                small.Add(new TextSpan(start, position));
            }
        }

        // Small values in prose may be brackets that only look like JSON; where all is JSON they are data.
        if (nothingElse)
        {
            foreach (var span in small)
            {
                Add(span.Start, span.End, found);
            }
        }
    }

    private void AddAllButLongStrings(JsonScanner scanner, int start, ICollection<ProtectedSpan> found)
    {
        foreach (var content in scanner.LongStrings)
        {
            Add(start, content.Start, found);
            start = content.End;
        }

        Add(start, scanner.Position, found);
        foreach (var escape in scanner.Escapes)
        {
            Add(escape.Start, escape.End, found);
        }
    }

    private void Add(int start, int end, ICollection<ProtectedSpan> found) =>
        found.Add(new ProtectedSpan(new TextSpan(start, end), ProtectionKind.Always, Name));
}
