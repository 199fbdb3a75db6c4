namespace PromptCompressor.Server.Caching;

/// <summary>Whether Redis reads and writes. Says so in the log once for each change.</summary>
internal sealed partial class RedisState(RedisConnection connection, ILogger<RedisSegmentCache> logger)
{
    private readonly Lock _lock = new();
    private readonly string _endPoints = string.Join(", ", connection.EndPoints);
    private bool? _reads;
    private bool _writes = true;

    /// <summary>Null before it is known.</summary>
    public bool? Reads
    {
        get
        {
            lock (_lock)
            {
                return _reads;
            }
        }
    }

    public bool Writes
    {
        get
        {
            lock (_lock)
            {
                return _writes;
            }
        }
    }

    public void ReadsAgain()
    {
        lock (_lock)
        {
            if (_reads != true)
            {
                _reads = true;
                LogReads(logger, _endPoints);
            }
        }
    }

    public void ReadsNoMore(Exception? reason)
    {
        lock (_lock)
        {
            if (_reads != false)
            {
                _reads = false;
                LogReadsNot(logger, _endPoints, RedisFailure.NameOf(reason));
            }
        }
    }

    public void WritesAgain()
    {
        lock (_lock)
        {
            if (!_writes)
            {
                _writes = true;
                LogWrites(logger, _endPoints);
            }
        }
    }

    public void WritesNoMore(Exception? reason)
    {
        lock (_lock)
        {
            if (_writes)
            {
                _writes = false;
                LogWritesNot(logger, _endPoints, RedisFailure.NameOf(reason));
            }
        }
    }

    [LoggerMessage(EventId = 2301, Level = LogLevel.Information, Message = "Redis at {EndPoints} answers: scores are shared")]
    private static partial void LogReads(ILogger logger, string endPoints);

    [LoggerMessage(EventId = 2302, Level = LogLevel.Warning, Message = "Redis at {EndPoints} does not answer ({Reason}): until it does, memory alone serves")]
    private static partial void LogReadsNot(ILogger logger, string endPoints, string reason);

    [LoggerMessage(EventId = 2303, Level = LogLevel.Information, Message = "Redis at {EndPoints} stores again")]
    private static partial void LogWrites(ILogger logger, string endPoints);

    [LoggerMessage(EventId = 2304, Level = LogLevel.Warning, Message = "Redis at {EndPoints} does not store ({Reason}): new scores stay in memory")]
    private static partial void LogWritesNot(ILogger logger, string endPoints, string reason);
}
