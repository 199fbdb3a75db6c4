using System.Text.RegularExpressions;
using PromptCompressor.Server.Cli;
using PromptCompressor.Server.Configuration;

namespace PromptCompressor.Fuzz.Settings;

/// <summary>
/// Any settings: the service is set up with them, or it says in sentences that name one of them why it cannot be, and tells no secret. No name that is
/// not in the table of settings passes for one.
/// </summary>
public static partial class SettingsFuzz
{
    /// <summary>Most that a service takes to be set up; its models are loaded later.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Settings that hold a secret. What stands in another one, such as the name of a model, a message may repeat.</summary>
    private static readonly string[] HoldSecrets = ["Cache:Redis:ConnectionString", "Proxy:Upstream"];

    private static readonly string[][] Known = [.. OptionsTable.Bare().Select(setting => setting.Key.Split(':'))];

    /// <param name="limits">How long.</param>
    /// <param name="replay">A file to try alone; null: the corpus and what comes of it.</param>
    public static Task<FuzzReport> RunAsync(FuzzLimits limits, string? replay = null) =>
        new FuzzLoop<SettingsInput>("settings", input => input.Write()).RunAsync(
            limits.For(replay),
            (replay is null ? Corpus.Files("settings") : [File.ReadAllBytes(replay)]).Select(SettingsInput.Read),
            SettingsMutator.Mutate,
            async input =>
            {
                try
                {
                    return [Check(input, await Task.Run(() => WhyNotAsync(input.Arguments)).WaitAsync(Patience))];
                }
                catch (TimeoutException)
                {
                    throw new FuzzException($"neither set up nor refused after {Patience.TotalSeconds} s");
                }
            });

    /// <returns>Null if a service can be set up so.</returns>
    /// <exception cref="Exception">It fails with something else than sentences.</exception>
    private static async Task<IReadOnlyList<string>?> WhyNotAsync(string[] arguments)
    {
        try
        {
            await using var app = Server.Program.BuildApp(["--Logging:LogLevel:Default=None", .. arguments]);
            return null;
        }
        catch (Exception e) when (SettingFailures.SentencesOf(e) is { } sentences)
        {
            return sentences;
        }
    }

    private static string Check(SettingsInput input, IReadOnlyList<string>? sentences)
    {
        if (sentences is null)
        {
            FuzzException.Unless(input.Keys.FirstOrDefault(IsUnknown) is not { } misspelt, $"{input.Keys.FirstOrDefault(IsUnknown)} passes for a setting");
            return "set up";
        }

        var text = string.Join('\n', sentences);
        FuzzException.Unless(!string.IsNullOrWhiteSpace(text) && !text.Contains("   at ", StringComparison.Ordinal), $"no sentence: {text}");
        FuzzException.Unless(input.Keys.Any(key => text.Contains(NameOf(key), StringComparison.OrdinalIgnoreCase) || (key.LastIndexOf(':') is > 0 and var last && text.Contains(key[..last], StringComparison.OrdinalIgnoreCase))), $"names none of the settings: {text}");
        var mayTell = input.Settings.Any(setting => setting.Contains(SettingsMutator.Secret, StringComparison.Ordinal) && !HoldSecrets.Contains(setting.Split('=')[0], StringComparer.OrdinalIgnoreCase));
        FuzzException.Unless(mayTell || !text.Contains(SettingsMutator.Secret, StringComparison.Ordinal), $"tells a password: {text}");
        return Value().Replace(sentences[0], "#");
    }

    /// <summary>Below the service's own sections, and in no form in the table; entries of a list may have any index or name, and a list that is empty has none.</summary>
    private static bool IsUnknown(string key)
    {
        var path = key.Split(':');
        var section = Known.Where(known => string.Equals(known[0], path[0], StringComparison.OrdinalIgnoreCase)).ToArray();
        return path.Length > 1 && section.Length > 0
            && !section.Any(known => path.Length <= known.Length && known.Zip(path).All(pair => pair.First == "0" || string.Equals(pair.First, pair.Second, StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>The last part of a key that is no index.</summary>
    private static string NameOf(string key) => key.Split(':').LastOrDefault(part => !int.TryParse(part, out _)) ?? key;

    [GeneratedRegex(@"'[^']*'|[0-9]+")]
    private static partial Regex Value();
}
