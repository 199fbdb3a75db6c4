namespace PromptCompressor.Client.Chat;

/// <summary>What was done with the long texts of a call.</summary>
public sealed record PromptCompressionReport
{
    /// <summary>Texts that became shorter.</summary>
    public required int Compressed { get; init; }

    /// <summary>Texts that stayed as they were, since the service found nothing to gain.</summary>
    public required int Unchanged { get; init; }

    /// <summary>Texts that stayed as they were, since the time was over or something failed.</summary>
    public required int FailedOpen { get; init; }

    /// <summary>Tokens that the LLM need not read.</summary>
    public required long SavedTokens { get; init; }

    /// <summary>Time it took.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Why a text failed open, one for all: <see cref="OperationCanceledException"/> if the time was over; null if none did.</summary>
    public Exception? Error { get; init; }
}
