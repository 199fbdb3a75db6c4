using System.ComponentModel.DataAnnotations;

namespace PromptCompressor.Server.Proxy.Policy;

/// <summary>The sidecar: where requests go on to.</summary>
internal sealed class ProxyOptions
{
    public const string SectionName = "Proxy";

    /// <summary>The smaller variant of the bundled model.</summary>
    public const string FastModel = "xlmr-mini-fast";

    /// <summary>Address of the LLM's API, such as <c>https://api.openai.com</c>; a path is put in front of every request's. With or without the version at its end (<c>/v1</c>). Without it there is no sidecar.</summary>
    public string? Upstream { get; set; }

    /// <summary>Seconds to connect in, all attempts together; default 10.</summary>
    [Range(1, 300)]
    public int ConnectTimeoutSeconds { get; set; } = 10;

    /// <summary>Seconds in which nothing may come or go before a request is given up; default 600. Models that think are silent for minutes.</summary>
    [Range(1, 86_400)]
    public int ActivityTimeoutSeconds { get; set; } = 600;

    /// <summary>PEM file of the authority that the upstream's certificate is checked against, in place of the system's.</summary>
    public string? CaCertificatePath { get; set; }

    /// <summary>What is done to requests; default <c>Compress</c>.</summary>
    public ProxyMode Mode { get; set; }

    /// <summary>The compressing model; default <c>Engine:DefaultModel</c>, or <c>xlmr-mini-fast</c> where that is <c>xlmr-mini</c>: it needs half of the time.</summary>
    public string? Model { get; set; }

    /// <summary>Milliseconds that compression may take of a request; default 1000. Texts that are not ready by then go on as they came; what the model was given of them is computed all the same, for the next request.</summary>
    [Range(1, 600_000)]
    public int TimeBudgetMilliseconds { get; set; } = 1000;

    /// <summary>Minutes that a text which went on as it came does so on later turns of its conversation, so that the provider's prompt cache still knows it; counted from its last turn. Default 60.</summary>
    [Range(1, 10_080)]
    public int RawTextMinutes { get; set; } = 60;

    /// <summary>Whether a request of which a text cannot be compressed is refused instead of forwarded; default false.</summary>
    public bool FailClosed { get; set; }

    /// <summary>Share of conversations that are left alone, to compare the others with, 0 to 1; default 0.</summary>
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
