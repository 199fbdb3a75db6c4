namespace PromptCompressor.Client;

/// <summary>Where the service is and how long to wait for it.</summary>
public sealed class PromptCompressorClientOptions
{
    /// <summary>The service's address; default <c>http://localhost:5080</c>.</summary>
    public Uri Address { get; set; } = new("http://localhost:5080");

    /// <summary>A key of the service, if it wants one.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Time for a call with all its attempts, 1 second to 12 hours; default 100 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(100);
}
