using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PromptCompressor.IntegrationTests.Proxy;
using PromptCompressor.IntegrationTests.Support;
using PromptCompressor.Server.Configuration;
using PromptCompressor.Server.Shutdown;
using PromptCompressor.TestSupport;
using YamlDotNet.RepresentationModel;

namespace PromptCompressor.IntegrationTests.Deployment;

/// <summary>No container engine runs in tests: what the files under deploy say of settings, ports, paths and metrics is held against the code.</summary>
public sealed partial class DeploymentTests(ServiceFixture service)
{
    private const string Port = "8080";
    private static readonly string Folder = Path.Combine(TestPaths.Root, "deploy");

    public static TheoryData<string> YamlFiles => [.. Files.Select(file => file.Data).Where(file => Path.GetExtension(file) is ".yaml" or ".yml" && !file.Contains("templates", StringComparison.Ordinal))];

    public static TheoryData<string> Files =>
    [
        .. Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".yaml" or ".yml" || Path.GetFileName(file).StartsWith("Dockerfile", StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(Folder, file)),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public void Files_NameOnlySettingsThatExist(string file)
    {
        var known = OptionsTable.All().Select(setting => setting.Key.Replace(":", "__", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
        var named = Setting().Matches(File.ReadAllText(Path.Combine(Folder, file))).Select(match => match.Value).Where(name => !name.StartsWith("Logging__", StringComparison.Ordinal));

        Assert.All(named, name => Assert.True(known.Contains(name), $"{file} sets {name}, which is no setting."));
    }

    [Theory]
    [MemberData(nameof(YamlFiles))]
    public void Yaml_Parses(string file) => Assert.NotEmpty(Load(file).Documents);

    [Fact]
    public async Task Probes_AskWhatTheServiceAnswers()
    {
        foreach (var file in new[] { "k8s/base/deployment.yaml", "k8s/overlays/sidecar/sidecar.yaml" })
        {
            var paths = Nodes(Load(file).Documents[0].RootNode).OfType<YamlMappingNode>().Where(node => node.Children.ContainsKey("httpGet")).Select(node => ((YamlScalarNode)node["httpGet"]["path"]).Value!).ToArray();
            Assert.NotEmpty(paths);
            foreach (var path in paths)
            {
                using var response = await service.Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
                Assert.True(response.IsSuccessStatusCode, $"{file} probes {path}: {response.StatusCode}");
            }
        }
    }

    /// <summary>An orchestrator that kills earlier than the service cuts off loses answers; a probe that waits for a second takes a busy service for a dead one.</summary>
    [Theory]
    [InlineData("k8s/base/deployment.yaml")]
    [InlineData("k8s/overlays/sidecar/sidecar.yaml")]
    public void Kubernetes_WaitsForAsLongAsAStopTakes(string file)
    {
        var pod = Load(file).Documents[0].RootNode["spec"]["template"]["spec"];
        var container = ((YamlSequenceNode)pod["containers"]).Last();
        var stop = new ShutdownOptions();

        Assert.InRange(
            int.Parse(Text(pod["terminationGracePeriodSeconds"])!, CultureInfo.InvariantCulture),
            int.Parse(Text(container["lifecycle"]["preStop"]["sleep"]["seconds"])!, CultureInfo.InvariantCulture) + stop.DelaySeconds + stop.StreamSeconds + 5,
            int.MaxValue);
        Assert.All(
            ((YamlMappingNode)container).Children.Where(child => Text(child.Key)!.EndsWith("Probe", StringComparison.Ordinal)),
            probe => Assert.Equal("5", Text(probe.Value["timeoutSeconds"])));
    }

    [Theory]
    [InlineData("Dockerfile")]
    [InlineData("Dockerfile.cuda")]
    public void Dockerfile_ListensWhereOthersLookAndIsNotRoot(string file)
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, file));

        Assert.Contains($"EXPOSE {Port}", lines);
        Assert.Contains(lines, line => line.Contains($"ASPNETCORE_HTTP_PORTS={Port}", StringComparison.Ordinal));
        Assert.Contains(lines, line => line is "USER $APP_UID" or "USER 1654");
        Assert.Contains(lines, line => line.StartsWith("HEALTHCHECK", StringComparison.Ordinal) && line.EndsWith("\"health\"]", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("dotnet publish src/PromptCompressor.Server ", StringComparison.Ordinal));
    }

    /// <summary>None of what compose starts asks for a key.</summary>
    [Theory]
    [InlineData("compose.yaml")]
    [InlineData("compose.vllm.yaml")]
    [InlineData("compose.observability.yaml")]
    public void Compose_BindsEveryPortToLoopback(string file)
    {
        var services = ((YamlMappingNode)Load(file).Documents[0].RootNode["services"]).Children.Values.Cast<YamlMappingNode>();
        var ports = services.Where(service => service.Children.ContainsKey("ports")).SelectMany(service => (YamlSequenceNode)service["ports"]).Select(port => Text(port)!).ToArray();

        Assert.NotEmpty(ports);
        Assert.All(ports, port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal));
    }

