namespace PromptCompressor.Server.Caching;

/// <summary>Whether Redis reads and writes. Says so in the log once for each change.</summary>
internal sealed partial class RedisStatus(RedisConnection connection, ILogger<RedisSegmentCache> logger)
{
    private readonly Lock _lock = new();
    private readonly string _endPoints = string.Join(", ", connection.EndPoints);
    private bool? _reads;
    private string? _failure;
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

    /// <summary>What the last attempt to read said, if it failed. A log has only the first, and it may take some to learn of a wrong password.</summary>
    public string? Failure
    {
        get
        {
            lock (_lock)
            {
                return _failure;
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

    public void MarkReadsRestored()
    {
        lock (_lock)
        {
            _failure = null;
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
            _failure = RedisFailure.NameOf(reason);
            if (_reads != false)
            {
                _reads = false;
                LogReadsNot(logger, _endPoints, _failure);
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

    public void MarkWritesFailed(Exception? reason)
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
