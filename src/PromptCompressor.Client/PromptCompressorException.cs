using System.Net;

namespace PromptCompressor.Client;

/// <summary>The service answered, but not with what was asked for.</summary>
public sealed class PromptCompressorException : Exception
{
    private static readonly Dictionary<string, string[]> NoErrors = [];

    internal PromptCompressorException(string message, HttpStatusCode status, Exception? innerException = null)
        : base(message, innerException) => Status = status;

    internal PromptCompressorException(Problem problem, HttpStatusCode status)
        : base(problem.Message)
    {
        Status = status;
        Code = problem.Code;
        Errors = problem.Errors ?? NoErrors;
    }

    /// <summary>The HTTP status of the answer.</summary>
    public HttpStatusCode Status { get; }

    /// <summary>What is wrong, for programs: <c>invalid</c>, <c>too_large</c>, <c>overloaded</c>, <c>unauthorized</c> and so on; null if something else than the service answered.</summary>
    public string? Code { get; }

    /// <summary>All wrong fields by their names on the wire, each with what it must be; empty unless <see cref="Code"/> is <c>invalid</c>.</summary>
    public IReadOnlyDictionary<string, string[]> Errors { get; } = NoErrors;
}
