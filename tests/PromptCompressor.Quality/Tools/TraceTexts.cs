namespace PromptCompressor.Quality.Tools;

/// <summary>What a program prints when it dies.</summary>
internal static class TraceTexts
{
    public static IEnumerable<ToolText> Of(Invented any)
    {
        yield return Java(any);
        yield return Node(any);
        yield return Python(any);
    }

    private static ToolText Java(Invented any)
    {
        var text = new ToolTextBuilder();
        text.Plant(FactKind.Failure, $"Exception in thread \"main\" java.lang.IllegalStateException: {any.Thing} {any.Number(100, 999)} has no berth", $"\tat org.berth.{any.Thing}.Plan.assign(Plan.java:{any.Number(20, 300)})", $"\tat org.berth.Main.run(Main.java:{any.Number(20, 90)})");
        text.Add(Enumerable.Range(0, 50).Select(i => $"\tat org.springframework.boot.{any.Of(["loader", "web", "context"])}.Step{i}.invoke(Step{i}.java:{any.Number(10, 700)})"));
        text.Plant(FactKind.Failure, $"Caused by: java.io.FileNotFoundException: /srv/berth/{any.Thing}.cfg (No such file or directory)");
        text.Add([.. Enumerable.Range(0, 16).Select(i => $"\tat java.base/java.io.Layer{i}.open(Layer{i}.java:{any.Number(10, 700)})"), "\t... 49 more"]);
        return text.Build("Java trace, 70 frames", "java -jar berth.jar");
    }

    private static ToolText Node(Invented any)
    {
        var text = new ToolTextBuilder();
        string file = $"/app/src/{any.Thing}/{any.Verb}.js", line = $"{any.Number(5, 90)}:{any.Number(3, 40)}";
        text.Add($"{file}:{line.Split(':')[0]}", $"  const sum = rows.reduce((a, b) => a + b.{any.Thing});", "                   ^", "");
        text.Plant(FactKind.Failure, $"TypeError: Cannot read properties of undefined (reading '{any.Thing}')", $"    at {any.Verb}{Invented.Pascal(any.Thing)} ({file}:{line})");
        text.Add(Enumerable.Range(0, 14).Select(i => $"    at Layer.handle{i} (/app/node_modules/express/lib/router/layer.js:{any.Number(10, 700)}:5)"));
        text.Plant(FactKind.Failure, $"    at main (/app/src/server.js:{any.Number(20, 80)}:12)");
        text.Add("    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)", "", "Node.js v24.1.0");
        return text.Build("node trace", "node src/server.js");
    }

    private static ToolText Python(Invented any)
    {
        var text = new ToolTextBuilder();
        text.Add("Traceback (most recent call last):");
        for (var i = 0; i < 12; i++)
        {
            text.Add($"  File \"/usr/lib/python3.13/site-packages/celery/app/layer{i}.py\", line {any.Number(10, 700)}, in call{i}", $"    return self.call{i + 1}(*args, **kwargs)");
        }

        text.Plant(FactKind.Failure, $"  File \"/srv/berth/{any.Thing}.py\", line {any.Number(10, 300)}, in {any.Verb}_{any.Thing}");
        text.Add($"    return prices[\"{any.Thing}\"]");
        text.Plant(FactKind.Failure, $"KeyError: '{any.Thing}-{any.Number(100, 999)}'");
        return text.Build("Python trace", "python -m berth");
    }
}
