using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using PromptCompressor.Server.Json;

namespace PromptCompressor.Server.Proxy.Formats;

/// <summary>
/// Notes the texts of a conversation and where they stand in the body. What these are, an <see cref="IChatFormat"/> knows; new kinds
/// of messages and parts are the upstream's to understand.
/// </summary>
internal sealed class ConversationReader
{
    /// <summary>The depth that schemas of tools reach, and no more: JSON that nests further could exhaust the stack.</summary>
    public const int MaxDepth = 128;

    private static readonly JsonDocumentOptions Options = new()
    {
        MaxDepth = MaxDepth,

        // Of two fields with one name the upstream might read the other.
        AllowDuplicateProperties = false,
    };

    private readonly JsonElement _origin;
    private readonly int _offset;
    private readonly List<PromptText> _texts = [];
    private readonly HashSet<string> _passedOver = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string? Tool, string? Query)> _calls = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _callCounts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _resultCounts = new(StringComparer.Ordinal);
    private int _message = -1;
    private int _marked;
    private int _lastAnswer = -1;

    /// <param name="origin">What places are counted from.</param>
    /// <param name="offset">The place of its own first byte.</param>
    public ConversationReader(JsonElement origin, int offset = 0)
    {
        _origin = origin;
        _offset = offset;
    }

    /// <summary>All texts so far, in the order in which the LLM reads them.</summary>
    public IReadOnlyList<PromptText> Texts => _texts;

    /// <summary>Types of what may hold text that is not understood.</summary>
    public IReadOnlyCollection<string> PassedOver => _passedOver;

    /// <param name="body">A request's body.</param>
    /// <param name="format">The API it was sent to.</param>
    /// <param name="path">The path it was sent to.</param>
    /// <exception cref="JsonException">The body is no JSON, or ambiguous.</exception>
    public static Conversation Read(ReadOnlyMemory<byte> body, IChatFormat format, string path)
    {
        using var document = Parse(body);
        return Read(document.RootElement, body, format, path);
    }

    /// <param name="root">What <see cref="Parse"/> made of the body.</param>
    /// <inheritdoc cref="Read(ReadOnlyMemory{byte}, IChatFormat, string)"/>
    public static Conversation Read(JsonElement root, ReadOnlyMemory<byte> body, IChatFormat format, string path)
    {
        var reader = new ConversationReader(root, PlaceOf(root, body).Start);
        var isObject = root.ValueKind == JsonValueKind.Object;
        if (isObject)
        {
            format.ReadTexts(root, reader);
        }

        return new Conversation
        {
            Body = body,
            Format = format,
            Model = isObject ? format.ModelOf(root, path) : "",
            Texts = reader._texts,
            Marked = reader._marked,
            LastAnswer = reader._lastAnswer,
            Messages = reader._message + 1,
        };
    }

    /// <exception cref="JsonException">The body is no JSON, or ambiguous.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(body, Options);
        }
        catch (InvalidOperationException e)
        {
            // Names are told apart by what they say, and half of a surrogate pair says nothing.
            throw new JsonException($"A name in the body {JsonText.LoneSurrogate}", e);
        }
    }

    /// <summary>A field's string; null if it is none.</summary>
    public static string? Text(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && JsonText.TryRead(value, out var text) ? text : null;

    /// <summary>A field's value; undefined if there is none.</summary>
    public static JsonElement Field(JsonElement owner, string name) => owner.TryGetProperty(name, out var value) ? value : default;

    /// <summary>A field's entries; none if it is no list.</summary>
    public static JsonElement.ArrayEnumerator Items(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : default;

    /// <summary>Where a value of a body stands in it, in bytes.</summary>
    public static (int Start, int Length) PlaceOf(JsonElement value, ReadOnlyMemory<byte> body)
    {
        var raw = JsonMarshal.GetRawUtf8Value(value);
        body.Span.Overlaps(raw, out var start);
        return (start, raw.Length);
    }

    /// <summary>Notes a call of a tool: its result may come later.</summary>
    /// <param name="id">What the result names; null for a call without one.</param>
    /// <param name="tool">The name of the tool; null if the call does not tell it.</param>
    /// <param name="arguments">An object, or a string that holds one or is all there is; undefined if there are none.</param>
    public void NoteCall(string? id, string? tool, JsonElement arguments)
    {
        if (id is not null)
        {
            _calls[id] = (tool, ToolQuery.Of(arguments));
        }
    }

    /// <summary>An id for a call that has none: a tool's results stand in the order of its calls.</summary>
    /// <param name="tool">Its name.</param>
    public string NextCall(string? tool) => Next(_callCounts, tool);

    /// <summary>The id of the call whose result comes next, where neither names one.</summary>
    /// <inheritdoc cref="NextCall"/>
    public string NextResult(string? tool) => Next(_resultCounts, tool);

    /// <summary>The message is the LLM's, a text or a call: what came before it has been answered.</summary>
    public void NoteAnswer() => _lastAnswer = _message;

    /// <summary>What is added from here on stands in the next message.</summary>
    public void BeginMessage() => _message++;

    /// <summary>Up to here the client has asked the provider to cache the prompt.</summary>
    public void MarkCached() => _marked = _texts.Count;

    /// <summary>Notes what is not understood.</summary>
    /// <param name="type">The type that the part states.</param>
    public void PassOver(string type) => _passedOver.Add(type);

    /// <summary>Adds a text; anything that is no readable string is passed over.</summary>
    /// <param name="value">Its JSON string.</param>
    /// <param name="kind">The kind of author.</param>
    /// <param name="content">What parts can take the place of: the string as the whole content of a message, or the part of a list that it stands in.</param>
    /// <param name="result">The call that it is the result of, if any.</param>
    public void Add(JsonElement value, TextKind kind, JsonElement? content = null, ToolResult result = default)
    {
        if (value.ValueKind != JsonValueKind.String || !JsonText.TryRead(value, out var text))
        {
            return;
        }

        var (start, length) = PlaceOf(value);
        ContentPlace? place = null;
        if (content is { } owner)
        {
            var (first, bytes) = PlaceOf(owner);
            place = new ContentPlace(first, bytes, owner.ValueKind == JsonValueKind.String);
        }

        var call = result.Call is { } id ? _calls.GetValueOrDefault(id) : default;
        _texts.Add(new PromptText(text, start, length)
        {
            Kind = kind,
            Message = _message,
            Content = place,
            Tool = result.Tool ?? call.Tool,
            Query = call.Query,
            IsError = result.IsError,
        });
    }

    /// <summary>No client's id begins with a NUL.</summary>
    private static string Next(Dictionary<string, int> counts, string? tool)
    {
        var number = counts[tool ?? ""] = counts.GetValueOrDefault(tool ?? "") + 1;
        return string.Create(CultureInfo.InvariantCulture, $"\0{number} {tool}");
    }

    private (int Start, int Length) PlaceOf(JsonElement value)
    {
        var raw = JsonMarshal.GetRawUtf8Value(value);
        JsonMarshal.GetRawUtf8Value(_origin).Overlaps(raw, out var start);
        return (_offset + start, raw.Length);
    }

    /// <summary>Adds a field as a message of its own; false if it is no string.</summary>
    public bool TryAddMessage(JsonElement owner, string name, TextKind kind)
    {
        if (!owner.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String)
        {
            return false;
        }

        BeginMessage();
        Add(value, kind);
        return true;
    }
}
