using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace PromptCompressor.IntegrationTests.Soft;

/// <summary>
/// Reads a tensor as <c>torch.load(weights_only=True)</c> does: a zip archive, a pickle of few allowed words, raw numbers. Stricter than
/// PyTorch where its leniency hides faults: checksums count, and the data must be as long as the shape says.
/// </summary>
internal static class TorchReader
{
    private static readonly HashSet<string> Allowed = new(StringComparer.Ordinal)
    {
        "torch._utils _rebuild_tensor_v2", "torch HalfStorage", "torch BFloat16Storage", "torch FloatStorage", "torch LongStorage", "collections OrderedDict",
    };

    /// <exception cref="InvalidDataException">It is no such file.</exception>
    public static (string Storage, long[] Shape, byte[] Bytes) Read(byte[] file)
    {
        using var zip = new ZipArchive(new MemoryStream(file), ZipArchiveMode.Read);
        var folder = zip.Entries.Count > 0 && zip.Entries[0].FullName.IndexOf('/', StringComparison.Ordinal) is var slash and > 0
            ? zip.Entries[0].FullName[..(slash + 1)]
            : throw new InvalidDataException("no folder");
        Require(int.Parse(Encoding.ASCII.GetString(Member(zip, folder + "version")), System.Globalization.CultureInfo.InvariantCulture) is >= 1 and <= 10, "version");
        Require(zip.GetEntry(folder + "byteorder") is null || Encoding.ASCII.GetString(Member(zip, folder + "byteorder")) == "little", "byte order");
        var tensor = (Tensor)Unpickle(Member(zip, folder + "data.pkl"));
        var bytes = Member(zip, folder + "data/" + tensor.Storage.Key);
        var size = tensor.Storage.Type switch { "FloatStorage" => 4, "LongStorage" => 8, _ => 2 };
        Require(tensor.Storage.Count == tensor.Shape.Aggregate(1L, (product, n) => product * n), "number of elements");
        Require(tensor.Stride.SequenceEqual(Contiguous(tensor.Shape)), "stride");
        Require(bytes.Length == tensor.Storage.Count * size, "length of the data");
        return (tensor.Storage.Type, tensor.Shape, bytes);
    }

    private static byte[] Member(ZipArchive zip, string name)
    {
        var entry = zip.GetEntry(name) ?? throw new InvalidDataException($"no {name}");
        using var stream = entry.Open();
        var target = new MemoryStream();
        stream.CopyTo(target);
        Require(Crc32.HashToUInt32(target.ToArray()) == entry.Crc32, $"checksum of {name}");
        return target.ToArray();
    }

    private static object Unpickle(ReadOnlySpan<byte> code)
    {
        var stack = new Stack<object>();
        var mark = new object();
        while (true)
        {
            var opcode = code[0];
            code = code[1..];
            switch (opcode)
            {
                case 0x80:
                    Require(code[0] == 2, "protocol");
                    code = code[1..];
                    break;
                case (byte)'c':
                    var name = $"{Line(ref code)} {Line(ref code)}";
                    Require(Allowed.Contains(name), $"{name} is not allowed");
                    stack.Push(name);
                    break;
                case (byte)'(':
                    stack.Push(mark);
                    break;
                case (byte)'X':
                    var length = BinaryPrimitives.ReadInt32LittleEndian(code);
                    stack.Push(Encoding.UTF8.GetString(code.Slice(4, length)));
                    code = code[(4 + length)..];
                    break;
                case (byte)'K':
                    stack.Push((long)code[0]);
                    code = code[1..];
                    break;
                case (byte)'M':
                    stack.Push((long)BinaryPrimitives.ReadUInt16LittleEndian(code));
                    code = code[2..];
                    break;
                case (byte)'J':
                    stack.Push((long)BinaryPrimitives.ReadInt32LittleEndian(code));
                    code = code[4..];
                    break;
                case (byte)'t':
                    var items = new List<object>();
                    while (stack.Pop() is var item && item != mark)
                    {
                        items.Insert(0, item);
                    }

                    stack.Push(items.ToArray());
                    break;
                case 0x86:
                    var second = stack.Pop();
                    stack.Push(new[] { stack.Pop(), second });
                    break;
                case (byte)')':
                    stack.Push(Array.Empty<object>());
                    break;
                case 0x89:
                    stack.Push(false);
                    break;
                case (byte)'Q':
                    stack.Push(Storage.Of((object[])stack.Pop()));
                    break;
                case (byte)'R':
                    var arguments = (object[])stack.Pop();
                    stack.Push(Call((string)stack.Pop(), arguments));
                    break;
                case (byte)'.':
                    return stack.Pop();
                default:
                    throw new InvalidDataException($"opcode {opcode:X2}");
            }
        }
    }

    private static object Call(string function, object[] arguments) => (function, arguments) switch
    {
        ("collections OrderedDict", []) => new Dictionary<string, object>(),
        ("torch._utils _rebuild_tensor_v2", [Storage storage, 0L, object[] shape, object[] stride, false, Dictionary<string, object>]) =>
            new Tensor(storage, Array.ConvertAll(shape, n => (long)n), Array.ConvertAll(stride, n => (long)n)),
        _ => throw new InvalidDataException($"call of {function}"),
    };

    private static string Line(ref ReadOnlySpan<byte> code)
    {
        var end = code.IndexOf((byte)'\n');
        var line = Encoding.ASCII.GetString(code[..end]);
        code = code[(end + 1)..];
        return line;
    }

    private static IEnumerable<long> Contiguous(long[] shape) => shape.Select((_, i) => shape.Skip(i + 1).Aggregate(1L, (product, n) => product * n));

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidDataException(what);
        }
    }

    private sealed record Storage(string Type, string Key, long Count)
    {
        public static Storage Of(object[] id) => id is ["storage", string type, string key, "cpu", long count] && type.StartsWith("torch ", StringComparison.Ordinal)
            ? new Storage(type["torch ".Length..], key, count)
            : throw new InvalidDataException("persistent id");
    }

    private sealed record Tensor(Storage Storage, long[] Shape, long[] Stride);
}
