using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Net.Http.Headers;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Limits;

namespace PromptCompressor.Server.Streaming;

/// <summary>JSON values with a line each.</summary>
internal static class Ndjson
{
    public const string MediaType = "application/x-ndjson";

    private static readonly byte[] LineEnd = "\n"u8.ToArray();

    private const int ChunkSize = 16 * 1024;

    /// <exception cref="BadHttpRequestException">The body is something else.</exception>
    public static void CheckContentType(HttpRequest request)
    {
        var isNdjson = MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase);
        if (!isNdjson || request.Headers.ContentEncoding.Count > 0)
        {
            throw BodyFormat.Refusal(request, MediaType);
        }
    }

    /// <summary>Reads lines as they come. No more than the limit is kept of any.</summary>
    /// <param name="source">The lines.</param>
    /// <param name="limit">Most bytes of one.</param>
    /// <param name="lease">Counts the bytes that are held of a line that has not ended.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>Each line that is not blank, with its number from 1; in place of one that is not kept, why not.</returns>
    public static async IAsyncEnumerable<NdjsonLine> ReadAsync(
        Stream source, long limit, BodyBudget.Lease lease, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var chunk = new byte[ChunkSize];
        var line = new ArrayBufferWriter<byte>();
        var state = LineState.Whole;
        var number = 1;
        int read;
        while ((read = await source.ReadAsync(chunk, cancellation)) > 0)
        {
            for (var rest = chunk.AsMemory(0, read); !rest.IsEmpty;)
            {
                var end = rest.Span.IndexOf((byte)'\n');
                var part = end < 0 ? rest : rest[..end];
                state = state != LineState.Whole ? state
                    : line.WrittenCount + part.Length > limit ? LineState.TooLong
                    : lease.TryHold(part.Length) ? state : LineState.NoRoom;
                if (state == LineState.Whole)
                {
                    line.Write(part.Span);
                }
                else
                {
                    line = new ArrayBufferWriter<byte>();
                    lease.Release();
                }

                if (end < 0)
                {
                    break;
                }

                if (state != LineState.Whole || !IsBlank(line.WrittenSpan))
                {
                    yield return new NdjsonLine(number, line.WrittenSpan.ToArray(), state);
                }

                number++;
                (line, state) = (new ArrayBufferWriter<byte>(), LineState.Whole);
                lease.Release();
                rest = rest[(end + 1)..];
            }
        }

        if (state != LineState.Whole || !IsBlank(line.WrittenSpan))
        {
            yield return new NdjsonLine(number, line.WrittenSpan.ToArray(), state);
        }
    }

    /// <summary>Sends one line, at once.</summary>
    public static async Task WriteAsync<T>(Stream target, T value, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        await JsonSerializer.SerializeAsync(target, value, type, cancellation);
        await target.WriteAsync(LineEnd, cancellation);
        await target.FlushAsync(cancellation);
    }

    private static bool IsBlank(ReadOnlySpan<byte> line) => line.IndexOfAnyExcept(" \t\r"u8) < 0;
}
