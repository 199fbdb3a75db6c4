namespace PromptCompressor.Server.Proxy.Audit;

/// <summary>What the sidecar has done since the start.</summary>
internal sealed record ProxyResponse
{
    /// <summary>Whether an upstream is configured.</summary>
    public required bool Enabled { get; init; }

    /// <summary><c>compress</c>, <c>audit</c> or <c>off</c>.</summary>
    public required string Mode { get; init; }

    /// <summary>Sums by the value of the header <c>x-promptcompressor-status</c>, such as <c>compressed</c> or <c>bypassed; reason=hold_out</c>.</summary>
    public required IReadOnlyDictionary<string, OutcomeTotals> Outcomes { get; init; }
}
