using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Content.Blocks;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Server.Proxy.Rewriting;

/// <summary>What the compressor made of a text, and the bytes in which it is remembered.</summary>
/// <param name="Text">What is left of it; null if that is all of it.</param>
/// <param name="OriginTokens">Its tokens without its tags.</param>
/// <param name="CompressedTokens">The tokens of what is left.</param>
/// <param name="Blocks">What was done; null where no content was told apart.</param>
internal sealed record TreatedText(string? Text, int OriginTokens, int CompressedTokens, IReadOnlyList<BlockOutcome>? Blocks)
{
    private const int NoBlocks = -1;

    /// <param name="result">The result for one text.</param>
    /// <param name="content">The text without its tags.</param>
    public static TreatedText Of(CompressionResult result, string content)
    {
        var text = result.Texts[0];
        return new TreatedText(text.Text == content ? null : text.Text, result.OriginTokens, result.CompressedTokens, text.Blocks);
    }

    /// <param name="bytes">What <see cref="ToBytes"/> has written, in this process.</param>
    public static TreatedText Of(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes, writable: false));
        var (origin, compressed) = (reader.ReadInt32(), reader.ReadInt32());
        var count = reader.ReadInt32();
        var blocks = count == NoBlocks ? null : new BlockOutcome[count];
        for (var i = 0; i < count; i++)
        {
            blocks![i] = new BlockOutcome(
                (ContentKind)reader.ReadInt32(),
                new TextSpan(reader.ReadInt32(), reader.ReadInt32()),
                [.. Enumerable.Range(0, reader.ReadInt32()).Select(_ => reader.ReadString())],
                reader.ReadBoolean(),
                reader.ReadInt32(),
                reader.ReadInt32(),
                reader.ReadInt32());
        }

        return new TreatedText(reader.ReadBoolean() ? reader.ReadString() : null, origin, compressed, blocks);
    }

    public byte[] ToBytes()
    {
        var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(OriginTokens);
        writer.Write(CompressedTokens);
        writer.Write(Blocks?.Count ?? NoBlocks);
        foreach (var block in Blocks ?? [])
        {
            writer.Write((int)block.Kind);
            writer.Write(block.Span.Start);
            writer.Write(block.Span.End);
            writer.Write(block.Methods.Count);
            foreach (var method in block.Methods)
            {
                writer.Write(method);
            }

            writer.Write(block.Lossless);
            writer.Write(block.OmittedRecords);
            writer.Write(block.OriginTokens);
            writer.Write(block.CompressedTokens);
        }

        writer.Write(Text is not null);
        writer.Write(Text ?? "");
        writer.Flush();
        return bytes.ToArray();
    }
}
