using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Json;
using PromptCompressor.Server.Limits;

namespace PromptCompressor.Server.Fields;

/// <summary>
/// A field of a request's body: the only place that says what it is called, what it must be and what it means. Reading, checks,
/// schemas, options of the command line and tables in documents come from it.
/// </summary>
/// <param name="name">On the wire.</param>
/// <param name="summary">A sentence or two, in Markdown, that stand alone: what models and the command line are told.</param>
internal abstract class Field<TRequest>(string name, string summary)
{
    public string Name => name;

    public string Summary => summary;

    /// <summary>Further sentences, for the documentation.</summary>
    public string? Details { get; init; }

    public FieldScope Scope { get; init; }

    /// <summary>All that there is to say of it in words.</summary>
    public string Description => string.Join(' ', new[] { Summary, Details, Scope.InWords() }.Where(part => !string.IsNullOrEmpty(part)));

    /// <summary>What a request is told that lacks the field; null if it may.</summary>
    public string? Missing { get; init; }

    /// <summary>Models that call tools may set it.</summary>
    public bool IsToolArgument { get; init; }

    /// <summary>The option of the command line that sets it, with its dashes.</summary>
    public string? Option { get; init; }

    /// <summary>What its values are, in a word or two.</summary>
    public abstract string Type { get; }

    public abstract bool IsGiven(TRequest request);

    /// <summary>The request with the field's value, as far as that is right.</summary>
    public abstract TRequest Read(JsonInput source, TRequest request);

    public abstract IEnumerable<FieldError> Check(TRequest request, LimitsOptions limits);

    /// <summary>The bounds of its values in words; empty if there are none.</summary>
    public virtual string BoundsIn(LimitsOptions limits) => "";

    public abstract JsonNode? DefaultJson { get; }

    public abstract JsonNode? ExampleJson { get; }

    /// <summary>Says in a schema all but the description.</summary>
    public void Draw(OpenApiSchema schema, LimitsOptions limits)
    {
        DrawType(schema, limits);
        schema.Default = DefaultJson;
        schema.Examples = ExampleJson is { } example ? [example] : null;
    }

    protected abstract void DrawType(OpenApiSchema schema, LimitsOptions limits);
}

/// <inheritdoc/>
internal abstract class Field<TRequest, TValue>(string name, string summary) : Field<TRequest>(name, summary)
{
    /// <summary>Null where a request does not have the field.</summary>
    public required Func<TRequest, TValue?> Get { get; init; }

    public required Func<TRequest, TValue, TRequest> Set { get; init; }

    /// <summary>What counts where the field is absent, if that is one value.</summary>
    public TValue? Default { get; init; }

    public TValue? Example { get; init; }

    public sealed override JsonNode? DefaultJson => Default is { } value ? JsonOf(value) : null;

    public sealed override JsonNode? ExampleJson => Example is { } value ? JsonOf(value) : null;

    public sealed override bool IsGiven(TRequest request) => Get(request) is not null;

    public sealed override TRequest Read(JsonInput source, TRequest request) =>
        ValueOf(source) is { } value ? Set(request, value) : request;

    public sealed override IEnumerable<FieldError> Check(TRequest request, LimitsOptions limits) =>
        Get(request) is { } value ? Check(value, limits) : [];

    protected abstract TValue? ValueOf(JsonInput source);

    protected virtual IEnumerable<FieldError> Check(TValue value, LimitsOptions limits) => [];

    protected virtual JsonNode? JsonOf(TValue value) => null;
}
