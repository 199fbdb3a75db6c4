using System.ComponentModel.DataAnnotations;

namespace PromptCompressor.Engine.Configuration;

/// <summary>
/// Soft compression. The last three say what the operator's LLM server runs: where one of them is set and the model here is made for
/// something else, the service does not start, since a generator gives nonsense for rows of another one's space.
/// </summary>
public sealed class SoftOptions
{
    /// <summary>Soft model of requests that name none; default: the first by name.</summary>
    public string? DefaultModel { get; set; }

    /// <summary>The generator, as the model's manifest names it in <c>base_model</c>; default: not checked.</summary>
    public string? Generator { get; set; }

    /// <summary>The generator's hidden size, 1 to 65,536; default: not checked.</summary>
    [Range(1, 65_536)]
    public int? HiddenSize { get; set; }

    /// <summary>Revision of the soft model; default: not checked.</summary>
    public string? Revision { get; set; }
}
