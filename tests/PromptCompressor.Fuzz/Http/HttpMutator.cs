using System.Text;

namespace PromptCompressor.Fuzz.Http;

/// <summary>Makes another request of one: three times in four of its body.</summary>
internal static class HttpMutator
{
    private const int MaxBody = 16_000;

    private static readonly byte[][] BodyTokens = [.. new[]
    {
        "null", "true", "0", "-1", "1e400", "1e-400", "0.5", "2147483648", "99999999999999999999", "NaN", "\"\"", "\"a\"", "[]", "{}", "[[]]", "{\"a\":1}", "\\ud800", "\\u0000", "\\\"", "\\", "\"", "{", "}", "[", "]",
        ",", ":", "\n", "\r\n", "\0", "\ufeff", "\"context\":", "\"context\":\"The vendor called on 3 March, and nobody took the call.\"", "\"context\":[\"a b c\",\"\"]", "\"messages\":", "\"messages\":[{\"role\":\"user\",\"content\":\"one two three four\"}]",
        "\"role\":\"tool\"", "\"content\":[{\"type\":\"text\",\"text\":\"a b\"}]", "\"rate\":0.3", "\"rate\":", "\"target_token\":5", "\"question\":\"who?\"", "\"instruction\":\"be brief\"", "\"concate_question\":true",
        "\"min_score\":0.9", "\"mode\":\"reference\"", "\"model\":\"xlmr-mini\"", "\"tokenizer\":\"gpt-4\"", "\"protect\":[\"/(a|b)*c/\"]", "\"protect\":[\"all\"]", "\"force_tokens\":[\".\"]", "\"drop_consecutive\":true", "\"force_reserve_digit\":true",
        "\"use_context_level_filter\":true", "\"target_context\":1", "\"context_level_rate\":0.5", "\"force_context_ids\":[0]", "\"force_context_ids\":[-1]", "\"return_spans\":true", "\"return_word_label\":true", "\"use_tags\":false",
        "<llmlingua, rate=0.2>", "</llmlingua>", "\"format\":\"npy\"", "\"dtype\":\"f32\"", "\"exact\":[\"number\"]", "\"parameters\":{}", "\"items\":[{}]", "\"jsonrpc\":\"2.0\"", "\"method\":\"tools/call\"", "\"id\":null", "\"config\":{}",
    }.Select(Encoding.UTF8.GetBytes)];

