namespace PromptCompressor.Core.Content.Records;

/// <summary>Lines that are kept or left out together.</summary>
internal sealed record LineRecord(int First, int End)
{
    public double Score { get; init; }

    public bool Required { get; init; }

    /// <summary>What the mark counts it as: a level, <c>repeats of lines above</c>.</summary>
    public string? Label { get; init; }

    /// <summary>What one line of it is called in a mark.</summary>
    public LineUnit Unit { get; init; } = LineUnit.Line;

    /// <summary>Records of one group say the same with other values; -1 for none.</summary>
    public int Group { get; init; } = -1;

    /// <summary>Stands above word for word: it goes without a loss.</summary>
    public bool Repeats { get; init; }

    /// <summary>A blank line: it goes with the lines beside it and is not counted.</summary>
    public bool IsBlank { get; init; }

    /// <summary>What it counts as in a mark: its lines, unless it is one thing of several lines.</summary>
    public int Counted { get; init; } = End - First;

    public int Lines => End - First;
}

internal sealed record LineUnit(string One, string Many)
{
    public static readonly LineUnit Line = new("line", "lines");
    public static readonly LineUnit Row = new("row", "rows");
    public static readonly LineUnit Record = new("record", "records");
    public static readonly LineUnit Cue = new("cue", "cues");
    public static readonly LineUnit Frame = new("library frame", "library frames");
    public static readonly LineUnit FrameLine = new("line of library frames", "lines of library frames");
    public static readonly LineUnit PassedTest = new("line of passed tests", "lines of passed tests");
}
