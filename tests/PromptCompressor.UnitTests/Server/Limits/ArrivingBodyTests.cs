using CsCheck;
using PromptCompressor.Server.Limits;

namespace PromptCompressor.UnitTests.Server.Limits;

public sealed class ArrivingBodyTests
{
    /// <summary>However a body comes, and whatever was said of its length: its bytes are there, and there is never much more room than twice that.</summary>
    [Fact]
    public void Bytes_AreThoseThatCame_AndNotMoreMemoryIsTakenThanForThem() =>
        Gen.Select(Gen.Int[0, 60_000], Gen.Int[0, 20_000].Array[0, 20]).Sample((announced, pieces) =>
        {
            var sut = new ArrivingBody(announced);
            var sent = new List<byte>();
            foreach (var piece in pieces)
            {
                var bytes = Enumerable.Range(sent.Count, piece).Select(i => (byte)i).ToArray();
                sent.AddRange(bytes);
                for (var rest = bytes.AsMemory(); !rest.IsEmpty;)
                {
                    var free = sut.Free();
                    Assert.True(sut.Length + free.Length <= Math.Max(4096, 2 * (sut.Length + 1)));
                    var count = Math.Min(free.Length, rest.Length);
                    rest[..count].CopyTo(free);
                    sut.Add(count);
                    rest = rest[count..];
                }
            }

            Assert.True(sut.Bytes.Span.SequenceEqual(sent.ToArray()));
        });

    [Fact]
    public void Free_BodyThatKeepsToItsLength_TakesThatAndSeesItsEnd()
    {
        var sut = new ArrivingBody(1_000_000);
        while (sut.Length < 1_000_000)
        {
            sut.Add(Math.Min(sut.Free().Length, 1_000_000 - sut.Length));
        }

        Assert.Equal(1, sut.Free().Length);
    }
}