    private static readonly byte[][] HeadTokens = [.. new[]
    {
        "GET ", "POST ", "DELETE ", "PUT ", "HEAD ", "OPTIONS ", "TRACE ", "/v1/compress", "/v1/explain", "/v1/compress/batch", "/v1/compress/stream", "/v1/cache/warm", "/v1/soft/compress", "/v1/soft/prompt", "/v1/llmlingua/compress_prompt",
        "/mcp", "/v1/chat/completions", "/v1/messages", "/compat/headroom/v1/compress", "/compat/headroom/v1/retrieve/", "/v1/originals/", "/swagger/../v1/info", "/%2e%2e/%2f", "/..;/", "//", "?", "#", "%00", "%ff", "\u00e9", " HTTP/1.0", " HTTP/1.1", " HTTP/9.9", "\r\n",
        "\r\n ", "\r\nContent-Length: 5", "\r\nContent-Length: -1", "\r\nContent-Length: 99999999999999999999", "\r\nTransfer-Encoding: chunked", "\r\nTransfer-Encoding: gzip, chunked", "\r\nContent-Encoding: gzip", "\r\nContent-Type: text/plain",
        "\r\nContent-Type: application/json; charset=utf-16", "\r\nContent-Type: application/x-ndjson", "\r\nContent-Type:", "\r\nAccept: application/x-npy", "\r\nAccept: text/event-stream", "\r\nAccept: */*;q=nan", "\r\nExpect: 100-continue", "\r\nUpgrade: h2c", "\r\nHost: ",
        "\r\nHost: a, b", "\r\nX-Forwarded-For: 1", "\r\nx-promptcompressor-key: a", "\r\ntraceparent: 00-0-0-0", "\r\nCookie: \0", "\r\nOrigin: https://evil.example", "\r\nOrigin: null", "\r\nHost: evil.example", "\r\nHost: xn--a", "\r\nHost: [::1", "\r\nHost: localhost:99999", "\r\nContent-Encoding: br", "\r\nContent-Encoding: zstd", "\r\nContent-Encoding: gzip, gzip",
        "\r\nAuthorization: Bearer", "\r\nAuthorization: Bearer a, b", "\r\nAuthorization: Basic \u00ff", "\r\nConnection: upgrade", "\r\nConnection: close, x-promptcompressor-key", "\r\nUpgrade: websocket", "\r\nTE: trailers", "\r\nTrailer: a", "\r\nx-promptcompressor-status: compressed",
        "\r\nx-promptcompressor-bypass: true", "\r\nanthropic-version: 1", "\r\nMcp-Session-Id: a", "\r\nContent-Length: 0x10", "\r\nContent-Length: 1_0", "\r\nContent-Type: application/json; charset=\"", "\r\nContent-Type: multipart/form-data", "\r\nAccept-Encoding: br;q=2, *", "\r\nRange: bytes=0-0", "\r\nIf-Match: *",
        "\r\nDate: \u00e9", "\r\ntracestate: =", "\r\nbaggage: a=%", "/v1/responses", "/openai/deployments/x/chat/completions", "/api/chat", "/v1beta/models/x:generateContent", "..%2f", "%5c", "\r\n:", "\r\n: x", "\0", "\u007f",
    }.Select(Encoding.Latin1.GetBytes)];

    public static HttpInput Mutate(HttpInput input, IReadOnlyList<HttpInput> pool, Random random)
    {
        for (var left = 1 + random.Next(4); left > 0; left--)
        {
            input = random.Next(4) == 0
                ? input with { Head = MutateOnce(input.Head, pool[random.Next(pool.Count)].Head, HeadTokens, random) }
                : input with { Body = MutateOnce(input.Body, pool[random.Next(pool.Count)].Body, BodyTokens, random) };
        }

        return input.Body.Length <= MaxBody ? input : input with { Body = input.Body[..MaxBody] };
    }

    private static byte[] MutateOnce(byte[] bytes, byte[] other, byte[][] tokens, Random random)
    {
        var at = random.Next(bytes.Length + 1);
        var length = random.Next(Math.Min(bytes.Length - at, 1 << random.Next(8)) + 1);
        var (before, piece, after) = (bytes[..at], bytes[at..(at + length)], bytes[(at + length)..]);
        return random.Next(10) switch
        {
            0 => [.. before, .. after],
            1 => [.. before, .. piece, .. piece, .. after],
            2 => [.. before, (byte)random.Next(256), .. bytes[at..]],
            3 when piece.Length > 0 => [.. before, (byte)(piece[0] ^ (1 << random.Next(8))), .. piece[1..], .. after],
            4 => [.. before, .. other[random.Next(other.Length + 1)..]],
            5 => [.. before, .. Enumerable.Repeat(tokens[random.Next(tokens.Length)], 1 + random.Next(80)).SelectMany(token => token)],

            // A field more, where another one begins.
            6 or 7 => InsertBehind(bytes, "{,"u8, [.. tokens[random.Next(tokens.Length)], (byte)','], random),
            _ => [.. before, .. tokens[random.Next(tokens.Length)], .. random.Next(2) == 0 ? after : bytes[at..]],
        };
    }

    private static byte[] InsertBehind(byte[] bytes, ReadOnlySpan<byte> marks, byte[] token, Random random)
    {
        var start = random.Next(bytes.Length + 1);
        var mark = bytes.AsSpan(start).IndexOfAny(marks);
        var at = mark < 0 ? start : start + mark + 1;
        return [.. bytes[..at], .. token, .. bytes[at..]];
    }
}
