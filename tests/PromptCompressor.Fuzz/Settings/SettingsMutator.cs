using PromptCompressor.Server.Configuration;

namespace PromptCompressor.Fuzz.Settings;

/// <summary>Makes other settings of some: other values, misspelt names, indexes where there is no list, several at once.</summary>
internal static class SettingsMutator
{
    private const int MostSettings = 8;

    /// <summary>Stands in values as a password; no message may contain it.</summary>
    public const string Secret = "hunter2";

    private static readonly IReadOnlyList<string> Known = [.. OptionsTable.Bare().Select(setting => setting.Key)];

    private static readonly string[] Values =
    [
        "", " ", "0", "1", "-1", "0.5", "1e9", "1e400", "NaN", "2147483648", "99999999999999999999", "true", "FALSE", "maybe", "auto", "None", "null", "[]", "{}", "a,b", "*", "..", "/", "/nowhere/at/all", "\0", "\ud800", "\r\nX: y",
        "http://127.0.0.1:9", "https://llm.example/v1/", $"http://user:{Secret}@127.0.0.1:9/v1", "ftp://a", "http://", "//a", "http://[::1", "http://a b", "127.0.0.1:6379", $"127.0.0.1:6379,password={Secret}", $"redis://user:{Secret}@127.0.0.1:6379/0",
        $"rediss://:{Secret}@[::1]:6380", $"password={Secret}", $"a,b,c,ssl=maybe,password=x{Secret},y=1", $"redis://user:{Secret}@host:port/db", "xlmr-mini", "Tool", "User", "First", "Compress", "claude-*", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "xn--a", "*.example.com", "https://*", new string('9', 400), new string('a', 5_000),
    ];

    public static SettingsInput Mutate(SettingsInput input, IReadOnlyList<SettingsInput> pool, Random random)
    {
        // Half of them, by chance: what is refused because of one setting would be so for ever.
        var settings = input.Settings.Where(_ => random.Next(2) == 0).ToList();
        for (var left = 1 + random.Next(3); left > 0; left--)
        {
            var at = random.Next(settings.Count + 1);
            if (at == settings.Count || random.Next(3) == 0)
            {
                settings.Insert(at, Next(pool, random));
            }
            else
            {
                settings[at] = random.Next(3) switch
                {
                    0 => $"{settings[at].Split('=')[0]}={Values[random.Next(Values.Length)]}",
                    1 => Misspelt(settings[at], random),
                    _ => Next(pool, random),
                };
            }
        }

        return new SettingsInput([.. settings.Take(MostSettings)]);
    }

    private static string Next(IReadOnlyList<SettingsInput> pool, Random random)
    {
        var others = pool[random.Next(pool.Count)].Settings;
        return random.Next(4) == 0 && others.Count > 0
            ? others[random.Next(others.Count)]
            : $"{Known[random.Next(Known.Count)]}={Values[random.Next(Values.Length)]}";
    }

    /// <summary>A letter of the name more, less or another, a part of it left out, or an index behind it.</summary>
    private static string Misspelt(string setting, Random random)
    {
        var parts = setting.Split('=', 2);
        var (key, at) = (parts[0], random.Next(parts[0].Length + 1));
        key = random.Next(5) switch
        {
            0 => key.Insert(at, "x"),
            1 when at < key.Length => key.Remove(at, 1),
            2 => key[..(key.LastIndexOf(':') is > 0 and var last ? last : key.Length)],
            3 => $"{key}:0",
            _ => key.ToUpperInvariant(),
        };
        return $"{key}={parts[^1]}";
    }
}
