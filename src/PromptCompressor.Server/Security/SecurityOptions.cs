namespace PromptCompressor.Server.Security;

/// <summary>Who may use the service.</summary>
internal sealed class SecurityOptions
{
    public const string SectionName = "Security";

    /// <summary>One of them must come with every request but those to <c>/health</c>. Default none: the service is open.</summary>
    public IList<ApiKeyOptions> ApiKeys { get; } = [];
}
