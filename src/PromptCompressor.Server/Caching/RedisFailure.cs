using Polly.Timeout;
using StackExchange.Redis;

namespace PromptCompressor.Server.Caching;

internal static class RedisFailure
{
    /// <summary>
    /// What to call a failure in logs. Messages of exceptions are kept out: they are the server's or the client's to word, and
    /// may contain what must not be logged.
    /// </summary>
    public static string NameOf(Exception? exception) => exception switch
    {
        TimeoutRejectedException or TimeoutException => "timeout",
        RedisServerException e => CodeOf(e.Message),
        RedisConnectionException e => CauseOf(e).ToString(),
        null => "unknown",
        _ => exception.GetType().Name,
    };

    /// <summary>A command fails because there is no connection; why there is none, such as a wrong password, is further in.</summary>
    private static ConnectionFailureType CauseOf(RedisConnectionException exception) =>
        exception.InnerException is RedisConnectionException inner ? CauseOf(inner) : exception.FailureType;

    /// <summary>Redis begins its errors with a word in capitals, such as OOM or READONLY.</summary>
    private static string CodeOf(string message)
    {
        var word = message.Split(' ', 2)[0];
        return word.Length is > 1 and <= 20 && word.All(char.IsAsciiLetterUpper) ? word : "error";
    }
}
