namespace PromptCompressor.Core.Content.Blocks;

/// <summary>What a block of text is, and so by which rules it may shrink.</summary>
public enum ContentKind
{
    /// <summary>Not understood with certainty: stays as it came.</summary>
    Unknown,
    Prose,
    Dialogue,
    Markdown,
    Code,

    /// <summary>Lines with the numbers of a file reader before them (<c>cat -n</c>).</summary>
    NumberedLines,
    Diff,
    Log,
    StackTrace,
    BuildReport,
    TestReport,
    SearchResults,

    /// <summary>Names of files, states of a repository, which stay; subtitles, which shrink by whole cues.</summary>
    Listing,

    /// <summary>A table with a head, drawn with pipes or aligned by blanks, or rows of a query with a line for each column.</summary>
    Table,
    Csv,
    Json,
    JsonLines,
    Html,
    Xml,

    /// <summary>YAML, TOML, INI and plans: every line counts.</summary>
    Config,

    /// <summary>Base64, hex or minified text that no reader reads.</summary>
    Blob,
}

public static class ContentKindExtensions
{
    /// <summary>Whether it is read sentence by sentence, so that words may be chosen in it.</summary>
    public static bool IsProse(this ContentKind kind) => kind is ContentKind.Prose or ContentKind.Dialogue or ContentKind.Markdown;
}
