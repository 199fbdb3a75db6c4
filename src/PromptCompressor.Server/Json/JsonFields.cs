using System.Text.Json;
using PromptCompressor.Server.Errors;

namespace PromptCompressor.Server.Json;

/// <summary>The fields of a JSON object, taken one by one, so that those that nothing takes can be refused.</summary>
internal sealed class JsonFields
{
    private readonly Dictionary<string, JsonElement> _untaken = new(StringComparer.Ordinal);
    private readonly FieldErrors _errors;
    private readonly string _path;

    /// <param name="source">The object.</param>
    /// <param name="errors">Receives what is wrong.</param>
    /// <param name="path">Where the object stands, ending with a dot; empty for the body itself.</param>
    public JsonFields(JsonElement source, FieldErrors errors, string path)
    {
        _errors = errors;
        _path = path;
        foreach (var property in source.EnumerateObject())
        {
            var name = JsonText.NameOf(property);
            if (!_untaken.TryAdd(name, property.Value))
            {
                errors.Add(path + name, "is given more than once.");
            }
        }
    }

    /// <summary>Null if the field is absent or null.</summary>
    public JsonInput? Take(string name) =>
        _untaken.Remove(name, out var value) && value.ValueKind != JsonValueKind.Null ? new JsonInput(value, _path + name, _errors) : null;

    /// <summary>Notes what is wrong with a field that is absent or null.</summary>
    /// <returns>Null in any case.</returns>
    public T? Refuse<T>(string name, string message)
    {
        _errors.Add(_path + name, message);
        return default;
    }

    /// <summary>Passes over fields that are null.</summary>
    public void DropNulls(Predicate<string> ofName)
    {
        foreach (var (name, value) in _untaken)
        {
            if (value.ValueKind == JsonValueKind.Null && ofName(name))
            {
                _untaken.Remove(name);
            }
        }
    }

    /// <param name="complaint">What to say of a field that nothing has taken.</param>
    public void RefuseOthers(Func<string, string> complaint)
    {
        foreach (var name in _untaken.Keys)
        {
            // There may be a million of them.
            if (_errors.IsFull)
            {
                return;
            }

            _errors.Add(_path + name, complaint(name));
        }
    }
}
