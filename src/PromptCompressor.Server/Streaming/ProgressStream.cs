using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;
using PromptCompressor.Core.Segments;
using PromptCompressor.Server.Errors;

namespace PromptCompressor.Server.Streaming;

/// <summary>Answers with lines of JSON: progress while the work goes on, then its result.</summary>
internal sealed partial class ProgressStream(ProblemMapper problems, ILogger<ProgressStream> logger)
{
    /// <summary>Between two lines of progress at least.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    /// <param name="response">Begun with the first line, so that whatever fails before is answered with a status of its own.</param>
    /// <param name="work">Tells its progress, from any thread.</param>
    /// <param name="type">How lines are written.</param>
    /// <param name="cancellation">The client left.</param>
    public async Task RunAsync<TResult>(
        HttpResponse response,
        Func<IProgress<ScoringProgress>, Task<TResult>> work,
        JsonTypeInfo<StreamLine<TResult>> type,
        CancellationToken cancellation)
        where TResult : class
    {
        // A client that reads too slowly gets the newest state, and no queue.
        var reports = Channel.CreateBounded<ScoringProgress>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        var result = RunAsync(work, reports.Writer);
        try
        {
            var done = -1;
            await foreach (var progress in reports.Reader.ReadAllAsync(cancellation))
            {
                // Threads overtake each other between counting and telling.
                if (progress.Done > done)
                {
                    done = progress.Done;
                    await WriteAsync(new StreamLine<TResult> { Progress = ProgressResponse.Of(progress) });
                    await Task.WhenAny(result, Task.Delay(Pace, cancellation));
                }
            }
        }
        finally
        {
            await ((Task)result).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await WriteAsync(await LastLineAsync(result, response.HasStarted, cancellation));

        Task WriteAsync(StreamLine<TResult> line)
        {
            if (!response.HasStarted)
            {
                response.ContentType = Ndjson.MediaType;
            }

            return Ndjson.WriteAsync(response.Body, line, type, cancellation);
        }
    }

    private static async Task<TResult> RunAsync<TResult>(Func<IProgress<ScoringProgress>, Task<TResult>> work, ChannelWriter<ScoringProgress> reports)
    {
        try
        {
            return await work(new Reporter(reports));
        }
        finally
        {
            reports.Complete();
        }
    }

    private async Task<StreamLine<TResult>> LastLineAsync<TResult>(Task<TResult> result, bool hasStarted, CancellationToken cancellation)
        where TResult : class
    {
        try
        {
            return new StreamLine<TResult> { Result = await result };
        }
        catch (Exception e) when (hasStarted && !cancellation.IsCancellationRequested)
        {
            var problem = problems.Of(e);
            if (problem.Status >= StatusCodes.Status500InternalServerError)
            {
                LogFailed(logger, e);
            }

            return new StreamLine<TResult> { Error = problem };
        }
    }

    [LoggerMessage(EventId = 2401, Level = LogLevel.Error, Message = "A streamed request failed")]
    private static partial void LogFailed(ILogger logger, Exception exception);

    private sealed class Reporter(ChannelWriter<ScoringProgress> reports) : IProgress<ScoringProgress>
    {
        public void Report(ScoringProgress value) => reports.TryWrite(value);
    }
}
