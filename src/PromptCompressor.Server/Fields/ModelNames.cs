using PromptCompressor.Core.Text;
using PromptCompressor.Engine;
using PromptCompressor.Engine.Models;
using PromptCompressor.Server.Errors;

namespace PromptCompressor.Server.Fields;

/// <summary>The model that a request names.</summary>
internal static class ModelNames
{
    /// <param name="engine">Has the models.</param>
    /// <param name="id">The model's name; null for the default.</param>
    /// <param name="counters">Knows the LLMs that a field of the request can name; null for a request without such a field.</param>
    public static Resolved<LoadedModel> Resolve(CompressionEngine engine, string? id, ITokenCounters? counters = null)
    {
        var model = engine.Models.FirstOrDefault(model => model.Id == (id ?? engine.DefaultModel));
        if (model is not null)
        {
            return new(model);
        }

        var hint = id is not null && counters?.Find(id) is not null ? " This is the model that compresses; the LLM that reads the text goes into tokenizer." : "";
        return new(new FieldError("model", $"is not known; there are: {string.Join(", ", engine.Models.Select(known => known.Id))}.{hint}"));
    }
}
