using PromptCompressor.Core.Text;

namespace PromptCompressor.Core.Content.Records;

/// <summary>What is kept or left out as a whole: a line, a row, an element, a log entry with its trace.</summary>
/// <param name="Span">Where it stands in the block.</param>
/// <param name="Score">From 0 (goes as soon as anything may go) to 1.</param>
/// <param name="Required">Stays whatever the target is.</param>
internal readonly record struct ContentRecord(TextSpan Span, double Score, bool Required);

/// <summary>A block that is understood: what it loses nothing by, and its records.</summary>
internal interface IRecordDocument
{
    IReadOnlyList<ContentRecord> Records { get; }

    /// <summary>The block with every record, where that is another text than the one the document was made of.</summary>
    string? Whole { get; }

    /// <summary>Names of the methods that made <see cref="Whole"/>, once it was asked for; they may lose something where the text is not <see cref="IsLossless"/>.</summary>
    IReadOnlyList<string> LosslessMethods { get; }

    /// <summary>Whether the text with every record says all that the original said.</summary>
    bool IsLossless => true;

    /// <summary>Name of the method by which records are left out.</summary>
    string OmissionMethod { get; }

    /// <summary>The same records with less text in them, where whole ones are not enough; null for most kinds.</summary>
    IRecordDocument? WithShorterText() => null;

    /// <summary>The text with the records that are kept and marks for the others. It may set further entries, where a mark would cost more than it stands for.</summary>
    string Render(bool[] keep);
}

/// <summary>Scores that all kinds share. They rank the records of one block.</summary>
internal static class RecordScores
{
    public const double Answer = 0.9;
    public const double Unusual = 0.8;
    public const double FirstOrLast = 0.7;
    public const double Neighbour = 0.6;
    public const double Rare = 0.55;
    public const double Example = 0.5;

    /// <summary>From here on a record says something of its own. Below, the score only ranks those that come back where there is room.</summary>
    public const double Ordinary = 0.1;

    /// <summary>The relevance of a record that has nothing of a question but what many records have.</summary>
    public const double MostWeakRelevance = 0.05;

    /// <summary>A share of failures above which a failure is the rule and no longer speaks for itself.</summary>
    public const double FailureIsTheRule = 0.3;

    /// <summary>How much an answer of this relevance counts; nothing when every record answers alike.</summary>
    public static double OfRelevance(double relevance) => relevance <= MostWeakRelevance ? Math.Max(0, relevance) : Rare + ((Answer - Rare) * Math.Min(1, relevance));
}
