using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using PromptCompressor.Engine.Manifests;

namespace PromptCompressor.Server.Cli;

/// <summary>Says in a sentence each why a command cannot work as it is set up.</summary>
internal static class SettingFailures
{
    public static async Task<int> CatchAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception e) when (SentencesOf(e) is { } sentences)
        {
            foreach (var sentence in sentences)
            {
                await Console.Error.WriteLineAsync(sentence);
            }

            return ExitCodes.Failure;
        }
    }

    /// <returns>Null for a failure that is none of the settings.</returns>
    public static IReadOnlyList<string>? SentencesOf(Exception exception) => exception switch
    {
        AggregateException e when e.InnerExceptions.All(inner => inner is OptionsValidationException) =>
            [.. e.InnerExceptions.Cast<OptionsValidationException>().SelectMany(inner => inner.Failures)],
        OptionsValidationException e => [.. e.Failures],
        IOException { InnerException: AddressInUseException } => [$"{exception.Message.TrimEnd('.')}. Stop the other program, or choose another address with --urls."],
        ModelLoadException or IOException or FormatException or ArgumentException or InvalidOperationException => [exception.Message],
        _ => null,
    };
}
