using System.Text.Json;
using PromptCompressor.Server.Errors;

namespace PromptCompressor.Server.Compress.Reading;

/// <summary>Reads the fields of a JSON object one by one; whatever is wrong is noted and reads as absent.</summary>
internal sealed class JsonFields
{
    private readonly Dictionary<string, JsonElement> _unread = new(StringComparer.Ordinal);
    private readonly FieldErrors _errors;
    private readonly string _path;

    /// <param name="source">The object.</param>
    /// <param name="errors">Told what is wrong.</param>
    /// <param name="path">Where the object stands, ending with a dot; empty for the body itself.</param>
    public JsonFields(JsonElement source, FieldErrors errors, string path = "")
    {
        _errors = errors;
        _path = path;
        foreach (var property in source.EnumerateObject())
        {
            var name = JsonText.NameOf(property);
            if (!_unread.TryAdd(name, property.Value))
            {
                errors.Add(path + name, "is given more than once.");
            }
        }
    }

    /// <summary>A field of any type; null if it is absent or null.</summary>
    public JsonElement? Any(string name) =>
        _unread.Remove(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public string? Text(string name) => Any(name) is { } value ? TextOf(value, _path + name, "a string") : null;

    public bool? Flag(string name)
    {
        if (Any(name) is not { } value)
        {
            return null;
        }

        return value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : Wrong<bool>(_path + name, "true or false", value);
    }

    public double? Number(string name)
    {
        if (Any(name) is not { } value)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number ? value.GetDouble() : Wrong<double>(_path + name, "a number", value);
    }

    public int? Whole(string name) => Any(name) is { } value ? WholeOf(value, _path + name) : null;

    public IReadOnlyList<int>? Wholes(string name)
    {
        if (Any(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            Note(_path + name, "a list of whole numbers", value);
            return null;
        }

        var numbers = new List<int>(value.GetArrayLength());
        foreach (var item in value.EnumerateArray())
        {
            numbers.Add(WholeOf(item, $"{_path}{name}[{numbers.Count}]") ?? 0);
        }

        return numbers;
    }

    public IReadOnlyList<string>? Texts(string name) => Any(name) is { } value ? TextsOf(value, name, "a list of strings") : null;

    public IReadOnlyList<string>? TextOrTexts(string name)
    {
        const string Expected = "a string or a list of strings";
        return Any(name) is not { } value ? null
            : value.ValueKind == JsonValueKind.Array ? TextsOf(value, name, Expected)
            : TextOf(value, _path + name, Expected) is { } text ? [text]
            : null;
    }

    /// <summary>Notes every field that nothing has read.</summary>
    /// <param name="adviceOn">What to say of a name instead of that it is unknown.</param>
    public void RefuseOthers(Func<string, string?>? adviceOn = null)
    {
        foreach (var name in _unread.Keys)
        {
            _errors.Add(_path + name, adviceOn?.Invoke(name) ?? "is not a field of this request.");
        }
    }

    private int? WholeOf(JsonElement value, string path)
    {
        if (value.ValueKind != JsonValueKind.Number)
        {
            return Wrong<int>(path, "a whole number", value);
        }

        if (value.TryGetInt32(out var number))
        {
            return number;
        }

        _errors.Add(path, $"must be a whole number, at most {int.MaxValue}.");
        return null;
    }

    private List<string>? TextsOf(JsonElement value, string name, string expected)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            Note(_path + name, expected, value);
            return null;
        }

        var texts = new List<string>(value.GetArrayLength());
        foreach (var item in value.EnumerateArray())
        {
            // A wrong item keeps its place, so that later ones are named by their own.
            texts.Add(TextOf(item, $"{_path}{name}[{texts.Count}]", "a string") ?? "");
        }

        return texts;
    }

    private string? TextOf(JsonElement value, string path, string expected)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            Note(path, expected, value);
            return null;
        }

        if (JsonText.TryRead(value, out var text))
        {
            return text;
        }

        _errors.Add(path, JsonText.LoneSurrogate);
        return null;
    }

    private T? Wrong<T>(string path, string expected, JsonElement value)
        where T : struct
    {
        Note(path, expected, value);
        return null;
    }

    private void Note(string path, string expected, JsonElement value) => _errors.Add(path, JsonKinds.Mismatch(expected, value));
}
