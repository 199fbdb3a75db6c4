using PromptCompressor.Engine;
using PromptCompressor.Engine.Models;
using PromptCompressor.Server.Errors;

namespace PromptCompressor.Server.Compress;

/// <summary>The field <c>model</c> of a request.</summary>
internal static class ModelField
{
    /// <summary>Null, and an error noted, if there is no such model.</summary>
    /// <param name="id">Null for the default.</param>
    public static LoadedModel? Find(CompressionEngine engine, string? id, FieldErrors errors)
    {
        var model = engine.Models.FirstOrDefault(model => model.Id == (id ?? engine.DefaultModel));
        if (model is null)
        {
            errors.Add("model", $"is not known; there are: {string.Join(", ", engine.Models.Select(known => known.Id))}.");
        }

        return model;
    }
}
