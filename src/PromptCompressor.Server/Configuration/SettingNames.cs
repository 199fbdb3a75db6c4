using Microsoft.Extensions.Options;
using PromptCompressor.Server.Fields;

namespace PromptCompressor.Server.Configuration;

/// <summary>
/// Refuses settings below the service's own sections that there are none of: a misspelt one would leave its default in force, and with some of them that leaves
/// a door open.
/// </summary>
internal sealed class SettingNames(IConfiguration configuration) : IValidateOptions<SettingNames.Check>
{
    public ValidateOptionsResult Validate(string? name, Check options)
    {
        var known = OptionsTable.Keys();
        var complaints = OptionsTable.Sections()
            .SelectMany(section => Leaves(configuration.GetSection(section)))
            .Where(key => !known.Any(setting => Names(setting, key)))
            .Select(key => Complaint(key, known))
            .ToArray();
        return complaints.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(complaints);
    }

    /// <summary>Keys that have a value. A section itself may have one, from an environment variable of that name that is not this service's.</summary>
    private static IEnumerable<string> Leaves(IConfigurationSection section) =>
        section.GetChildren().SelectMany(child => child.GetChildren().Any() ? Leaves(child) : [child.Path]);

    /// <summary>Whether a key is that of a setting; entries of a list may have any index or name, and an empty list has none.</summary>
    private static bool Names(string setting, string key)
    {
        var (expected, given) = (setting.Split(':'), key.Split(':'));
        var isEmptyList = given.Length < expected.Length && expected[given.Length] == "0";
        return (given.Length == expected.Length || isEmptyList)
            && expected.Zip(given).All(pair => pair.First == "0" || string.Equals(pair.First, pair.Second, StringComparison.OrdinalIgnoreCase));
    }

    private static string Complaint(string key, IReadOnlyList<string> known)
    {
        var section = key[..key.LastIndexOf(':')];
        var near = NearestName.Of(key[(section.Length + 1)..], known.Where(setting => setting.LastIndexOf(':') == section.Length).Select(setting => setting[(section.Length + 1)..]))
            is { } last ? $"{section}:{last}" : NearestName.Of(key, known);
        return $"{key} is no setting{(near is null ? "; the command options lists all" : $"; did you mean {near}?")}";
    }

    /// <summary>Stands for all settings where they are checked at the start.</summary>
    internal sealed class Check;
}
