using System.Text.Json.Serialization;
using PromptCompressor.Server.Compress;

namespace PromptCompressor.Server.Explain;

/// <summary>The answer of <c>/v1/explain</c> as columns: about 10 bytes for each word instead of 100.</summary>
internal sealed record ExplainColumns
{
    /// <summary>The answer of <c>/v1/compress</c> to the same request.</summary>
    public required CompressResponse Result { get; init; }

    /// <summary>One entry for each context, or for each compressed text of messages, in order.</summary>
    public required IReadOnlyList<TextColumns> Texts { get; init; }
}

/// <summary>The words, lines of structure and segments of one text. Lists and strings of letters have an entry for each word, in order.</summary>
internal sealed record TextColumns
{
    /// <summary>The lowest keep probability, 0 to 1, with which a word was kept. Null if probability alone decided about no word.</summary>
    public required double? Threshold { get; init; }

    /// <summary>For each word, the length of the white space before it, in UTF-16 code units.</summary>
    public required IReadOnlyList<int> Gaps { get; init; }

    /// <summary>For each word, its length in UTF-16 code units.</summary>
    public required IReadOnlyList<int> Lengths { get; init; }

    /// <summary>For each word, the model's keep probability times 255, 0 to 255; -1 if it was not scored.</summary>
    public required IReadOnlyList<int> Scores { get; init; }

    /// <summary>For each word, the first letter of its <c>reason</c> in <c>/v1/explain</c>. Words with one of <c>kfpjswa</c> are in the output, words with one of <c>debcruto</c> are not.</summary>
    public required string Reasons { get; init; }

    /// <summary>For each protection rule, the indices from 0 of the words that it makes one piece.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<int>> Rules { get; init; }

    /// <summary>For each word, the amount by which the question raised the log-odds of its probability; absent if the question had no effect.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<double>? Relevance { get; init; }

    /// <summary>For each sentence of prose, the position at which it begins, in UTF-16 code units; absent if the question had no effect. The next three fields have an entry for each sentence too.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<int>? SentenceStarts { get; init; }

    /// <summary>For each sentence, the position at which it ends, exclusive, in UTF-16 code units.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<int>? SentenceEnds { get; init; }

    /// <summary>For each sentence, the amount by which the question raised the log-odds of its words because of words that both have.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<double>? SentenceLexical { get; init; }

    /// <summary>For each sentence, the amount by which the question raised the log-odds of its words because of what the sentence means.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<double>? SentenceSemantic { get; init; }

    /// <summary>For each segment, its number of words.</summary>
    public required IReadOnlyList<int> SegmentWords { get; init; }

    /// <summary>For each segment, the first letter of the source of its scores: <c>memory</c>, <c>redis</c>, <c>computed</c>, <c>not_needed</c>.</summary>
    public required string SegmentSources { get; init; }
}
