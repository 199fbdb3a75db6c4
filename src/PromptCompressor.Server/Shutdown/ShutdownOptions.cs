using System.ComponentModel.DataAnnotations;

namespace PromptCompressor.Server.Shutdown;

/// <summary>How the service stops. An orchestrator should wait for as long as all of it takes, and somewhat longer, before it kills.</summary>
internal sealed class ShutdownOptions
{
    public const string SectionName = "Shutdown";

    /// <summary>
    /// Seconds in which requests are still answered after SIGTERM while <c>/health/ready</c> says 503, 0 to 600; default 5: balancers need them to learn of it. None
    /// after Ctrl-C, nor while the models load.
    /// </summary>
    [Range(0, 600)]
    public int DelaySeconds { get; set; } = 5;

    /// <summary>Seconds after that in which work in the model's queue is finished, 0 to 3,600; default 20. What is left then gets 503.</summary>
    [Range(0, 3600)]
    public int WorkSeconds { get; set; } = 20;

    /// <summary>Seconds in which streams and other answers of the sidecar's upstream may end, 1 to 86,400, beginning with <c>WorkSeconds</c>; default 300. What is left then is cut off.</summary>
    [Range(1, 86_400)]
    public int StreamSeconds { get; set; } = 300;
}
