using System.Net;

namespace PromptCompressor.Client;

/// <summary>The service answered, but not with what was asked for.</summary>
public sealed class PromptCompressorException : Exception
{
    private static readonly Dictionary<string, string[]> NoErrors = [];

    /// <param name="message">What is wrong, for people.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="code">What is wrong, for programs; null if the answer was not the service's own.</param>
    /// <param name="errors">Wrong fields.</param>
    /// <param name="innerException">What went wrong while reading the answer.</param>
    internal PromptCompressorException(
        string message, HttpStatusCode status, string? code = null, IReadOnlyDictionary<string, string[]>? errors = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Status = status;
        Code = code;
        Errors = errors ?? NoErrors;
    }

    /// <summary>The HTTP status of the answer.</summary>
    public HttpStatusCode Status { get; }

    /// <summary>What is wrong, for programs: <c>invalid</c>, <c>too_large</c>, <c>overloaded</c>, <c>unauthorized</c> and so on; null if something else than the service answered.</summary>
    public string? Code { get; }

    /// <summary>All wrong fields by their names on the wire, each with what it must be; empty unless <see cref="Code"/> is <c>invalid</c>.</summary>
    public IReadOnlyDictionary<string, string[]> Errors { get; }
}
