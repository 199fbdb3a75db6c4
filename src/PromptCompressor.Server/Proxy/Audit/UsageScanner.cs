using System.Text;
using PromptCompressor.Server.Proxy.Formats;

namespace PromptCompressor.Server.Proxy.Audit;

/// <summary>
/// Picks the numbers of <see cref="Usage"/> out of an answer as its bytes go by, in whatever pieces. It looks for the fields' names as JSON strings
/// that stand alone: inside another string, such as what a model says, their quotes would be escaped.
/// </summary>
internal sealed class UsageScanner
{
    private const int MostDigits = 12;

    private readonly (byte[] Name, Action<Usage, long> Set)[] _fields;
    private readonly byte[] _name;
    private int _nameLength = -1; // -1: outside of anything that could be a name.
    private int _field = -1;
    private bool _isAfterColon;
    private bool _isEscaped;
    private long _number;
    private int _digits;

    /// <param name="names">What the API calls its counts.</param>
    public UsageScanner(UsageNames names)
    {
        // Streams repeat their counts; the last one holds.
        _fields =
        [
            .. Fields(names.Input, (usage, number) => usage.Input = number),
            .. Fields(names.CacheRead, (usage, number) => usage.CacheRead = number),
            .. Fields(names.CacheWritten, (usage, number) => usage.CacheWritten = number),
        ];
        _name = new byte[_fields.Select(field => field.Name.Length).DefaultIfEmpty().Max()];

        static IEnumerable<(byte[] Name, Action<Usage, long> Set)> Fields(IEnumerable<string> names, Action<Usage, long> set) =>
            names.Select(name => (Encoding.ASCII.GetBytes(name), set));
    }

    public Usage Usage { get; } = new();

    public void Scan(ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            // Outside of names only quotes matter.
            if (_field < 0 && _nameLength < 0 && !_isEscaped)
            {
                var skip = bytes[i..].IndexOfAny((byte)'"', (byte)'\\');
                if (skip < 0)
                {
                    return;
                }

                i += skip;
            }

            Step(bytes[i]);
        }
    }

    private void Step(byte b)
    {
        if (_field >= 0)
        {
            StepValue(b);
        }
        else if (_isEscaped)
        {
            _isEscaped = false;
        }
        else if (b == '\\')
        {
            _isEscaped = true;
            _nameLength = -1;
        }
        else if (b == '"')
        {
            // The quote that ends one string may as well begin the next: which it is, does not matter for whole names.
            _field = _nameLength > 0 ? Array.FindIndex(_fields, field => field.Name.AsSpan().SequenceEqual(_name.AsSpan(0, _nameLength))) : -1;
            _nameLength = _field < 0 ? 0 : -1;
        }
        else if (_nameLength >= 0)
        {
            _nameLength = _nameLength < _name.Length && (char.IsAsciiLetterOrDigit((char)b) || b == '_') ? _nameLength : -1;
            if (_nameLength >= 0)
            {
                _name[_nameLength++] = b;
            }
        }
    }

    private void StepValue(byte b)
    {
        if (char.IsAsciiDigit((char)b) && _isAfterColon && _digits < MostDigits)
        {
            _number = (_number * 10) + (b - '0');
            _digits++;
        }
        else if (b == ':' && !_isAfterColon)
        {
            _isAfterColon = true;
        }
        else if (!(b is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t' && _digits == 0))
        {
            if (_digits > 0)
            {
                _fields[_field].Set(Usage, _number);
            }

            (_field, _isAfterColon, _number, _digits) = (-1, false, 0, 0);
            Step(b);
        }
    }
}

/// <summary>What a provider says an answer's prompt came to, in tokens. Null: it did not say.</summary>
internal sealed record Usage
{
    /// <summary>OpenAI's <c>prompt_tokens</c> or <c>input_tokens</c>; Anthropic's <c>input_tokens</c>, which leaves cached ones out.</summary>
    public long? Input { get; set; }

    /// <summary>Read from the provider's prompt cache.</summary>
    public long? CacheRead { get; set; }

    /// <summary>Written to it: not a saving.</summary>
    public long? CacheWritten { get; set; }
}
