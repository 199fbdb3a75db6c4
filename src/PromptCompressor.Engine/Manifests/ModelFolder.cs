using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace PromptCompressor.Engine.Manifests;

/// <summary>A verified model folder: every file the manifest names is there with the bytes it names.</summary>
internal sealed class ModelFolder
{
    public const string ManifestName = "model.json";
    public const string ExtractiveTask = "extractive";
    public const string SoftTask = "soft";

    private ModelFolder(string path, ModelManifest manifest)
    {
        Path = path;
        Manifest = manifest;
    }

    public string Path { get; }

    public ModelManifest Manifest { get; }

    /// <summary>The folder's task, or null if it holds no manifest.</summary>
    /// <exception cref="ModelLoadException">The manifest is not JSON or names no task.</exception>
    public static string? TaskOf(string path)
    {
        var file = System.IO.Path.Combine(path, ManifestName);
        if (!File.Exists(file))
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(File.ReadAllBytes(file))?["task"]?.GetValue<string>()
                ?? throw new ModelLoadException($"{file}: the field 'task' is missing.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new ModelLoadException($"{file} is not a valid manifest: {e.Message}", e);
        }
    }

    /// <exception cref="ModelLoadException">A field is wrong, a file is missing or its hash differs.</exception>
    public static ModelFolder Open(string path)
    {
        var file = System.IO.Path.Combine(path, ManifestName);
        var manifest = ModelFiles.ReadManifest(file, ModelJsonContext.Default.ModelManifest);
        Check(file, manifest);
        ModelFiles.Verify(path, manifest.Files);
        return new ModelFolder(path, manifest);
    }

    public string FileOf(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>
    /// A hash over everything that decides a graph's scores and vectors: the graph, the tokenizer and all files that are no other variant's graph, and how
    /// the relevance output is read.
    /// </summary>
    public string IdentityOf(VariantManifest variant, string graph)
    {
        var otherGraphs = Manifest.Variants.SelectMany(v => v.Graphs()).Where(g => g != graph).ToHashSet();
        var lines = Manifest.Files
            .Where(f => !otherGraphs.Contains(f.Key))
            .OrderBy(f => f.Key, StringComparer.Ordinal)
            .Select(f => $"{f.Key} {f.Value}")
            .Append(JsonSerializer.Serialize(variant.Relevance, ModelJsonContext.Default.RelevanceManifest));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{graph}\n{string.Join('\n', lines)}")));
    }

    private static void Check(string file, ModelManifest manifest)
    {
        Require(manifest.Format == ModelManifest.SupportedFormat, $"format is {manifest.Format}, this version reads {ModelManifest.SupportedFormat}");
        Require(manifest.Task == ExtractiveTask, $"task is '{manifest.Task}', not '{ExtractiveTask}'");
        Require(manifest.MaxTokens >= 3, $"max_tokens is {manifest.MaxTokens}, and must be at least 3");
        Require(manifest.Variants.Count > 0, "variants is empty");
        Require(manifest.KeepIndex >= 0, $"keep_index is {manifest.KeepIndex}, and must not be negative");
        foreach (var (variant, relevance) in manifest.Variants.Where(variant => variant.Relevance is not null).Select(variant => (variant.Id, variant.Relevance!)))
        {
            Require(
                relevance.Dimension is > 0 and <= RelevanceManifest.MaxDimension,
                $"relevance.dimension of {variant} is {relevance.Dimension}, and must be from 1 to {RelevanceManifest.MaxDimension}");
            Require(
                relevance.QuestionShift.Count == relevance.Dimension && relevance.QuestionShift.All(float.IsFinite),
                $"relevance.question_shift of {variant} must have {relevance.Dimension} finite numbers, as its dimension says, and has {relevance.QuestionShift.Count}");
            Require(relevance.Weight is null or (> 0 and <= 10), $"relevance.weight of {variant} is {relevance.Weight}, and must be above 0 and at most 10");
            Require(relevance.LeastCosine is null or (>= -1 and <= 1), $"relevance.least_cosine of {variant} is {relevance.LeastCosine}, and must be from -1 to 1");
        }

        var named = manifest.Variants.SelectMany(v => v.Graphs()).Append(manifest.Tokenizer.File);
        ModelFiles.CheckNames(file, manifest.Files, named);

        void Require(bool holds, string otherwise) => ModelFiles.Require(file, holds, otherwise);
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ModelManifest))]
[JsonSerializable(typeof(RelevanceManifest))]
[JsonSerializable(typeof(SoftModelManifest))]
internal sealed partial class ModelJsonContext : JsonSerializerContext;
