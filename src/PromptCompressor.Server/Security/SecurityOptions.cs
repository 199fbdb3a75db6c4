namespace PromptCompressor.Server.Security;

/// <summary>The clients that may use the service.</summary>
internal sealed class SecurityOptions
{
    public const string SectionName = "Security";

    /// <summary>One of them must come with every request but those to <c>/health</c>. Default none: the service is open.</summary>
    public IList<ApiKeyOptions> ApiKeys { get; } = [];

    /// <summary>
    /// Names that the service may be called by beside addresses, names without a dot, <c>localhost</c>, <c>*.internal</c> and names of a Kubernetes cluster; <c>*</c> for any.
    /// Without keys requests with another <c>Host</c> get 403, since a page could have bound its name to this address. Default none.
    /// </summary>
    public IList<string> AllowedHosts { get; } = [];

    /// <summary>
    /// Origins of pages whose scripts may call the service, such as <c>https://app.example.com</c>, and read its answers (CORS); <c>*</c> for any. Without keys requests of other pages
    /// get 403, but for pages of this machine and the service's own. Default none.
    /// </summary>
    public IList<string> CorsOrigins { get; } = [];
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
