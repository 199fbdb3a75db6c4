using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Documentation;

/// <summary>A fenced block of a page.</summary>
/// <param name="Page">The page, relative to the root of the repository.</param>
/// <param name="Line">The line of its fence, from 1.</param>
/// <param name="Language">The language that the fence names.</param>
/// <param name="Text">The text between the fences.</param>
/// <param name="Output">The block that follows with nothing but blank lines between, if it is what the command prints.</param>
internal sealed record CodeBlock(string Page, int Line, string Language, string Text, CodeBlock? Output)
{
    /// <summary>The pages that a stranger follows.</summary>
    public static IReadOnlyList<string> Pages { get; } =
        ["README.md", "CONTRIBUTING.md", .. Directory.GetFiles(Path.Combine(TestPaths.Root, "docs"), "*.md").Select(file => $"docs/{Path.GetFileName(file)}")];

    public static IReadOnlyList<CodeBlock> Read(string page)
    {
        var lines = File.ReadAllLines(Path.Combine(TestPaths.Root, page));
        var blocks = new List<(int First, int Last, string Language)>();
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].TrimStart().StartsWith("```", StringComparison.Ordinal))
            {
                var end = Array.FindIndex(lines, i + 1, line => line.Trim() == "```");
                blocks.Add((i, end, lines[i].Trim()[3..]));
                i = end;
            }
        }

        CodeBlock? next = null;
        var read = new List<CodeBlock>();
        for (var b = blocks.Count - 1; b >= 0; b--)
        {
            var (first, last, language) = blocks[b];
            var isNext = next?.Language is "json" or "text" && lines[(last + 1)..(next.Line - 1)].All(string.IsNullOrWhiteSpace);
            next = new CodeBlock(page, first + 1, language, string.Join('\n', lines[(first + 1)..last]), isNext ? next : null);
            read.Insert(0, next);
        }

        return read;
    }
}
