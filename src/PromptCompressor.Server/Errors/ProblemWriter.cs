using System.Globalization;

namespace PromptCompressor.Server.Errors;

internal static class ProblemWriter
{
    public static Task WriteAsync(HttpContext context, Problem problem)
    {
        context.Response.StatusCode = problem.Status;
        WriteRetryAfter(context.Response, problem);
        var said = context.RequestServices.GetService<IErrorDialect>()?.Apply(context.Request, problem) ?? problem;
        return context.Response.WriteAsJsonAsync(said, ErrorsJsonContext.Wire.Problem, Problem.MediaType, context.RequestAborted);
    }

    /// <summary>Says when to try again, for an answer in another form.</summary>
    public static void WriteRetryAfter(HttpResponse response, Problem problem)
    {
        if (problem.RetryAfterSeconds is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }
    }
}
