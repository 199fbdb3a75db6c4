using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace PromptCompressor.Engine.Configuration;

/// <summary>Models and how they are run.</summary>
public sealed class EngineOptions
{
    public const string SectionName = "Engine";

    /// <summary>The model that comes with the service.</summary>
    public const string BundledModel = "xlmr-mini";

    /// <summary>Folder whose sub-folders are models. Relative paths are looked for in the working directory and its parents, then beside the program.</summary>
    [Required]
    public string ModelsPath { get; set; } = "models";

    /// <summary>Model of requests that name none.</summary>
    [Required]
    public string DefaultModel { get; set; } = BundledModel;

    /// <summary><c>auto</c> (CUDA where it works, else CPU), <c>cpu</c> or <c>cuda</c>.</summary>
    [AllowedValues("auto", "cpu", "cuda")]
    public string ExecutionProvider { get; set; } = "auto";

    /// <summary>Runs at the same time; 0: on the CPU one for each core, on CUDA two.</summary>
    [Range(0, 1024)]
    public int Workers { get; set; }

    /// <summary>Threads a worker uses for one segment. More than 1 shortens single requests and lowers throughput.</summary>
    [Range(1, 1024)]
    public int ThreadsPerWorker { get; set; } = 1;

    /// <summary>
    /// Seconds of work, at the speed measured, that may wait for the model or run, 0.1 to 3600; default 10. When there is more, requests that need the
    /// model are refused. One request counts as half of it at most.
    /// </summary>
    [Range(0.1, 3600)]
    public double QueueSeconds { get; set; } = 10;

    /// <summary>Tokens of one run on CUDA, padding included, 512 to 1,048,576; default 16,384. On the CPU one segment runs at a time.</summary>
    [Range(512, 1 << 20)]
    public int BatchTokens { get; set; } = 16_384;

    /// <summary>
    /// Whether models that can tell what sentences are about do: then questions are compared by meaning, in any language. About 130 bytes a sentence are
    /// cached beside the scores. <c>false</c>: scores alone are computed and cached, and questions are compared by words.
    /// </summary>
    public bool SentenceVectors { get; set; } = true;

    /// <summary>Soft compression.</summary>
    [ValidateObjectMembers]
    public SoftOptions Soft { get; set; } = new();
}

/// <summary>Checks the ranges that the attributes of <see cref="EngineOptions"/> state; generated at build time.</summary>
[OptionsValidator]
internal sealed partial class EngineOptionsValidator : IValidateOptions<EngineOptions>;
