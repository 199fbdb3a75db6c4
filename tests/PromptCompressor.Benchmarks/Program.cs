using System.Globalization;
using BenchmarkDotNet.Running;
using PromptCompressor.Benchmarks;
using PromptCompressor.Benchmarks.Content;
using PromptCompressor.Benchmarks.Load;
using PromptCompressor.Benchmarks.Proxy;

switch (args)
{
    case ["overhead"]:
        await Overhead.PrintAsync();
        break;
    case ["content"]:
        await ContentSpeed.PrintAsync();
        break;
    case ["speed", .. var rest]:
        await Speed.RunAsync(MeasuredReport.FolderOf(rest));
        break;
    case ["gpu", "--dry-run", .. var rest]:
        await GpuSpeed.RunAsync(isDryRun: true, MeasuredReport.FolderOf(rest));
        break;
    case ["gpu", .. var rest]:
        await GpuSpeed.RunAsync(isDryRun: false, MeasuredReport.FolderOf(rest));
        break;
    case ["growth", .. var sizes]:
        await Growth.PrintAsync(sizes);
        break;
    case ["load", "soak", "--minutes", var minutes]:
        Console.WriteLine(await Soak.RunAsync(int.Parse(minutes, CultureInfo.InvariantCulture)));
        break;
    case ["load", "chaos", "--minutes", var minutes]:
        Console.WriteLine(await Chaos.RunAsync(int.Parse(minutes, CultureInfo.InvariantCulture)));
        break;
    case ["load", .. var scenarios]:
        await LoadScenarios.RunAsync(scenarios);
        break;
    case ["playground"]:
        await PlaygroundTimes.PrintAsync();
        break;
    case ["soft"]:
        await SoftCost.PrintAsync();
        break;
    case ["streams"]:
        await Streams.PrintAsync();
        break;
    case ["agent"]:
        await AgentReplay.PrintAsync(load: 0);
        break;
    case ["agent", "--load", var threads]:
        await AgentReplay.PrintAsync(int.Parse(threads, CultureInfo.InvariantCulture));
        break;
    case [CollectingSidecar.Command, var upstream]:
        await CollectingSidecar.RunAsync(upstream);
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(BenchText).Assembly).Run(args);
        break;
}
