using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace PromptCompressor.Server.Json;

/// <summary>Strings that System.Text.Json parses but cannot return: escapes such as <c>\ud83d</c> without their other half.</summary>
internal static class JsonText
{
    public const string LoneSurrogate = @"holds half of a surrogate pair (an escape such as \ud83d without its partner), which is no character.";

    /// <summary>False if the string holds half of a surrogate pair.</summary>
    /// <param name="element">A JSON string.</param>
    /// <param name="text">Its value.</param>
    public static bool TryRead(JsonElement element, [NotNullWhen(true)] out string? text)
    {
        try
        {
            text = element.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            text = null;
            return false;
        }
    }

    /// <summary>The name, or its escaped form if it cannot be read.</summary>
    public static string NameOf(JsonProperty property) => ReadName(property) ?? Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8PropertyName(property));

    /// <summary>Whether the name can be read.</summary>
    public static bool HasName(JsonProperty property) => ReadName(property) is not null;

    /// <summary>Whether all names in a value can be read, however deep they stand. Looking up a field of an object fails if one cannot.</summary>
    public static bool HasNames(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().All(property => HasName(property) && HasNames(property.Value)),
        JsonValueKind.Array => value.EnumerateArray().All(HasNames),
        _ => true,
    };

    private static string? ReadName(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
