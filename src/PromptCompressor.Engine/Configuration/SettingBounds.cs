using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.Extensions.Options;

namespace PromptCompressor.Engine.Configuration;

/// <summary>
/// Checks what the attributes of an option class state and what its own <see cref="IValidatableObject"/> finds, and names each setting as operators write it,
/// such as <c>Engine:Workers</c>.
/// </summary>
/// <typeparam name="TOptions">Has its section as the constant <c>SectionName</c>.</typeparam>
public sealed class SettingBounds<TOptions> : IValidateOptions<TOptions>
    where TOptions : class
{
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        var failures = Failures(options, SettingsExtensions.SectionOf<TOptions>()).ToArray();
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Failures(object options, string section)
    {
        var failures = (options as IValidatableObject)?.Validate(new ValidationContext(options)).Select(result => result.ErrorMessage!) ?? [];
        return options.GetType().GetProperties().SelectMany(property => Failures(options, property, $"{section}:{property.Name}")).Concat(failures);
    }

    private static IEnumerable<string> Failures(object options, PropertyInfo property, string setting)
    {
        var value = property.GetValue(options);
        if (value is not null && property.IsDefined(typeof(ValidateObjectMembersAttribute)))
        {
            return Failures(value, setting);
        }

        var context = new ValidationContext(options) { MemberName = property.Name, DisplayName = setting };
        return property.GetCustomAttributes<ValidationAttribute>().Select(attribute => attribute.GetValidationResult(value, context)?.ErrorMessage).OfType<string>();
    }
}
