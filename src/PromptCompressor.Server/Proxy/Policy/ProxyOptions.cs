using System.ComponentModel.DataAnnotations;

namespace PromptCompressor.Server.Proxy.Policy;

/// <summary>The sidecar: where requests go on to.</summary>
internal sealed class ProxyOptions
{
    public const string SectionName = "Proxy";

    /// <summary>The smaller variant of the bundled model.</summary>
    public const string FastModel = "xlmr-mini-fast";

    /// <summary>
    /// Address of the LLM's API, such as <c>https://api.openai.com</c>, with or without the version at its end (<c>/v1</c>). A path in it is put in front of
    /// the path of every request. Default none: the sidecar is off.
    /// </summary>
    public string? Upstream { get; set; }

    /// <summary>Seconds for connecting to the upstream, all attempts together; default 10. 1 to 300.</summary>
    [Range(1, 300)]
    public int ConnectTimeoutSeconds { get; set; } = 10;

    /// <summary>Seconds without any data in either direction after which a request is given up; default 600, because reasoning models are silent for minutes. 1 to 86,400.</summary>
    [Range(1, 86_400)]
    public int ActivityTimeoutSeconds { get; set; } = 600;

    /// <summary>PEM file of the authority that the upstream's certificate is checked against, instead of the system's authorities.</summary>
    public string? CaCertificatePath { get; set; }

    /// <summary>What the sidecar does with requests: <c>Compress</c>, <c>Audit</c> (count what compression would save, and change nothing) or <c>Off</c>; default <c>Compress</c>.</summary>
    public ProxyMode Mode { get; set; }

    /// <summary>Compressing model of the sidecar. Default: <c>Engine:DefaultModel</c>, or <c>xlmr-mini-fast</c> where that is <c>xlmr-mini</c>, because it takes half the time.</summary>
    public string? Model { get; set; }

    /// <summary>
    /// Milliseconds that compression may take in a request; default 1000. Texts that are not ready by then are sent unchanged; segments that are queued are
    /// computed when nothing else waits, for the next request. 1 to 600,000.
    /// </summary>
    [Range(1, 600_000)]
    public int TimeBudgetMilliseconds { get; set; } = 1000;

    /// <summary>
    /// Minutes for which a text that was sent unchanged stays unchanged on later turns of its conversation, so that it stays in the provider's prompt cache;
    /// counted from its last turn. Default 60. 1 to 10,080.
    /// </summary>
    [Range(1, 10_080)]
    public int RawTextMinutes { get; set; } = 60;

    /// <summary>Whether a request with a text that cannot be compressed is refused instead of forwarded; default false.</summary>
    public bool FailClosed { get; set; }

    /// <summary>Share of conversations that are not compressed, as a comparison group, 0 to 1; default 0.</summary>
    [Range(0, 1)]
    public double HoldOut { get; set; }

    /// <summary>Whether there is a sidecar at all.</summary>
    public static bool IsOn(IConfiguration configuration) =>
        !string.IsNullOrWhiteSpace(configuration.GetSection(SectionName)[nameof(Upstream)]);
}

internal enum ProxyMode
{
    /// <summary>Texts are compressed by the policy.</summary>
    Compress,

    /// <summary>What compression would save is counted and reported; requests go on as they came.</summary>
    Audit,

    /// <summary>Requests go on as they came.</summary>
    Off,
}
