using PromptCompressor.Server.Limits;
using PromptCompressor.Server.Proxy.Formats;

namespace PromptCompressor.Server.Proxy.Forwarding;

/// <summary>A request on its way to the upstream. However often it is looked at or rewritten, its body is read once and parsed once.</summary>
/// <param name="context">The client's request, and the answer to it.</param>
/// <param name="format">The chat API it belongs to; null for any other request.</param>
/// <param name="limit">Most bytes of a body that is looked at.</param>
/// <param name="budget">The budget of the bytes of all bodies that are held.</param>
internal sealed class SidecarRequest(HttpContext context, IChatFormat? format, long limit, BodyBudget budget) : IDisposable
{
    private static readonly string[] Counting = ["/count_tokens", "/input_tokens", ":counttokens"];

    // Read here: parsing may still go on when the client has been answered.
    private readonly string _path = context.Request.Path.Value ?? "";
    private readonly BodyBudget.Lease _lease = budget.Open();
    private readonly Lock _reading = new();
    private bool _isRead;
    private ReadOnlyMemory<byte>? _body;
    private Conversation? _conversation;

    public HttpContext Context => context;

    public HttpRequest Http => context.Request;

    public IChatFormat? Format => format;

    /// <summary>Whether the upstream is to count tokens, as agents ask between turns, and not to answer.</summary>
    public bool OnlyCounts => Array.Exists(Counting, name => PlainPath.Of(_path).EndsWith(name, StringComparison.Ordinal));

    /// <summary>The body as it came, which the request still holds.</summary>
    /// <returns>Null if it is larger than the limit.</returns>
    /// <exception cref="BadHttpRequestException">The client broke it off.</exception>
    /// <exception cref="Core.Errors.CompressionException">Other bodies take all the room there is; the request still holds its own.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadBodyAsync()
    {
        if (!_isRead)
        {
            _body = await RequestBody.ReadAsync(Http, limit, _lease);
            _isRead = true;
        }

        return _body;
    }

    /// <summary>The conversation in the body.</summary>
    /// <param name="body">What <see cref="ReadBodyAsync"/> returned. Handed in, since this may still run after <see cref="Release"/>.</param>
    /// <exception cref="System.Text.Json.JsonException">It is no JSON, or ambiguous.</exception>
    public Conversation ReadConversation(ReadOnlyMemory<byte> body)
    {
        lock (_reading)
        {
            return _conversation ??= ConversationReader.Read(body, format!, _path);
        }
    }

    /// <summary>Puts another body in its place, or the first one back.</summary>
    public void Send(ReadOnlyMemory<byte> body) => RequestBody.Replace(Http, body, _lease);

    /// <summary>Frees the first body and its texts, once nothing can ask for them again: the answer may take minutes.</summary>
    public void Release() => (_body, _conversation) = (null, null);

    public void Dispose() => _lease.Dispose();
}
