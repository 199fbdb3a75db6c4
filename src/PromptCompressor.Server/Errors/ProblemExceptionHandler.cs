using Microsoft.AspNetCore.Diagnostics;

namespace PromptCompressor.Server.Errors;

/// <summary>Answers every failed request with a problem, unless the client has left.</summary>
internal sealed partial class ProblemExceptionHandler(ProblemMapper problems, ILogger<ProblemExceptionHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellation)
    {
        var problem = problems.Of(exception);
        if (problem.Status >= StatusCodes.Status500InternalServerError && problem.Status != StatusCodes.Status503ServiceUnavailable)
        {
            LogFailed(logger, exception, context.Request.Method, context.Request.Path);
        }
        else
        {
            LogRefused(logger, context.Request.Method, context.Request.Path, problem.Status, problem.Code);
        }

        await ProblemWriter.WriteAsync(context, problem);
        return true;
    }

    [LoggerMessage(EventId = 2001, Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private static partial void LogFailed(ILogger logger, Exception exception, string method, PathString path);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Debug, Message = "{Method} {Path} refused: {Status} {Code}")]
    private static partial void LogRefused(ILogger logger, string method, PathString path, int status, string code);
}
