using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace PromptCompressor.Server.Cli;

/// <summary>Options that read 0.5 as a half whatever the language of the machine.</summary>
internal static class NumberOptions
{
    public static Option<double?> Number(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "number",
        CustomParser = argument => double.TryParse(TokenOf(argument), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : Refuse<double>(argument, name, "a number"),
    };

    public static Option<int?> Whole(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "number",
        CustomParser = argument => int.TryParse(TokenOf(argument), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : Refuse<int>(argument, name, "a whole number"),
    };

    private static string TokenOf(ArgumentResult argument) => argument.Tokens[0].Value;

    private static T? Refuse<T>(ArgumentResult argument, string name, string expected)
        where T : struct
    {
        argument.AddError($"{name} must be {expected}, not '{TokenOf(argument)}'.");
        return null;
    }
}
