using System.Text.Json;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Json;
using PromptCompressor.Server.Limits;

namespace PromptCompressor.Server.Fields;

/// <summary>The fields of a request's body, and what must hold between them.</summary>
/// <param name="empty">A request without any field.</param>
/// <param name="all">The fields, in the order in which they are documented.</param>
internal sealed class RequestFields<TRequest>(TRequest empty, IReadOnlyList<Field<TRequest>> all)
{
    public IReadOnlyList<Field<TRequest>> All => all;

    /// <summary>Two fields that stand for the same; a request has exactly one of them.</summary>
    public (string First, string Second)? ExactlyOneOf { get; init; }

    /// <summary>What is wrong between fields, each right by itself.</summary>
    public Func<TRequest, IEnumerable<FieldError>>? Rules { get; init; }

    /// <summary>Names that are no fields but that callers may know from elsewhere, and what to tell them.</summary>
    public IReadOnlyDictionary<string, string> Advice { get; init; } = new Dictionary<string, string>();

    /// <summary>A name that there is advice on is let pass if it comes with null.</summary>
    public bool IsAdvisedNullIgnored { get; init; }

    private readonly string _names = string.Join(", ", all.Select(field => field.Name));

    /// <summary>Names and types; values are as they came.</summary>
    public TRequest Read(JsonElement source, FieldErrors errors)
    {
        if (new JsonInput(source, JsonInput.Root, errors).Object() is not { } fields)
        {
            return empty;
        }

        var request = empty;
        foreach (var field in all)
        {
            if (fields.Take(field.Name) is { } value)
            {
                request = field.Read(value, request);
            }
        }

        if (IsAdvisedNullIgnored)
        {
            fields.DropNulls(Advice.ContainsKey);
        }

        fields.RefuseOthers(ComplaintOf);
        return request;
    }

    /// <summary>What values must be, as far as that can be told without models and tokenizers.</summary>
    public void Check(TRequest request, LimitsOptions limits, FieldErrors errors)
    {
        foreach (var error in all.SelectMany(field => field.Check(request, limits)))
        {
            errors.AddIfRight(error);
        }

        // Of what is no object, nothing else can be told.
        if (!errors.Has(JsonInput.Root))
        {
            CheckPresence(request, errors);
        }

        foreach (var error in Rules?.Invoke(request) ?? [])
        {
            errors.Add(error);
        }
    }

    private void CheckPresence(TRequest request, FieldErrors errors)
    {
        foreach (var field in all.Where(field => field.Missing is not null && !field.IsGiven(request)))
        {
            errors.AddIfRight(new FieldError(field.Name, field.Missing!));
        }

        if (ExactlyOneOf is not var (first, second))
        {
            return;
        }

        switch (IsGiven(first), IsGiven(second))
        {
            case (true, true):
                errors.Add(second, $"cannot be given together with {first}.");
                break;
            case (false, false) when !errors.Has(first) && !errors.Has(second):
                errors.Add(JsonInput.Root, $"needs exactly one of {first} and {second}.");
                break;
        }

        bool IsGiven(string name) => all.Single(field => field.Name == name).IsGiven(request);
    }

    private string ComplaintOf(string name) =>
        Advice.GetValueOrDefault(name)
        ?? (NearestName.Of(name, all.Select(field => field.Name)) is { } nearest
            ? $"is not a field of this request; did you mean '{nearest}'?"
            : $"is not a field of this request; there are: {_names}.");
}
