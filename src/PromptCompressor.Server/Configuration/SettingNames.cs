using Microsoft.Extensions.Options;
using PromptCompressor.Server.Fields;

namespace PromptCompressor.Server.Configuration;

/// <summary>
/// Refuses settings below the service's own sections that have no effect: a name that is misspelt, and a value in a place or of a form in which it is not read. Their
/// defaults would stay in force, and with some of them that leaves a door open.
/// </summary>
internal sealed class SettingNames(IConfiguration configuration) : IValidateOptions<SettingNames.Check>
{
    private const string Entry = "0";

    private readonly SettingValues _values = new(configuration);

    public ValidateOptionsResult Validate(string? name, Check options)
    {
        var known = OptionsTable.Bare();
        var complaints = OptionsTable.Sections()
            .SelectMany(section => Given(configuration.GetSection(section)))
            .Select(given => Complaint(given, known))
            .OfType<string>()
            .ToArray();
        return complaints.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(complaints);
    }

    /// <summary>What has a value, or nothing below it. A section itself may have one, from an environment variable of that name that is not this service's.</summary>
    private static IEnumerable<IConfigurationSection> Given(IConfigurationSection section) => section.GetChildren()
        .SelectMany(child => Given(child).Concat(child.Value is not null || !child.GetChildren().Any() ? [child] : []));

    /// <summary>What is wrong with a setting; null if nothing is.</summary>
    private string? Complaint(IConfigurationSection given, IReadOnlyList<Setting> known)
    {
        var path = given.Path.Split(':');
        var below = known.Select(setting => (Setting: setting, Path: setting.Key.Split(':'))).Where(setting => IsAbove(path, setting.Path)).ToArray();
        if (below.Length == 0)
        {
            return Unknown(given.Path, OptionsTable.Keys());
        }

        if (below[0].Path.Length == path.Length)
        {
            return _values.Complaint(below[0].Setting, given);
        }

        // Empty, a list or a section says that it has nothing; an entry of a list says nothing, and would be left out.
        return string.IsNullOrEmpty(given.Value) && below[0].Path[path.Length - 1] != Entry
            ? null
            : $"{given.Path} takes no value itself: set {string.Join(", ", below.Select(setting => string.Join(':', [given.Path, .. setting.Path[path.Length..]])))}";
    }

    /// <summary>Whether a path is that of a setting, or leads to it; entries of a list may have any index or name.</summary>
    private static bool IsAbove(string[] path, string[] setting) =>
        path.Length <= setting.Length && setting.Zip(path).All(pair => pair.First == Entry || string.Equals(pair.First, pair.Second, StringComparison.OrdinalIgnoreCase));

    private static string Unknown(string key, IReadOnlyList<string> known)
    {
        var section = key[..key.LastIndexOf(':')];
        var near = NearestName.Of(key[(section.Length + 1)..], known.Where(setting => setting.LastIndexOf(':') == section.Length).Select(setting => setting[(section.Length + 1)..]))
            is { } last ? $"{section}:{last}" : NearestName.Of(key, known);
        return $"{key} is no setting{(near is null ? "; the command options lists all" : $"; did you mean {near}?")}";
    }

    /// <summary>Stands for all settings where they are checked at the start.</summary>
    internal sealed class Check;
}
