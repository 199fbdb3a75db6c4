using System.Buffers;
using System.Runtime.InteropServices;

namespace PromptCompressor.Core.Content.Json;

internal enum JsonType : byte
{
    Object,
    Array,
    String,
    Number,
    Literal,
}

/// <summary>A value by its place in the text; the members or elements of a container follow it in <see cref="JsonTree.Nodes"/>.</summary>
internal struct JsonNode
{
    public JsonType Type;
    public int Start;
    public int End;

    /// <summary>The key of a member with its quotes, or an empty range.</summary>
    public int KeyStart;
    public int KeyEnd;

    /// <summary>Elements or members.</summary>
    public int Count;

    /// <summary>The first node behind this one and all below it.</summary>
    public int Next;
}

/// <summary>
/// Reads JSON strictly and by place: nothing is decoded, so that numbers, escapes, double keys and the order of keys
/// stay as they were spelled. No comments, no trailing commas, at most 64 levels: all else is not JSON here.
/// </summary>
internal sealed class JsonTree
{
    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdefABCDEF");

    private const int MaxDepth = 64;

    private readonly string _text;
    private readonly List<JsonNode>? _nodes;
    private int _at;

    private JsonTree(string text, int start, List<JsonNode>? nodes)
    {
        _text = text;
        _at = start;
        _nodes = nodes;
    }

    /// <summary>All values, a container before what is in it.</summary>
    public ReadOnlySpan<JsonNode> Nodes => CollectionsMarshal.AsSpan(_nodes);

    /// <summary>The document of a whole text, blanks around it aside; null when it is not one.</summary>
    public static JsonTree? Parse(string text)
    {
        var tree = new JsonTree(text, 0, []);
        tree.SkipBlanks();
        if (tree._at >= text.Length || text[tree._at] is not ('{' or '[') || !tree.Value(0, 0, 0))
        {
            return null;
        }

        tree.SkipBlanks();
        return tree._at == text.Length ? tree : null;
    }

    /// <summary>Several documents with blanks or nothing between them (JSON Lines), as if they were the elements of one array at node 0.</summary>
    public static JsonTree? ParseMany(string text)
    {
        var tree = new JsonTree(text, 0, [new JsonNode { Type = JsonType.Array }]);
        var count = 0;
        for (tree.SkipBlanks(); tree._at < text.Length; tree.SkipBlanks())
        {
            if (text[tree._at] is not ('{' or '[') || !tree.Value(0, 0, 0))
            {
                return null;
            }

            count++;
        }

        tree._nodes![0] = new JsonNode { Type = JsonType.Array, End = text.Length, Count = count, Next = tree._nodes.Count };
        return count > 1 ? tree : null;
    }

    /// <summary>The place behind the object or array that begins at a place; -1 if none ends there by the rules.</summary>
    /// <param name="text">What is read.</param>
    /// <param name="start">A place in the text.</param>
    /// <param name="reached">How far it was read: to the end, or about where it broke a rule.</param>
    public static int EndOf(string text, int start, out int reached)
    {
        var tree = new JsonTree(text, start, null);
        var ok = text[start] is '{' or '[' && tree.Value(0, 0, 0);
        reached = tree._at;
        return ok ? tree._at : -1;
    }

    public IEnumerable<int> ChildrenOf(int node)
    {
        var at = node + 1;
        for (var i = 0; i < _nodes![node].Count; i++)
        {
            yield return at;
            at = _nodes[at].Next;
        }
    }

    public ReadOnlySpan<char> Raw(int node) => _text.AsSpan(_nodes![node].Start, _nodes[node].End - _nodes[node].Start);

    public ReadOnlySpan<char> Key(int node) => _text.AsSpan(_nodes![node].KeyStart, _nodes[node].KeyEnd - _nodes[node].KeyStart);