    [Fact]
    public void Dockerfile_RestoresWhatTheLockFilesName()
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, "Dockerfile"));

        Assert.InRange(Array.IndexOf(lines, "ENV RestoreLockedMode=true"), 0, Array.FindIndex(lines, line => line.StartsWith("RUN dotnet restore", StringComparison.Ordinal)));
    }

    [Fact]
    public void Kubernetes_PortsAndPoliciesAgree()
    {
        var container = Load("k8s/base/deployment.yaml").Documents[0].RootNode["spec"]["template"]["spec"]["containers"][0];
        Assert.Equal(Port, Text(container["ports"][0]["containerPort"]));
        Assert.Equal(Text(container["ports"][0]["name"]), Text(Load("k8s/base/service.yaml").Documents[0].RootNode["spec"]["ports"][0]["targetPort"]));
        Assert.Equal(Port, Text(Load("k8s/base/networkpolicy.yaml").Documents[0].RootNode["spec"]["ingress"][0]["ports"][0]["port"]));
        Assert.Equal("true", Text(container["securityContext"]["readOnlyRootFilesystem"]));
        Assert.Equal("/metrics", Text(Load("k8s/base/deployment.yaml").Documents[0].RootNode["spec"]["template"]["metadata"]["annotations"]["prometheus.io/path"]));
    }

    /// <summary>A panel over a name that nobody exports stays empty without a word.</summary>
    [Fact]
    public async Task Dashboard_AsksForMetricsThatExist()
    {
        // One of its own, so that it has counted nothing but this: a text, and a chat on its way to an LLM.
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await (await SidecarHost.StartAsync(upstream.Address)).UntilReadyAsync();
        await host.Client.PostAsync("/v1/compress", new JsonObject { ["context"] = "The gate, well, was painted green, you know, in the spring of 2024." });
        await host.Client.PostAsync("/v1/chat/completions", new JsonObject { ["model"] = "gpt-4o", ["messages"] = new JsonArray() });
        HashSet<string> exported = [];
        await Eventually.TrueAsync(async () => // A chat is counted once its answer has been sent.
        {
            exported = TypeLine().Matches(await host.Client.GetStringAsync("/metrics")).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
            return exported.Contains("promptcompressor_proxy_requests_total");
        });
        var dashboard = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, "grafana", "dashboards", "promptcompressor.json"), TestContext.Current.CancellationToken))!;
        var asked = dashboard["panels"]!.AsArray()
            .SelectMany(panel => panel!["targets"]!.AsArray())
            .SelectMany(target => Metric().Matches((string)target!["expr"]!))
            .Select(match => match.Value)
            .Where(name => !name.Contains("_redis_", StringComparison.Ordinal)) // Only exported with a Redis.
            .ToArray();

        Assert.True(asked.Length > 10);
        Assert.All(asked, name => Assert.True(exported.Contains(name) || exported.Contains(Family().Replace(name, "")), $"Nobody exports {name}."));
    }

    private static string? Text(YamlNode node) => ((YamlScalarNode)node).Value;

    private static IEnumerable<YamlNode> Nodes(YamlNode node) => node.AllNodes;

    private static YamlStream Load(string file)
    {
        var yaml = new YamlStream();
        using var reader = File.OpenText(Path.Combine(Folder, file));
        yaml.Load(reader);
        return yaml;
    }

    [GeneratedRegex(@"\b[A-Z][A-Za-z]+(__[A-Za-z0-9]+)+\b")]
    private static partial Regex Setting();

    [GeneratedRegex(@"\b(promptcompressor|dotnet|http_server)_[a-z_]+\b")]
    private static partial Regex Metric();

    [GeneratedRegex(@"^# TYPE (\S+) ", RegexOptions.Multiline)]
    private static partial Regex TypeLine();

    [GeneratedRegex(@"_(bucket|sum|count)$")]
    private static partial Regex Family();
}
