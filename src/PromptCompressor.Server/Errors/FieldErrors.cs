namespace PromptCompressor.Server.Errors;

/// <summary>Collects everything that is wrong with a request, so that its caller learns it all at once.</summary>
internal sealed class FieldErrors
{
    private const int MaxFields = 100;
    private const int MaxNameLength = 80;

    private readonly Dictionary<string, List<string>> _messages = new(StringComparer.Ordinal);

    /// <summary>Further fields are not noted.</summary>
    public bool IsFull => _messages.Count >= MaxFields;

    /// <param name="field">Path of the field, such as <c>messages[2].role</c>.</param>
    /// <param name="message">What it must be; goes on after the field's name.</param>
    public void Add(string field, string message)
    {
        // The name may be the caller's own invention, as long as the body allows; then many share their beginning.
        var name = field.Length <= MaxNameLength ? field : field[..MaxNameLength] + "…";
        if (_messages.TryGetValue(name, out var messages))
        {
            if (!messages.Contains(message, StringComparer.Ordinal))
            {
                messages.Add(message);
            }
        }
        else if (!IsFull)
        {
            _messages[name] = [message];
        }
    }

    public void Add(FieldError error) => Add(error.Field, error.Message);

    /// <summary>A value that was found wrong reads as another one, of which nothing is told.</summary>
    public void AddIfRight(FieldError error)
    {
        if (!Has(error.Field))
        {
            Add(error);
        }
    }

    public bool Has(string field) => _messages.ContainsKey(field);

    /// <summary>The value that a field stands for; what is wrong with the field is added.</summary>
    public T? Take<T>(Resolved<T> resolved)
    {
        foreach (var error in resolved.Errors)
        {
            AddIfRight(error);
        }

        return resolved.Value;
    }

    /// <exception cref="InvalidRequestException">There are errors.</exception>
    public void ThrowIfAny()
    {
        if (_messages.Count > 0)
        {
            throw new InvalidRequestException(_messages.ToDictionary(entry => entry.Key, entry => entry.Value.ToArray(), StringComparer.Ordinal));
        }
    }
}

/// <param name="Field">Path of the field.</param>
/// <param name="Message">What it must be; goes on after the field's name.</param>
internal readonly record struct FieldError(string Field, string Message);

/// <summary>What a field stands for, or what is wrong with it.</summary>
internal readonly record struct Resolved<T>(T? Value, IReadOnlyList<FieldError> Errors)
{
    public Resolved(T value)
        : this(value, [])
    {
    }

    public Resolved(FieldError error)
        : this(default, [error])
    {
    }
}

/// <summary>A request with wrong fields: all of them, each with what it must be.</summary>
internal sealed class InvalidRequestException(IReadOnlyDictionary<string, string[]> errors)
    : Exception($"The request has wrong fields: {string.Join(", ", errors.Keys)}.")
{
    public IReadOnlyDictionary<string, string[]> Errors { get; } = errors;
}
