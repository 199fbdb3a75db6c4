using PromptCompressor.Core.Content.Blocks;
using PromptCompressor.Core.Content.Records;

namespace PromptCompressor.Core.Content.Kinds;

/// <summary>
/// Configuration stays as it came, but for what a cluster writes into its own manifests and no reader reads: which client set which field, and a copy of the
/// manifest in an annotation. A comment in their place keeps it YAML.
/// </summary>
internal static class ConfigContent
{
    private const int FewestLines = 4;

    private static readonly string[] Written = ["managedFields", "kubectl.kubernetes.io/last-applied-configuration"];

    public static LineDocument? Of(string text, ContentOptions options)
    {
        var lines = TextLines.Of(text);
        if (!lines.Exists(line => line.Of(text).TrimStart("- ").StartsWith("apiVersion:", StringComparison.Ordinal)) || !lines.Exists(line => line.Of(text).TrimStart("- ").StartsWith("kind:", StringComparison.Ordinal)))
        {
            return null;
        }

        var records = new List<LineRecord>();
        for (var at = 0; at < lines.Count;)
        {
            var key = KeyOf(lines[at].Of(text));
            var end = key is null ? at + 1 : EndOf(text, lines, at);
            var goes = end - at >= FewestLines || (key is not null && lines[end - 1].End - lines[at].Start > 400);
            goes &= key is not null && !(options.Relevance?.Invoke(key) > 0);
            records.Add(new LineRecord(at, end) { Required = !goes, Label = goes ? key : null });
            at = end;
        }

        return records.TrueForAll(record => record.Required) ? null : new LineDocument(text, lines, records, options.CountTokens) { OmissionMethod = "written_fields", Comment = ("# ", "") };
    }

    /// <summary>The name of a member that the cluster writes, where its value stands below it.</summary>
    private static string? KeyOf(ReadOnlySpan<char> line)
    {
        var trimmed = line.Trim();
        foreach (var key in Written)
        {
            if (trimmed.StartsWith(key, StringComparison.Ordinal) && trimmed[key.Length..] is ":" or ": |" or ": |-" or ": >" or ": >-")
            {
                return key;
            }
        }

        return null;
    }

    /// <summary>The line behind a member: its value stands in further, or is a list that stands in as far.</summary>
    private static int EndOf(string text, List<TextLine> lines, int at)
    {
        var indent = lines[at].Indent(text);
        var isList = at + 1 < lines.Count && lines[at + 1].Indent(text) == indent && lines[at + 1].Of(text).TrimStart().StartsWith("- ", StringComparison.Ordinal);
        var end = at + 1;
        for (var i = end; i < lines.Count; i++)
        {
            var line = lines[i].Of(text);
            if (line.IsWhiteSpace())
            {
                continue;
            }

            if (lines[i].Indent(text) < indent || (lines[i].Indent(text) == indent && !(isList && line.TrimStart().StartsWith("- ", StringComparison.Ordinal))))
            {
                break;
            }

            end = i + 1;
        }

        return end;
    }
}
