using System.Text.Json.Serialization;
using PromptCompressor.Server.Compress;

namespace PromptCompressor.Server.Explain;

/// <summary>What <c>/v1/explain</c> answers, as columns: about ten bytes a word instead of a hundred.</summary>
internal sealed record ExplainColumns
{
    /// <summary>What <c>/v1/compress</c> answers.</summary>
    public required CompressResponse Result { get; init; }

    /// <summary>One for each context, or for each text of the <c>user</c> and <c>tool</c> messages, in order.</summary>
    public required IReadOnlyList<TextColumns> Texts { get; init; }
}

/// <summary>The words, lines of structure and segments of one text. Lists and strings of letters have an entry for each word, in order.</summary>
internal sealed record TextColumns
{
    /// <summary>The lowest keep probability that was enough, 0 to 1; null if no word was chosen by it alone.</summary>
    public required double? Threshold { get; init; }

    /// <summary>White space before each word, in UTF-16 code units.</summary>
    public required IReadOnlyList<int> Gaps { get; init; }

    /// <summary>Length of each word, in UTF-16 code units.</summary>
    public required IReadOnlyList<int> Lengths { get; init; }

    /// <summary>The model's keep probability of each word times 255, 0 to 255; -1 if it was not scored.</summary>
    public required IReadOnlyList<int> Scores { get; init; }

    /// <summary>What became of each word: the first letters of the reasons of <c>/v1/explain</c>. <c>kfpjswa</c> are in the output, <c>debcruto</c> are not.</summary>
    public required string Reasons { get; init; }

    /// <summary>By rule, the words that it makes one piece, by their index from 0.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<int>> Rules { get; init; }

    /// <summary>What the question added to the log-odds of each word; absent where it had no say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<double>? Relevance { get; init; }

    /// <summary>Where each sentence of prose begins, in UTF-16 code units; absent where a question had no say. The next three have an entry for each.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<int>? SentenceStarts { get; init; }

    /// <summary>Where each sentence ends.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<int>? SentenceEnds { get; init; }

    /// <summary>What the question added for words that the sentence shares with it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<double>? SentenceLexical { get; init; }

    /// <summary>What the question added for what the sentence says.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<double>? SentenceSemantic { get; init; }

    /// <summary>How many words each segment has.</summary>
    public required IReadOnlyList<int> SegmentWords { get; init; }

    /// <summary>Where the scores of each segment came from: the first letters of <c>memory</c>, <c>redis</c>, <c>computed</c>, <c>not_needed</c>.</summary>
    public required string SegmentSources { get; init; }
}
