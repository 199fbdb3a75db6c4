namespace PromptCompressor.Server.Errors;

/// <summary>Says a problem in the way that the client of another API understands as well.</summary>
internal interface IErrorDialect
{
    /// <param name="request">The request that is answered with it.</param>
    /// <param name="problem">What is wrong.</param>
    /// <returns>The problem, with what that API's errors have besides; the same one where no other API is spoken.</returns>
    Problem Apply(HttpRequest request, Problem problem);
}
