using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using PromptCompressor.Server.Fields;
using PromptCompressor.Server.Security;

namespace PromptCompressor.Server.Configuration;

/// <summary>Whether a value can be read as what its setting is; one in a list that cannot would be left out of it in silence. Values are never shown: they may be secrets.</summary>
internal sealed class SettingValues(IConfiguration configuration)
{
    private const string Keys = $"{SecurityOptions.SectionName}:{nameof(SecurityOptions.ApiKeys)}";

    private readonly string?[] _keys = [.. configuration.GetSection(Keys).GetChildren().Select(key => key[nameof(ApiKeyOptions.Name)])];

    /// <summary>What is wrong with a value; null if nothing is.</summary>
    /// <param name="setting">The setting that it is given for.</param>
    /// <param name="given">Its place and the value.</param>
    public string? Complaint(Setting setting, IConfigurationSection given)
    {
        if (setting.Property?.IsDefined(typeof(KeyNameAttribute)) == true && !_keys.Contains(given.Value, StringComparer.Ordinal))
        {
            return $"{given.Path} names no key of {Keys}{(NearestName.Of(given.Value ?? "", _keys.OfType<string>()) is { } near ? $"; did you mean {near}?" : "")}";
        }

        var type = Nullable.GetUnderlyingType(setting.Type) ?? setting.Type;
        var isUnset = given.Value is null || (given.Value.Length == 0 && type != setting.Type);
        var mayBeUnset = type != setting.Type || !setting.Key.EndsWith(":0", StringComparison.Ordinal);
        return type == typeof(string) || (isUnset && mayBeUnset) || CanBeRead(given.Value ?? "", type) ? null : $"{given.Path} must be {WhatIs(type)}";
    }

    private static bool CanBeRead(string value, Type type)
    {
        if (type.IsEnum)
        {
            return Enum.TryParse(type, value, ignoreCase: true, out var read) && Enum.IsDefined(type, read);
        }

        try
        {
            return TypeDescriptor.GetConverter(type).ConvertFromInvariantString(value) is not null;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or NotSupportedException)
        {
            return false;
        }
    }

    private static string WhatIs(Type type) =>
        type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type))}"
        : type == typeof(bool) ? "true or false"
        : type == typeof(double) ? "a number"
        : string.Create(CultureInfo.InvariantCulture, $"a whole number of at most {type.GetField(nameof(int.MaxValue))!.GetRawConstantValue():N0}");
}
