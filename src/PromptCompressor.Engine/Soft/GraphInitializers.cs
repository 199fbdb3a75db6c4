using Google.Protobuf;
using PromptCompressor.Engine.Manifests;

namespace PromptCompressor.Engine.Soft;

/// <summary>
/// Reads constants out of a graph's file: the runtime does not give them out. Field numbers are those of
/// https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
/// </summary>
internal static class GraphInitializers
{
    private const int ModelGraph = 7;
    private const int GraphInitializer = 5;
    private const int TensorDims = 1;
    private const int TensorDataType = 2;
    private const int TensorName = 8;
    private const int TensorRawData = 9;

    /// <param name="DataType">ONNX's number for it.</param>
    /// <param name="Dims">Its shape.</param>
    /// <param name="Bytes">Little-endian, row-major.</param>
    internal sealed record Tensor(long DataType, IReadOnlyList<long> Dims, ReadOnlyMemory<byte> Bytes);

    /// <exception cref="ModelLoadException">A constant is not there, or the file is no graph.</exception>
    public static Dictionary<string, Tensor> Read(string file, params ReadOnlySpan<string> names)
    {
        var found = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        try
        {
            var model = new CodedInputStream(File.ReadAllBytes(file));
            while (model.ReadTag() is var tag && tag != 0)
            {
                if (WireFormat.GetTagFieldNumber(tag) == ModelGraph)
                {
                    ReadGraph(model.ReadBytes().CreateCodedInput(), names, found);
                }
                else
                {
                    model.SkipLastField();
                }
            }
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new ModelLoadException($"{file} is no ONNX graph: {e.Message}", e);
        }

        foreach (var name in names)
        {
            if (!found.ContainsKey(name))
            {
                throw new ModelLoadException($"{file}: the graph has no constant '{name}'.");
            }
        }

        return found;
    }

    private static void ReadGraph(CodedInputStream graph, ReadOnlySpan<string> names, Dictionary<string, Tensor> found)
    {
        while (graph.ReadTag() is var tag && tag != 0)
        {
            if (WireFormat.GetTagFieldNumber(tag) == GraphInitializer)
            {
                var (name, tensor) = ReadTensor(graph.ReadBytes().CreateCodedInput());
                if (names.Contains(name))
                {
                    found[name] = tensor;
                }
            }
            else
            {
                graph.SkipLastField();
            }
        }
    }

    private static (string Name, Tensor Tensor) ReadTensor(CodedInputStream input)
    {
        var (name, type, bytes, dims) = ("", 0L, ReadOnlyMemory<byte>.Empty, new List<long>());
        while (input.ReadTag() is var tag && tag != 0)
        {
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case TensorDims when WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited:
                    var packed = input.ReadBytes().CreateCodedInput();
                    while (!packed.IsAtEnd)
                    {
                        dims.Add(packed.ReadInt64());
                    }

                    break;
                case TensorDims:
                    dims.Add(input.ReadInt64());
                    break;
                case TensorDataType:
                    type = input.ReadInt64();
                    break;
                case TensorName:
                    name = input.ReadString();
                    break;
                case TensorRawData:
                    bytes = input.ReadBytes().Memory;
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }

        return (name, new Tensor(type, dims, bytes));
    }
}
