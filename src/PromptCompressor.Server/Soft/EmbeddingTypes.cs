using PromptCompressor.Engine.Soft;

namespace PromptCompressor.Server.Soft;

/// <summary>The values of <c>dtype</c>.</summary>
internal static class EmbeddingTypes
{
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetValues<EmbeddingType>().Select(NameOf)];

    public static string NameOf(EmbeddingType type) => type switch
    {
        EmbeddingType.Bf16 => "bf16",
        EmbeddingType.F16 => "f16",
        _ => "f32",
    };

    public static EmbeddingType? Find(string name) =>
        Enum.GetValues<EmbeddingType>().Where(type => NameOf(type) == name).Select(type => (EmbeddingType?)type).FirstOrDefault();
}
