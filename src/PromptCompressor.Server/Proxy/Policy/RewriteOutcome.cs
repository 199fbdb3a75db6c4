using System.Collections.ObjectModel;
using System.Globalization;
using PromptCompressor.Core.Errors;

namespace PromptCompressor.Server.Proxy.Policy;

/// <summary>How a request was treated.</summary>
internal sealed record RewriteOutcome(OutcomeStatus Status, string? Reason = null)
{
    /// <summary>Tokens of the texts that were compressed, before; null if none was tried.</summary>
    public int? OriginalTokens { get; init; }

    /// <summary>Tokens of the same texts afterwards.</summary>
    public int? CompressedTokens { get; init; }

    /// <summary>How many texts went on as they came though they should be compressed, by <see cref="RewriteReasons"/>.</summary>
    public IReadOnlyDictionary<string, int> Skipped { get; init; } = ReadOnlyDictionary<string, int>.Empty;

    /// <summary>How many texts the policy leaves alone or finds no gain in, by <see cref="RewriteReasons"/>. No reason stands here and in <see cref="Skipped"/>.</summary>
    public IReadOnlyDictionary<string, int> LeftAlone { get; init; } = ReadOnlyDictionary<string, int>.Empty;

    /// <summary>Estimated money saved, in the currency of the prices that are set; null where the LLM has no price. Negative if compression costs more.</summary>
    public double? SavedCost { get; init; }

    /// <summary>How long the request was held, from its whole body on; null if its body was not read.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>How many texts went on as they came, by why.</summary>
    public IEnumerable<KeyValuePair<string, int>> SkippedTexts => Skipped.Concat(LeftAlone);

    /// <summary>Whether embeddings stand in the body, which an upstream may not know.</summary>
    public bool HasEmbeddings => Reason == RewriteReasons.Embeddings;

    /// <summary>The reason, as in <c>skipped; reason=nothing_selected</c>.</summary>
    public string Header => Reason is null ? Name : string.Create(CultureInfo.InvariantCulture, $"{Name}; reason={Reason}");

    /// <summary>The status, as clients and metrics see it.</summary>
    public string Name => Status switch
    {
        OutcomeStatus.Compressed => "compressed",
        OutcomeStatus.Skipped => "skipped",
        OutcomeStatus.Bypassed => "bypassed",
        OutcomeStatus.FailedOpen => "failed-open",
        _ => throw new ArgumentOutOfRangeException(nameof(Status), Status, "This status has no name."),
    };
}

internal enum OutcomeStatus
{
    /// <summary>At least one text is shorter.</summary>
    Compressed,

    /// <summary>There was nothing to compress, or nothing to gain.</summary>
    Skipped,

    /// <summary>The operator or the client asked to leave it alone, or it was sent to no chat API that is known.</summary>
    Bypassed,

    /// <summary>It should have been compressed, and could not be.</summary>
    FailedOpen,
}

/// <summary>Why a request, or one of its texts, was treated as it was. They never change their meaning.</summary>
internal static class RewriteReasons
{
    public const string Off = "off";
    public const string Audit = "audit";
    public const string HoldOut = "hold_out";
    public const string ModelExempt = "model_exempt";
    public const string KeyExempt = "key_exempt";
    public const string Path = "path";
    public const string NothingSelected = "nothing_selected";
    public const string NoGain = "no_gain";
    public const string Cost = "cost";

    /// <summary>For a text: its kind is not selected.</summary>
    public const string Kinds = "kinds";

    /// <summary>For a text: it stands among the last messages.</summary>
    public const string KeepLast = "keep_last";

    /// <summary>For a text: it stands among the first messages, which the client says are cached.</summary>
    public const string Frozen = "frozen";

    /// <summary>For a text: it stands before a <c>cache_control</c> marker.</summary>
    public const string Marked = "marked";

    /// <summary>For a text: it is the result of a tool that is left alone.</summary>
    public const string Tool = "tool";

    /// <summary>For a text: it is the result of a call that failed.</summary>
    public const string Error = "error";

    /// <summary>For a text: it has fewer tokens than the policy asks for.</summary>
    public const string Small = "small";

    /// <summary>A text went on as it came on an earlier turn, and may be in the provider's prompt cache as it is.</summary>
    public const string RawBefore = "raw_before";

    public const string Embeddings = "embeddings";
    public const string EmbeddingsRefused = "embeddings_refused";
    public const string EmbeddingsUnavailable = "embeddings_unavailable";

    public const string TooLarge = "too_large";
    public const string NotJson = "not_json";
    public const string ContentEncoding = "content_encoding";
    public const string Signed = "signed_body";
    public const string TimeBudget = "time_budget";
    public const string NotReady = "not_ready";
    public const string Overloaded = "overloaded";
    public const string CompressorError = "compressor_error";
    public const string Guard = "guard";

    /// <summary>The HTTP status of a request that is refused for this reason: 503 where the same request may be compressed later.</summary>
    public static int StatusOf(string reason) => reason switch
    {
        ContentEncoding => StatusCodes.Status415UnsupportedMediaType,
        TooLarge => StatusCodes.Status413PayloadTooLarge,
        NotJson or Signed => StatusCodes.Status422UnprocessableEntity,
        _ => StatusCodes.Status503ServiceUnavailable,
    };

    /// <summary>The reason of a failure of the compressor that the client or the operator can do something about; null for any other.</summary>
    public static string? Of(Exception? failure) => (failure as CompressionException)?.Kind switch
    {
        CompressionErrorKind.NotReady => NotReady,
        CompressionErrorKind.Overloaded => Overloaded,
        CompressionErrorKind.TooLarge => TooLarge,
        _ => null,
    };
}
