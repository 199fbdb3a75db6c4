using System.Collections.ObjectModel;
using System.Globalization;

namespace PromptCompressor.Server.Proxy.Policy;

/// <summary>How a request was treated.</summary>
internal sealed record RewriteOutcome(OutcomeStatus Status, string? Reason = null)
{
    /// <summary>Tokens of the texts that were compressed, before; null if none was tried.</summary>
    public int? OriginalTokens { get; init; }

    /// <summary>Tokens of the same texts afterwards.</summary>
    public int? CompressedTokens { get; init; }

    /// <summary>How many texts went on as they came though they should be compressed, by <see cref="TextReasons"/>.</summary>
    public IReadOnlyDictionary<string, int> Skipped { get; init; } = ReadOnlyDictionary<string, int>.Empty;

    /// <summary>Whether embeddings stand in the body, which an upstream may not know.</summary>
    public bool HasEmbeddings => Reason == RewriteReasons.Embeddings;

    /// <summary>As in <c>skipped; reason=nothing_selected</c>.</summary>
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

/// <summary>The reasons of outcomes. They never change their meaning.</summary>
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
    public const string RawBefore = TextReasons.RawBefore;

    public const string Embeddings = "embeddings";
    public const string EmbeddingsRefused = "embeddings_refused";
    public const string EmbeddingsUnavailable = "embeddings_unavailable";

    public const string TooLarge = TextReasons.TooLarge;
    public const string NotJson = "not_json";
    public const string ContentEncoding = "content_encoding";
    public const string Signed = "signed_body";
    public const string TimeBudget = TextReasons.TimeBudget;
    public const string NotReady = TextReasons.NotReady;
    public const string Overloaded = TextReasons.Overloaded;
    public const string CompressorError = TextReasons.CompressorError;
    public const string Guard = "guard";
}

/// <summary>Why a text that should be compressed goes on as it came. They never change their meaning.</summary>
internal static class TextReasons
{
    /// <summary>It did so on an earlier turn, and may be in the provider's prompt cache as it is.</summary>
    public const string RawBefore = "raw_before";

    /// <summary>It was not ready within the time budget.</summary>
    public const string TimeBudget = "time_budget";

    /// <summary>The model is not loaded.</summary>
    public const string NotReady = "not_ready";

    /// <summary>The model's queue is full.</summary>
    public const string Overloaded = "overloaded";

    /// <summary>It is over a limit of the service.</summary>
    public const string TooLarge = "too_large";

    /// <summary>The compressor failed.</summary>
    public const string CompressorError = "compressor_error";
}
