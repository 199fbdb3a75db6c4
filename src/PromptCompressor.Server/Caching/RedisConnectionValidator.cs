using Microsoft.Extensions.Options;

namespace PromptCompressor.Server.Caching;

/// <summary>Checks the connection string, without ever showing it, and the certificate file.</summary>
internal sealed class RedisConnectionValidator : IValidateOptions<RedisCacheOptions>
{
    private const string Setting = $"{RedisCacheOptions.SectionName}:{nameof(RedisCacheOptions.ConnectionString)}";

    public ValidateOptionsResult Validate(string? name, RedisCacheOptions options)
    {
        if (options.CaCertificatePath is { } path && !File.Exists(path))
        {
            return ValidateOptionsResult.Fail($"{RedisCacheOptions.SectionName}:{nameof(RedisCacheOptions.CaCertificatePath)} is '{path}', which is no file.");
        }

        try
        {
            return RedisConnection.Parse(options).EndPoints.Count > 0
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail($"{Setting} names no server.");
        }
        catch (FormatException e)
        {
            return ValidateOptionsResult.Fail($"{Setting} {e.Message}. It is not shown here since it may hold a password.");
        }
        catch (Exception)
        {
            return ValidateOptionsResult.Fail($"{Setting} cannot be read; it is not shown here since it may hold a password.");
        }
    }
}
