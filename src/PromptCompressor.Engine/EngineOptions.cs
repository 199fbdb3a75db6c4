using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using PromptCompressor.Engine.Soft;

namespace PromptCompressor.Engine;

/// <summary>Models and how they are run.</summary>
public sealed class EngineOptions
{
    public const string SectionName = "Engine";

    /// <summary>Folder whose sub-folders are models. Relative paths are looked for in the working directory and its parents, then beside the program.</summary>
    [Required]
    public string ModelsPath { get; set; } = "models";

    /// <summary>Model of requests that name none.</summary>
    [Required]
    public string DefaultModel { get; set; } = "xlmr-mini";

    /// <summary><c>auto</c> (CUDA where it works, else CPU), <c>cpu</c> or <c>cuda</c>.</summary>
    [AllowedValues("auto", "cpu", "cuda")]
    public string ExecutionProvider { get; set; } = "auto";

    /// <summary>Segments run at the same time; 0: one for each core.</summary>
    [Range(0, 1024)]
    public int Workers { get; set; }

    /// <summary>Threads a worker uses for one segment. More than 1 shortens single requests and lowers throughput.</summary>
    [Range(1, 1024)]
    public int ThreadsPerWorker { get; set; } = 1;

    /// <summary>Soft compression.</summary>
    [ValidateObjectMembers]
    public SoftOptions Soft { get; set; } = new();
}
