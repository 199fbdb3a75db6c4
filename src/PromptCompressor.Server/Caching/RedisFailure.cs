using Polly.Timeout;
using StackExchange.Redis;

namespace PromptCompressor.Server.Caching;

internal static class RedisFailure
{
    /// <summary>
    /// What to call a failure in logs. Messages of exceptions are kept out: they are the server's or the client's to word, and
    /// may name what nobody should read.
    /// </summary>
    /// <param name="exception">The failure.</param>
    /// <param name="connection">What is known of the connection.</param>
    public static string NameOf(Exception? exception, string? connection) => exception switch
    {
        TimeoutRejectedException or TimeoutException => "timeout",
        RedisServerException e => CodeOf(e.Message),
        RedisConnectionException e => connection ?? e.FailureType.ToString(),
        null => "unknown",
        _ => exception.GetType().Name,
    };

    /// <summary>Redis begins its errors with a word in capitals, such as OOM or READONLY.</summary>
    private static string CodeOf(string message)
    {
        var word = message.Split(' ', 2)[0];
        return word.Length is > 1 and <= 20 && word.All(char.IsAsciiLetterUpper) ? word : "error";
    }
}
