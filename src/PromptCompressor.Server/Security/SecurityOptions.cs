namespace PromptCompressor.Server.Security;

/// <summary>Who may use the service.</summary>
internal sealed class SecurityOptions
{
    public const string SectionName = "Security";

    /// <summary>One of them must come with every request but those to <c>/health</c>. Default none: the service is open.</summary>
    public IList<ApiKeyOptions> ApiKeys { get; } = [];
}

/// <summary>A key, by its hash, and whose it is.</summary>
internal sealed class ApiKeyOptions
{
    /// <summary>What logs and metrics call its holder, of whom there is one a name: 1 to 64 letters, digits and <c>. _ -</c>.</summary>
    public string? Name { get; set; }

    /// <summary>SHA-256 of the key's UTF-8 bytes, 64 hexadecimal digits. The key itself is long and random, such as by <c>openssl rand -hex 32</c>.</summary>
    public string? Sha256 { get; set; }

    /// <summary>Holders with one namespace share cached scores: 1 to 64 letters, digits and <c>. _ -</c>.</summary>
    public string? Namespace { get; set; }
}
