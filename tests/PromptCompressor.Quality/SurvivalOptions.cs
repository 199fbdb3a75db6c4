using System.Globalization;

namespace PromptCompressor.Quality;

/// <param name="Model">Null for the default.</param>
/// <param name="Kept">Shares of the tokens.</param>
/// <param name="Limit">Questions of a set and language at most.</param>
/// <param name="Tuning">The half that constants are tuned on, not the one that results come from.</param>
internal sealed record SurvivalOptions(string? Model, IReadOnlyList<double> Kept, int Limit, bool Tuning)
{
    /// <returns>Null if the arguments are wrong.</returns>
    public static SurvivalOptions? Parse(IReadOnlyList<string> arguments)
    {
        var options = new SurvivalOptions(null, [0.25], int.MaxValue, false);
        for (var i = 0; i < arguments.Count; i++)
        {
            var value = i + 1 < arguments.Count ? arguments[i + 1] : "";
            switch (arguments[i])
            {
                case "--tuning":
                    options = options with { Tuning = true };
                    continue;
                case "--model":
                    options = options with { Model = value };
                    break;
                case "--limit" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var limit):
                    options = options with { Limit = limit };
                    break;
                case "--kept" when KeptOf(value) is { } kept:
                    options = options with { Kept = kept };
                    break;
                default:
                    return null;
            }

            i++;
        }

        return options;
    }

    private static List<double>? KeptOf(string list)
    {
        var shares = new List<double>();
        foreach (var text in list.Split(','))
        {
            if (!double.TryParse(text, CultureInfo.InvariantCulture, out var share) || share is not (> 0 and <= 1))
            {
                return null;
            }

            shares.Add(share);
        }

        return shares;
    }
}
