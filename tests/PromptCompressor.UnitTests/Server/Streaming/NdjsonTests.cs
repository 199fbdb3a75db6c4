using System.Text;
using CsCheck;
using PromptCompressor.Server.Streaming;
using PromptCompressor.UnitTests.Server.Limits;

namespace PromptCompressor.UnitTests.Server.Streaming;

public sealed class NdjsonTests
{
    [Fact]
    public async Task Read_LongLine_IsNullAndTheOthersKeepTheirNumbers() =>
        Assert.Equal([(1, "abc"), (3, null), (4, "de\r"), (6, "f")], await ReadAsync("abc\n\n12345678\nde\r\n  \nf", limit: 7));

    [Fact]
    public Task Read_AnyLinesInAnyPieces_AreThoseLines() =>
        Gen.Select(Gen.String[Gen.Char['a', 'c'], 1, 60].Array[0, 40], Gen.Int[1, 50]).SampleAsync(async (lines, piece) =>
            Assert.Equal(lines.Select((line, i) => (i + 1, (string?)line)), await ReadAsync(string.Join('\n', lines), limit: 60, piece)));

    private static async Task<List<(int Number, string? Line)>> ReadAsync(string text, long limit, int piece = 4)
    {
        using var source = new PiecemealStream(Encoding.UTF8.GetBytes(text), piece);
        using var lease = Budgets.Of(1 << 20, 1 << 20).Open();
        var lines = new List<(int, string?)>();
        await foreach (var (number, line, state) in Ndjson.ReadAsync(source, limit, lease, CancellationToken.None))
        {
            lines.Add((number, state == LineState.Whole ? Encoding.UTF8.GetString(line) : null));
        }

        return lines;
    }

    /// <summary>Gives a few bytes at a time, as a network may.</summary>
    private sealed class PiecemealStream(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }
}
