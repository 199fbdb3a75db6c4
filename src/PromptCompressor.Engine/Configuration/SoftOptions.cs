using System.ComponentModel.DataAnnotations;

namespace PromptCompressor.Engine.Configuration;

/// <summary>
/// Soft compression. The last three settings say what the operator's LLM server runs: where one of them is set and the model here is made for
/// something else, the service does not start, since a generator gives nonsense for rows of another one's space. With <see cref="Enabled"/> off the others are not looked at.
/// </summary>
public sealed class SoftOptions
{
    /// <summary>Whether soft models are loaded; default true. The bundled one takes some 110 MB of memory.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Soft model for requests that name none; default: the first one in alphabetical order.</summary>
    public string? DefaultModel { get; set; }

    /// <summary>Generator that the soft model must be made for, as <c>base_model</c> of its manifest names it; default: not checked.</summary>
    public string? Generator { get; set; }

    /// <summary>Hidden size that the generator must have, in values, 1 to 65,536; default: not checked.</summary>
    [Range(1, 65_536)]
    public int? HiddenSize { get; set; }

    /// <summary>Revision that the soft model must have; default: not checked.</summary>
    public string? Revision { get; set; }
}
