using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace PromptCompressor.Engine.Configuration;

/// <summary>Models and how they are run.</summary>
public sealed class EngineOptions
{
    public const string SectionName = "Engine";

    /// <summary>The model that comes with the service.</summary>
    public const string BundledModel = "xlmr-mini";

    /// <summary>Folder with one sub-folder for each model. A relative path is looked up in the working directory and its parents, then beside the program.</summary>
    [Required]
    public string ModelsPath { get; set; } = "models";

    /// <summary>Model for requests that name none.</summary>
    [Required]
    public string DefaultModel { get; set; } = BundledModel;

    /// <summary>Processor to run on: <c>auto</c> (CUDA where it works, else the CPU), <c>cpu</c> or <c>cuda</c>.</summary>
    [AllowedValues("auto", "cpu", "cuda")]
    public string ExecutionProvider { get; set; } = "auto";

    /// <summary>Number of runs at the same time. 0 means one for each core on the CPU, and two on CUDA. 0 to 1,024.</summary>
    [Range(0, 1024)]
    public int Workers { get; set; }

    /// <summary>Number of threads that a worker uses for one segment. More than 1 shortens single requests and lowers throughput. 1 to 1,024.</summary>
    [Range(1, 1024)]
    public int ThreadsPerWorker { get; set; } = 1;

    /// <summary>
    /// Largest number of seconds of work, at the speed measured, that wait for the model or run, 0.1 to 3,600; default 10. Beyond it, requests that need the
    /// model are refused with 429. One request counts as half of it at most.
    /// </summary>
    [Range(0.1, 3600)]
    public double QueueSeconds { get; set; } = 10;

    /// <summary>Largest number of tokens in one run on CUDA, padding included, 512 to 1,048,576; default 16,384. On the CPU each run has one segment.</summary>
    [Range(512, 1 << 20)]
    public int BatchTokens { get; set; } = 16_384;

    /// <summary>
    /// Whether sentences get vectors, for models that can compute them: questions are then compared by meaning, in any language, and about 130 bytes for each sentence
    /// are cached beside the scores. With <c>false</c>, only scores are computed and cached, and questions are compared by words. Default true.
    /// </summary>
    public bool SentenceVectors { get; set; } = true;

    /// <summary>Soft compression.</summary>
    [ValidateObjectMembers]
    public SoftOptions Soft { get; set; } = new();
}
