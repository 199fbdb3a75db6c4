namespace PromptCompressor.Server.Security;

/// <summary>The clients that may use the service.</summary>
internal sealed class SecurityOptions
{
    public const string SectionName = "Security";

    /// <summary>One of them must come with every request but those to <c>/health</c>. Default none: the service is open.</summary>
    public IList<ApiKeyOptions> ApiKeys { get; } = [];
}

/// <summary>A key, given by its hash, with the name and namespace of its holder.</summary>
internal sealed class ApiKeyOptions
{
    /// <summary>Name of the key's holder in logs and metrics, unique among the keys: 1 to 64 letters, digits and <c>. _ -</c>.</summary>
    public string? Name { get; set; }

    /// <summary>SHA-256 of the key's UTF-8 bytes, as 64 hexadecimal digits. Make the key itself long and random, for example with <c>openssl rand -hex 32</c>.</summary>
    public string? Sha256 { get; set; }

    /// <summary>Namespace of the key: holders with the same namespace share cached scores. 1 to 64 letters, digits and <c>. _ -</c>.</summary>
    public string? Namespace { get; set; }
}
