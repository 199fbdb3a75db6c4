using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using PromptCompressor.IntegrationTests.Support;

namespace PromptCompressor.IntegrationTests.Proxy;

/// <summary>A back end that keeps every byte it is sent. It answers each request with 200, and one that asks for an upgrade with 101.</summary>
internal sealed partial class RawUpstream : IAsyncDisposable
{
    private readonly LoopbackServer _server;
    private readonly StringBuilder _received = new();

    public RawUpstream() => _server = new LoopbackServer(ServeAsync);

    public string Authority => _server.Authority;

    /// <summary>More headers of each answer, each with its line end.</summary>
    public string AnswerHeaders { get; set; } = "";

    /// <summary>Whether every answer is a 101, asked for or not.</summary>
    public bool AlwaysSwitches { get; set; }

    /// <summary>All that came since it was last asked, each byte a character.</summary>
    public string TakeReceived()
    {
        lock (_received)
        {
            var text = _received.ToString();
            _received.Clear();
            return text;
        }
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task ServeAsync(TcpClient client, CancellationToken end)
    {
        using (client)
        {
            var stream = client.GetStream();
            var buffer = new byte[65536];
            var request = "";
            int read;
            while ((read = await stream.ReadAsync(buffer, end)) > 0)
            {
                var text = Encoding.Latin1.GetString(buffer, 0, read);
                lock (_received)
                {
                    _received.Append(text);
                }

                request += text;
                if (IsWhole(request))
                {
                    var status = AlwaysSwitches || request.Contains("\r\nUpgrade:", StringComparison.OrdinalIgnoreCase) ? "101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1" : "200 OK\r\nContent-Length: 2";
                    await stream.WriteAsync(Encoding.Latin1.GetBytes($"HTTP/1.1 {status}\r\n{AnswerHeaders}\r\n{{}}"), end);
                    request = "";
                }
            }
        }
    }

    private static bool IsWhole(string request)
    {
        var head = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (head < 0)
        {
            return false;
        }

        var length = Length().Match(request, 0, head + 2);
        return length.Success
            ? request.Length - head - 4 >= int.Parse(length.Groups[1].Value, CultureInfo.InvariantCulture)
            : !request[..head].Contains("\r\nTransfer-Encoding:", StringComparison.OrdinalIgnoreCase) || request.EndsWith("0\r\n\r\n", StringComparison.Ordinal);
    }

    [GeneratedRegex("\r\nContent-Length: ([0-9]+)\r\n", RegexOptions.IgnoreCase)]
    private static partial Regex Length();
}
