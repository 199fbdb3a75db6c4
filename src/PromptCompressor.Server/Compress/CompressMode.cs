using PromptCompressor.Core.Compression;

namespace PromptCompressor.Server.Compress;

/// <summary>A value of the field <c>mode</c>, and the kind of compressor that it stands for.</summary>
/// <param name="Name">On the wire.</param>
/// <param name="Compressor">Name of the kind.</param>
/// <param name="DefaultTokenizer">Counts tokens for requests that name no tokenizer.</param>
internal sealed record CompressMode(string Name, string Compressor, string DefaultTokenizer)
{
    /// <summary>The mode of requests that name none.</summary>
    public static CompressMode Native { get; } = new(CompressRequest.NativeMode, CompressorNames.Extractive, CompressPlanner.DefaultTokenizer);

    /// <summary>LLMLingua-2 counts with cl100k_base whatever the prompt is for.</summary>
    public static CompressMode Reference { get; } = new(CompressRequest.ReferenceMode, CompressorNames.Llmlingua, "cl100k_base");

    /// <summary>The modes of the kinds that there are. A kind without a mode of its own goes by its name; that of structure is a part of <c>native</c>.</summary>
    public static IEnumerable<CompressMode> Of(IEnumerable<string> compressors) => compressors.Where(name => name != CompressorNames.Content).Select(name =>
        name == Native.Compressor ? Native
        : name == Reference.Compressor ? Reference
        : new CompressMode(name, name, CompressPlanner.DefaultTokenizer));
}
