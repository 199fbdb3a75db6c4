using System.Text;

namespace PromptCompressor.Server.Proxy.Audit;

/// <summary>
/// Picks the numbers of <see cref="Usage"/> out of an answer as its bytes go by, in whatever pieces. It looks for the fields' names as JSON strings
/// that stand alone: inside another string, such as what a model says, their quotes would be escaped.
/// </summary>
internal sealed class UsageScanner
{
    private const int LongestName = 32;
    private const int MostDigits = 12;

    private static readonly byte[][] Names =
        [.. new[] { "prompt_tokens", "input_tokens", "cached_tokens", "cache_read_input_tokens", "cache_creation_input_tokens" }.Select(Encoding.ASCII.GetBytes)];

    private readonly byte[] _name = new byte[LongestName];
    private int _nameLength = -1; // -1: outside of anything that could be a name.
    private int _field = -1;
    private bool _isAfterColon;
    private bool _isEscaped;
    private long _number;
    private int _digits;

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
            _field = _nameLength > 0 ? Array.FindIndex(Names, name => name.AsSpan().SequenceEqual(_name.AsSpan(0, _nameLength))) : -1;
            _nameLength = _field < 0 ? 0 : -1;
        }
        else if (_nameLength >= 0)
        {
            _nameLength = _nameLength < LongestName && (char.IsAsciiLetterLower((char)b) || b == '_') ? _nameLength : -1;
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
                Take(_field, _number);
            }

            (_field, _isAfterColon, _number, _digits) = (-1, false, 0, 0);
            Step(b);
        }
    }

    /// <summary>Streams repeat their counts; the last one holds.</summary>
    private void Take(int field, long number)
    {
        switch (field)
        {
            case 0 or 1:
                Usage.Input = number;
                break;
            case 2 or 3:
                Usage.CacheRead = number;
                break;
            default:
                Usage.CacheWritten = number;
                break;
        }
    }
}
