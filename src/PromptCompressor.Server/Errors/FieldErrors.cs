namespace PromptCompressor.Server.Errors;

/// <summary>Collects everything that is wrong with a request, so that its caller learns it all at once.</summary>
internal sealed class FieldErrors
{
    private const int MaxFields = 100;
    private const int MaxNameLength = 80;

    private readonly Dictionary<string, List<string>> _messages = new(StringComparer.Ordinal);

    public bool Any => _messages.Count > 0;

    /// <param name="field">Path of the field, such as <c>messages[2].role</c>.</param>
    /// <param name="message">What it must be; goes on after the field's name.</param>
    public void Add(string field, string message)
    {
        // The name may be the caller's own invention, as long as the body allows.
        var name = field.Length <= MaxNameLength ? field : field[..MaxNameLength] + "…";
        if (_messages.TryGetValue(name, out var messages))
        {
            messages.Add(message);
        }
        else if (_messages.Count < MaxFields)
        {
            _messages[name] = [message];
        }
    }

    public bool Has(string field) => _messages.ContainsKey(field);

    /// <exception cref="InvalidRequestException">There are errors.</exception>
    public void ThrowIfAny()
    {
        if (Any)
        {
            throw new InvalidRequestException(_messages.ToDictionary(entry => entry.Key, entry => entry.Value.ToArray(), StringComparer.Ordinal));
        }
    }
}
