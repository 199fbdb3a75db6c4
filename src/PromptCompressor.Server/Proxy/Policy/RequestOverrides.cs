using System.Globalization;
using PromptCompressor.Server.Errors;

namespace PromptCompressor.Server.Proxy.Policy;

/// <summary>What a request's own headers say. They can only ask for less compression than the configuration, or for none.</summary>
internal sealed record RequestOverrides
{
    public const string Off = "off";
    public const string Audit = "audit";

    private const string ModeHeader = SidecarHeaders.Prefix + "mode";
    private const string RateHeader = SidecarHeaders.Prefix + "rate";
    private const string MinTokensHeader = SidecarHeaders.Prefix + "min-tokens";
    private const string KeepLastHeader = SidecarHeaders.Prefix + "keep-last";

    /// <summary><see cref="Off"/>, <see cref="Audit"/> or null.</summary>
    public string? Mode { get; private init; }

    /// <summary>Share of tokens to keep at least.</summary>
    public double Rate { get; private init; }

    /// <summary>Tokens that a text must have at least.</summary>
    public int MinTokens { get; private init; }

    /// <summary>Messages at the end that are left alone at least.</summary>
    public int KeepLast { get; private init; }

    /// <summary>Messages at the beginning that are left alone. No header sets it.</summary>
    public int Frozen { get; init; }

    /// <exception cref="InvalidRequestException">A header is unknown or has a value that means nothing.</exception>
    public static RequestOverrides Read(IHeaderDictionary headers)
    {
        var errors = new FieldErrors();
        var overrides = new RequestOverrides();
        foreach (var (name, values) in headers.Where(header => SidecarHeaders.IsOurs(header.Key)))
        {
            var value = values.ToString().Trim();
            overrides = name.ToLowerInvariant() switch
            {
                ModeHeader => overrides with { Mode = Mode(value) },
                RateHeader => overrides with { Rate = Rate(value) },
                MinTokensHeader => overrides with { MinTokens = Whole(value) },
                KeepLastHeader => overrides with { KeepLast = Whole(value) },
                _ => Unknown(),
            };

            string? Mode(string value) => value is Off or Audit ? value : Wrong<string>($"must be {Off} or {Audit}.");

            double Rate(string value) =>
                double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate) && rate is > 0 and <= 1
                    ? rate
                    : Wrong<double>("must be greater than 0 and at most 1.");

            int Whole(string value) =>
                int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : Wrong<int>("must be a whole number.");

            T? Wrong<T>(string message)
            {
                errors.Add(name, message);
                return default;
            }

            RequestOverrides Unknown()
            {
                errors.Add(name, $"is not known; there are: {ModeHeader}, {RateHeader}, {MinTokensHeader}, {KeepLastHeader}.");
                return overrides;
            }
        }

        errors.ThrowIfAny();
        return overrides;
    }
}
