using System.Globalization;

namespace PromptCompressor.Server.Errors;

internal static class ProblemWriter
{
    public static Task WriteAsync(HttpContext context, Problem problem)
    {
        context.Response.StatusCode = problem.Status;
        if (problem.RetryAfterSeconds is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        var said = context.RequestServices.GetService<IErrorDialect>()?.Apply(context.Request, problem) ?? problem;
        return context.Response.WriteAsJsonAsync(said, ErrorsJsonContext.Wire.Problem, Problem.MediaType, context.RequestAborted);
    }
}
