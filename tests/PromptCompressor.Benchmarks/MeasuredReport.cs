using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.ML.OnnxRuntime;
using PromptCompressor.TestSupport;

namespace PromptCompressor.Benchmarks;

/// <summary>A result in Markdown: printed as it grows, and written to a file where that is asked for.</summary>
internal sealed class MeasuredReport
{
    private readonly StringBuilder _text = new();

    /// <param name="title">What was measured.</param>
    /// <param name="command">The arguments that measure it again.</param>
    public MeasuredReport(string title, string command) => Add($"""
        # {title}
        `dotnet run -c Release --project tests/PromptCompressor.Benchmarks -- {command}`, {Environment.ProcessorCount} cores of {CpuName()} {(Cpu.HasVnni ? "with" : "without")} VNNI,
        .NET {Environment.Version}, ONNX Runtime {OrtEnv.Instance().GetVersionString()}, {RuntimeInformation.RuntimeIdentifier}.

        """);

    /// <returns>The folder of <c>--out FOLDER</c>; null without it.</returns>
    public static string? FolderOf(string[] rest) => rest is ["--out", var folder] ? folder : rest is [] ? null : throw new ArgumentException($"unknown: {string.Join(' ', rest)}");

    public void Add(string text)
    {
        _text.Append(text).Append('\n');
        Console.WriteLine(text);
    }

    public void Add(FormattableString text) => Add(text.ToString(CultureInfo.InvariantCulture));

    public void Write(string? folder, string name)
    {
        if (folder is not null)
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, name), _text.ToString().TrimEnd('\n') + "\n");
        }
    }

    /// <summary>The processor as Linux calls it.</summary>
    private static string CpuName()
    {
        const string File = "/proc/cpuinfo";
        var line = System.IO.File.Exists(File) ? System.IO.File.ReadLines(File).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?.Split(':', 2)[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
