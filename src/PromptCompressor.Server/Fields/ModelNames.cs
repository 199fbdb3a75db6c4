using PromptCompressor.Engine;
using PromptCompressor.Engine.Models;
using PromptCompressor.Server.Errors;

namespace PromptCompressor.Server.Fields;

/// <summary>The model that a request names.</summary>
internal static class ModelNames
{
    /// <param name="engine">Has the models.</param>
    /// <param name="id">Null for the default.</param>
    public static Resolved<LoadedModel> Resolve(CompressionEngine engine, string? id)
    {
        var model = engine.Models.FirstOrDefault(model => model.Id == (id ?? engine.DefaultModel));
        return model is null
            ? new(new FieldError("model", $"is not known; there are: {string.Join(", ", engine.Models.Select(known => known.Id))}."))
            : new(model);
    }
}
