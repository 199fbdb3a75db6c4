namespace PromptCompressor.Client.Chat;

/// <summary>Which texts of a conversation are compressed, and how far.</summary>
public sealed class PromptCompressionOptions
{
    /// <summary>
    /// Tokens from which on a text is compressed, by the estimate that a token is four bytes of UTF-8; default 300, from 1.
    /// </summary>
    public int MinTokens { get; set; } = 300;

    /// <summary>Share of the tokens to keep, above 0 and at most 1; default 0.5.</summary>
    public double Rate { get; set; } = 0.5;

    /// <summary>
    /// Whether texts of the user are compressed, not only results of tools; default false: what a user says is an instruction more often than a document.
    /// </summary>
    public bool UserTexts { get; set; }

    /// <summary>
    /// With <see cref="UserTexts"/>: tokens, by the same estimate, up to which the first and the last line of a user's text stay whole, where instructions and questions stand;
    /// default 64, from 0.
    /// </summary>
    public int EdgeTokens { get; set; } = 64;

    /// <summary>
    /// Time that compression may take of a call; default 1 second. Texts that are not done by then go on as they are; what the service has scored
    /// of them is in its cache for the next time.
    /// </summary>
    public TimeSpan TimeBudget { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The compressing model; default the service's.</summary>
    public string? Model { get; set; }

    /// <summary>The LLM whose tokens are counted, such as <c>gpt-4o</c>; default the service's.</summary>
    public string? Tokenizer { get; set; }

    /// <summary>What texts are, as in <see cref="CompressRequest.Content"/>; default the service's, which tells logs, JSON, tables and other structure from prose.</summary>
    public string? Content { get; set; }

    /// <summary>Called after each call with long texts with what was done, before the LLM is asked. What it throws, the call throws.</summary>
    public Action<PromptCompressionReport>? OnCompressed { get; set; }

    /// <exception cref="ArgumentException">A value is out of its range.</exception>
    internal void Check()
    {
        Require(MinTokens >= 1, $"{nameof(MinTokens)} must be at least 1.");
        Require(Rate is > 0 and <= 1, $"{nameof(Rate)} must be above 0 and at most 1.");
        Require(EdgeTokens >= 0, $"{nameof(EdgeTokens)} must not be negative.");
        Require(TimeBudget > TimeSpan.Zero && TimeBudget <= TimeSpan.FromHours(1), $"{nameof(TimeBudget)} must be above 0 and at most an hour.");

        static void Require(bool holds, string message)
        {
            if (!holds)
            {
                throw new ArgumentException(message);
            }
        }
    }
}
