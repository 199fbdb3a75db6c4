using System.Text;

namespace PromptCompressor.Fuzz.Settings;

/// <summary>Settings that a service is started with, each as <c>Key=value</c>; in a file, one on a line.</summary>
internal readonly record struct SettingsInput(IReadOnlyList<string> Settings)
{
    /// <summary>Keys as they are given, in order.</summary>
    public IEnumerable<string> Keys => Settings.Select(setting => setting.Split('=')[0]);

    public string[] Arguments => [.. Settings.Select(setting => $"--{setting}")];

    public static SettingsInput Read(byte[] file) => new(Corpus.ReadText(file).Split('\n', StringSplitOptions.RemoveEmptyEntries));

    public byte[] Write() => [.. Settings.SelectMany(setting => (byte[])[.. Corpus.WriteText(setting), (byte)'\n'])];

    public override string ToString() => Encoding.UTF8.GetString(Write());
}
