namespace PromptCompressor.Quality.Meaning;

/// <summary>
/// Sentences of one language, by <c>[heading]</c>. <c>$x</c> stands for each line under <c>[x]</c> in turn; <c>[guard]</c> stays if <c>{governed}</c> does.
/// </summary>
internal sealed class Template
{
    private readonly Dictionary<string, List<string>> _parts = [];

    private Template(string language) => Language = language;

    public string Language { get; }

    /// <summary>What stands between two sentences.</summary>
    public string Gap => Language is "zh" or "ja" ? "" : Language == "th" ? "\n" : " ";

    public IReadOnlyList<string> this[string part] => _parts[part];

    public static Template Read(string file)
    {
        var template = new Template(Path.GetFileNameWithoutExtension(file));
        List<string>? part = null;
        foreach (var line in File.ReadLines(file).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line is ['[', .. var heading, ']'] && !heading.Contains(' ', StringComparison.Ordinal))
            {
                part = template._parts[heading] = [];
            }
            else
            {
                (part ?? throw new InvalidDataException($"{file} begins without a heading.")).Add(line);
            }
        }

        return template;
    }

    /// <summary>Each sentence of a part with each word for its slot.</summary>
    public IEnumerable<string> Combined(string part) => _parts[part].SelectMany(sentence =>
        _parts.Keys.FirstOrDefault(name => sentence.Contains('$' + name, StringComparison.Ordinal)) is { } slot
            ? _parts[slot].Select(word => sentence.Replace('$' + slot, word, StringComparison.Ordinal))
            : [sentence]);
}
