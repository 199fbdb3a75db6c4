using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using PromptCompressor.Engine.Configuration;

namespace PromptCompressor.Server.Configuration;

/// <summary>Every setting with its default and its meaning, as the option classes tell: what the README shows and what is known.</summary>
internal static partial class OptionsTable
{
    private static readonly Assembly[] Assemblies = [typeof(EngineOptions).Assembly, typeof(OptionsTable).Assembly];

    /// <summary>Without their meanings, which need documentation at hand; a list's entries have <c>0</c> for their index.</summary>
    public static IReadOnlyList<Setting> Bare() => [.. Assemblies.SelectMany(assembly => SettingsOf(assembly, null))];

    /// <summary>Their keys alone.</summary>
    public static IReadOnlyList<string> Keys() => [.. Bare().Select(setting => setting.Key)];

    /// <summary>The first parts of the keys.</summary>
    public static IReadOnlyList<string> Sections() => [.. Keys().Select(key => key.Split(':')[0]).Distinct(StringComparer.Ordinal)];

    /// <summary>Sorted by key; a list's entries have <c>0</c> for their index.</summary>
    public static IReadOnlyList<Setting> All() =>
    [
        .. Assemblies.SelectMany(assembly => SettingsOf(assembly, new Documentation(assembly)))
            .Append(new Setting("urls", "http://localhost:5080", "Addresses to listen on, separated by `;`. The environment variables `ASPNETCORE_URLS` and `ASPNETCORE_HTTP_PORTS` set them as well.", null))
            .OrderBy(setting => setting.Key, StringComparer.Ordinal),
    ];

    public static string Markdown() =>
        "| option | default | meaning |\n|---|---|---|\n" + string.Concat(All().Select(setting => $"| `{setting.Key}` | {setting.Default} | {setting.Meaning} |\n"));

    private static IEnumerable<Setting> SettingsOf(Assembly assembly, Documentation? documentation) =>
        assembly.GetTypes()
            .Select(type => (Type: type, Section: type.GetField("SectionName")?.GetRawConstantValue() as string))
            .Where(options => options.Section is not null)
            .SelectMany(options => Settings(options.Section!, options.Type, Activator.CreateInstance(options.Type), documentation));

    private static IEnumerable<Setting> Settings(string section, Type type, object? defaults, Documentation? documentation)
    {
        foreach (var property in type.GetProperties().Where(IsSetting))
        {
            var key = $"{section}:{property.Name}";
            var value = defaults is null ? null : property.GetValue(defaults);
            var item = ItemOf(property.PropertyType);
            if (item is not null && IsOptions(item))
            {
                foreach (var setting in Settings($"{key}:0", item, Activator.CreateInstance(item), documentation))
                {
                    yield return setting;
                }
            }
            else if (item is null && IsOptions(property.PropertyType))
            {
                foreach (var setting in Settings(key, property.PropertyType, value, documentation))
                {
                    yield return setting;
                }
            }
            else
            {
                yield return new Setting(item is null ? key : $"{key}:0", Text(value), documentation is null ? "" : documentation.Of(property) + RangeOf(property, documentation.Of(property)), property);
            }
        }
    }

    /// <summary>What can be bound: lists may be filled in place.</summary>
    private static bool IsSetting(PropertyInfo property) =>
        property.GetMethod is { IsStatic: false }
        && (property.SetMethod is { IsPublic: true } || (property.PropertyType.IsGenericType && property.PropertyType.GetGenericTypeDefinition() == typeof(IList<>)));

    private static bool IsOptions(Type type) => type.IsClass && Assemblies.Contains(type.Assembly);

    internal static Type? ItemOf(Type type) =>
        type.IsArray ? type.GetElementType()
        : type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type) ? type.GetGenericArguments()[0]
        : null;

    private static string Text(object? value) => value switch
    {
        null or ICollection { Count: 0 } => "none",
        string { Length: 0 } => "none",
        bool flag => flag ? "`true`" : "`false`",
        IFormattable number => $"`{number.ToString(null, CultureInfo.InvariantCulture)}`",
        IEnumerable list and not string => string.Join(", ", list.Cast<object>().Select(Text)),
        _ => $"`{value}`",
    };

    /// <summary>The bounds, where the sentence does not tell them.</summary>
    private static string RangeOf(PropertyInfo property, string meaning)
    {
        var range = property.GetCustomAttribute<RangeAttribute>();
        if (range is null)
        {
            return "";
        }

        var bounds = string.Create(CultureInfo.InvariantCulture, $"{range.Minimum:#,0.###} to {range.Maximum:#,0.###}");
        return meaning.Contains(bounds, StringComparison.Ordinal) ? "" : $" {bounds}.";
    }

    /// <summary>Summaries from the XML file that lies beside every assembly.</summary>
    private sealed partial class Documentation(Assembly assembly)
    {
        private readonly Dictionary<string, string> _summaries = XDocument
            .Load(Path.ChangeExtension(assembly.Location, ".xml"), LoadOptions.PreserveWhitespace)
            .Descendants("member")
            .Where(member => member.Element("summary") is not null)
            .ToDictionary(member => member.Attribute("name")!.Value, member => Plain(member.Element("summary")!));

        public string Of(PropertyInfo property) =>
            _summaries.GetValueOrDefault($"P:{property.DeclaringType!.FullName!.Replace('+', '.')}.{property.Name}", "");

        private static string Plain(XElement summary)
        {
            var text = string.Concat(summary.Nodes().Select(node => node switch
            {
                XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
                XElement { Name.LocalName: "see" } see => $"`{see.Attribute("cref")?.Value.Split('.')[^1]}`",
                XElement other => other.Value,
                _ => node.ToString(),
            }));
            return WhiteSpace().Replace(text, " ").Trim().Replace("|", "\\|", StringComparison.Ordinal);
        }

        [GeneratedRegex(@"\s+")]
        private static partial Regex WhiteSpace();
    }
}

/// <param name="Key">The key, as in appsettings.json, with colons.</param>
/// <param name="Default">The default, as Markdown.</param>
/// <param name="Meaning">The meaning, as Markdown.</param>
/// <param name="Property">Where it is bound to, as one value or as the entries of a list; null for <c>urls</c>.</param>
internal sealed record Setting(string Key, string Default, string Meaning, PropertyInfo? Property)
{
    /// <summary>The type of one value of it.</summary>
    public Type Type => Property is null ? typeof(string) : OptionsTable.ItemOf(Property.PropertyType) ?? Property.PropertyType;
}
