using System.Buffers;
using System.Text.Json;
using PromptCompressor.Engine.Soft;
using PromptCompressor.Engine.Soft.Wire;

namespace PromptCompressor.Server.Soft;

/// <summary>A form in which rows leave the service.</summary>
/// <param name="Name">The value of a request's <c>format</c>.</param>
/// <param name="MediaType">What an <c>Accept</c> header calls it.</param>
/// <param name="DefaultType">Numbers of requests that name no <c>dtype</c>.</param>
/// <param name="Write">The whole file.</param>
internal sealed record PayloadFormat(string Name, string MediaType, EmbeddingType DefaultType, Func<EmbeddingMatrix, ReadOnlyMemory<byte>> Write)
{
    /// <summary>What vLLM takes as <c>prompt_embeds</c>, once it is base64.</summary>
    public static readonly PayloadFormat Torch = new("torch", "application/x-torch", EmbeddingType.Bf16, matrix => TorchFile.Write(matrix));

    /// <summary>What SGLang takes as <c>input_embeds</c>.</summary>
    public static readonly PayloadFormat Json = new("json", "application/json", EmbeddingType.Bf16, Floats);

    /// <summary>Nothing but the numbers; their shape stands beside them.</summary>
    public static readonly PayloadFormat Raw = new("raw", "application/octet-stream", EmbeddingType.Bf16, matrix => matrix.Bytes);

    public static readonly PayloadFormat Npy = new("npy", "application/x-npy", EmbeddingType.F32, matrix => NpyFile.Write(matrix));

    public static readonly PayloadFormat Safetensors =
        new("safetensors", "application/x-safetensors", EmbeddingType.Bf16, matrix => SafetensorsFile.Write(matrix));

    public static IReadOnlyList<PayloadFormat> All { get; } = [Torch, Json, Raw, Npy, Safetensors];

    public static PayloadFormat? Find(string name) => All.FirstOrDefault(format => format.Name == name);

    public bool Supports(EmbeddingType type) => this != Npy || NpyFile.Supports(type);

    private static ReadOnlyMemory<byte> Floats(EmbeddingMatrix matrix)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { SkipValidation = true }))
        {
            JsonFloats.Write(writer, matrix);
        }

        return json.WrittenMemory;
    }
}
