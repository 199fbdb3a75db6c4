using PromptCompressor.Engine.Configuration;
using PromptCompressor.Engine.Manifests;

namespace PromptCompressor.Engine.Soft;

/// <summary>Which of the loaded soft models requests get, and whether it is the one that the operator means.</summary>
internal static class SoftModels
{
    /// <returns>Null if there is none, and none is wanted or they are switched off.</returns>
    /// <exception cref="ModelLoadException">The model is not there, or not for the generator that is configured.</exception>
    public static SoftModel? Default(IReadOnlyList<SoftModel> models, SoftOptions options)
    {
        var model = options.DefaultModel is { } id ? models.FirstOrDefault(model => model.Id == id) : models.MinBy(model => model.Id, StringComparer.Ordinal);
        if (model is null)
        {
            return options is { Enabled: false } or { DefaultModel: null, Generator: null, HiddenSize: null, Revision: null }
                ? null
                : throw new ModelLoadException(options.DefaultModel is null
                    ? "The section Engine:Soft is configured, but there is no soft model."
                    : $"Engine:Soft:DefaultModel is '{options.DefaultModel}', but the soft models are: {string.Join(", ", models.Select(one => one.Id))}.");
        }

        Require("Generator", options.Generator, model.Generator);
        Require("HiddenSize", options.HiddenSize, model.HiddenSize);
        Require("Revision", options.Revision, model.Revision);
        return model;

        void Require<T>(string setting, T? configured, object actual)
        {
            if (configured is not null && !configured.Equals(actual))
            {
                throw new ModelLoadException($"Engine:Soft:{setting} is '{configured}', but the soft model '{model.Id}' has '{actual}': its embeddings would be nonsense there.");
            }
        }
    }
}
