using System.Diagnostics;
using PromptCompressor.TestSupport;
using YamlDotNet.RepresentationModel;

namespace PromptCompressor.IntegrationTests.Deployment;

/// <summary>What kubectl and Helm make of the files, where a machine has them: resources that fit together.</summary>
public sealed class RenderingTests
{
    private static readonly string Deploy = Path.Combine(TestPaths.Root, "deploy");

    [Theory]
    [InlineData("base")]
    [InlineData("overlays/queue")]
    [InlineData("overlays/sidecar")]
    public async Task Kustomize_RendersResourcesThatFit(string folder) =>
        Check(await RunAsync("kubectl", "kustomize", Path.Combine(Deploy, "k8s", folder)));

    [Theory]
    [InlineData]
    [InlineData("ingress.enabled=true", "serviceMonitor.enabled=true", "autoscaling.queueSeconds=3", "existingSecret=mine")]
    [InlineData("autoscaling.enabled=false", "networkPolicy.enabled=false", "config.Proxy__Upstream=https://api.openai.com", "secretConfig.Cache__Redis__ConnectionString=redis:6379")]
    public async Task Helm_RendersResourcesThatFit(params string[] values) =>
        Check(await RunAsync("helm", ["template", "promptcompressor", Path.Combine(Deploy, "helm", "promptcompressor"), .. values.SelectMany(value => new[] { "--set", value })]));

    [Fact]
    public void Helm_HasTheVersionOfTheProgram()
    {
        var chart = File.ReadAllText(Path.Combine(Deploy, "helm", "promptcompressor", "Chart.yaml"));
        var version = File.ReadLines(Path.Combine(TestPaths.Root, "Directory.Build.props")).Single(line => line.Contains("<VersionPrefix>", StringComparison.Ordinal)).Split('<', '>')[2];

        Assert.Contains($"appVersion: {version}\n", chart, StringComparison.Ordinal);
        Assert.Contains($"newTag: {version}\n", File.ReadAllText(Path.Combine(Deploy, "k8s", "base", "kustomization.yaml")), StringComparison.Ordinal);
    }

    private static void Check(string rendered)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(rendered));
        var resources = stream.Documents.Select(document => document.RootNode).OfType<YamlMappingNode>().ToArray();
        var deployment = Assert.Single(resources, resource => Kind(resource) == "Deployment");
        var pod = deployment["spec"]["template"];
        var container = ((YamlSequenceNode)pod["spec"]["containers"]).Single(container => Text(container["name"]) == "promptcompressor");

        Assert.All(resources, resource => Assert.True(resource.Children.ContainsKey("apiVersion") && Text(resource["metadata"]["name"]).Length > 0));
        Assert.All(Pairs(deployment["spec"]["selector"]["matchLabels"]), label => Assert.Contains(label, Pairs(pod["metadata"]["labels"])));
        Assert.Equal("IfNotPresent", Text(container["imagePullPolicy"]));
        Assert.DoesNotContain("latest", Text(container["image"]), StringComparison.Ordinal);
        foreach (var service in resources.Where(resource => Kind(resource) == "Service"))
        {
            Assert.All(Pairs(service["spec"]["selector"]), label => Assert.Contains(label, Pairs(pod["metadata"]["labels"])));
            Assert.Contains(((YamlSequenceNode)container["ports"]), port => Text(port["name"]) == Text(service["spec"]["ports"][0]["targetPort"]));
        }

        // Without keys the service refuses names that it is not told of.
        foreach (var ingress in resources.Where(resource => Kind(resource) == "Ingress"))
        {
            var settings = resources.Single(resource => Kind(resource) == "ConfigMap")["data"];
            Assert.Equal(Text(ingress["spec"]["rules"][0]["host"]), Text(settings["Security__AllowedHosts__0"]));
        }

        foreach (var scaler in resources.Where(resource => Kind(resource) == "HorizontalPodAutoscaler"))
        {
            Assert.Equal(Text(deployment["metadata"]["name"]), Text(scaler["spec"]["scaleTargetRef"]["name"]));
            Assert.Equal("cpu", Text(scaler["spec"]["metrics"][0]["resource"]["name"]));
        }

        var named = ((YamlMappingNode)container).Children.TryGetValue("envFrom", out var sources)
            ? ((YamlSequenceNode)sources).Select(source => ((YamlMappingNode)source).Children.Single()).Select(source => (Kind: Text(source.Key), Name: Text(source.Value["name"]))).ToArray()
            : [];
        Assert.All(named.Where(source => source.Name != "mine"), source => Assert.Contains(resources, resource =>
            Text(resource["metadata"]["name"]) == source.Name && Kind(resource) == (source.Kind == "configMapRef" ? "ConfigMap" : "Secret")));
    }

    private static string Kind(YamlMappingNode resource) => Text(resource["kind"]);

    private static string Text(YamlNode node) => ((YamlScalarNode)node).Value!;

    private static (string, string)[] Pairs(YamlNode node) => [.. ((YamlMappingNode)node).Children.Select(pair => (Text(pair.Key), Text(pair.Value)))];

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        Assert.SkipUnless(
            (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program))),
            $"There is no {program} here; what it makes of the files was not tested.");
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await error);
        return output;
    }
}