    private bool Value(int depth, int keyStart, int keyEnd)
    {
        if (_at >= _text.Length)
        {
            return false;
        }

        var index = _nodes?.Count ?? 0;
        var start = _at;
        var type = _text[_at] switch { '{' => JsonType.Object, '[' => JsonType.Array, '"' => JsonType.String, 't' or 'f' or 'n' => JsonType.Literal, _ => JsonType.Number };
        _nodes?.Add(new JsonNode { Type = type, Start = start, KeyStart = keyStart, KeyEnd = keyEnd });
        var count = 0;
        var ok = type switch
        {
            JsonType.String => String(),
            JsonType.Number => Number(),
            JsonType.Literal => Literal("true") || Literal("false") || Literal("null"),
            _ => depth < MaxDepth && Container(depth + 1, type == JsonType.Object, out count),
        };

        if (ok && _nodes is not null)
        {
            _nodes[index] = _nodes[index] with { End = _at, Count = count, Next = _nodes.Count };
        }

        return ok;
    }

    private bool Container(int depth, bool isObject, out int count)
    {
        var close = isObject ? '}' : ']';
        count = 0;
        _at++;
        SkipBlanks();
        if (_at < _text.Length && _text[_at] == close)
        {
            _at++;
            return true;
        }

        while (true)
        {
            int keyStart = 0, keyEnd = 0;
            if (isObject)
            {
                keyStart = _at;
                if (_at >= _text.Length || _text[_at] != '"' || !String())
                {
                    return false;
                }

                keyEnd = _at;
                SkipBlanks();
                if (_at >= _text.Length || _text[_at] != ':')
                {
                    return false;
                }

                _at++;
                SkipBlanks();
            }

            if (!Value(depth, keyStart, keyEnd))
            {
                return false;
            }

            count++;
            SkipBlanks();
            if (_at >= _text.Length)
            {
                return false;
            }

            if (_text[_at] == close)
            {
                _at++;
                return true;
            }

            if (_text[_at] != ',')
            {
                return false;
            }

            _at++;
            SkipBlanks();
        }
    }

    private bool String()
    {
        for (var at = _at + 1; at < _text.Length; at++)
        {
            var c = _text[at];
            if (c == '"')
            {
                _at = at + 1;
                return true;
            }

            if (c < ' ')
            {
                _at = at;
                return false;
            }

            if (c == '\\')
            {
                at++;
                if (at >= _text.Length)
                {
                    break;
                }

                if (_text[at] == 'u')
                {
                    if (at + 4 >= _text.Length || _text.AsSpan(at + 1, 4).ContainsAnyExcept(Hex))
                    {
                        break;
                    }

                    at += 4;
                }
                else if (!"\"\\/bfnrt".Contains(_text[at], StringComparison.Ordinal))
                {
                    break;
                }
            }
        }

        _at = _text.Length;
        return false;
    }

    private bool Number()
    {
        var at = _at;
        if (at < _text.Length && _text[at] == '-')
        {
            at++;
        }

        var whole = Digits(ref at);
        if (whole == 0 || (whole > 1 && _text[at - whole] == '0'))
        {
            return false;
        }

        if (at < _text.Length && _text[at] == '.')
        {
            at++;
            if (Digits(ref at) == 0)
            {
                return false;
            }
        }

        if (at < _text.Length && _text[at] is 'e' or 'E')
        {
            at++;
            if (at < _text.Length && _text[at] is '+' or '-')
            {
                at++;
            }

            if (Digits(ref at) == 0)
            {
                return false;
            }
        }

        _at = at;
        return true;
    }

    private int Digits(ref int at)
    {
        var start = at;
        while (at < _text.Length && char.IsAsciiDigit(_text[at]))
        {
            at++;
        }

        return at - start;
    }

    private bool Literal(string word)
    {
        if (string.CompareOrdinal(_text, _at, word, 0, word.Length) != 0)
        {
            return false;
        }

        _at += word.Length;
        return true;
    }

    private void SkipBlanks()
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\t' or '\n' or '\r')
        {
            _at++;
        }
    }
}
