namespace PromptCompressor.Quality.Tools;

/// <summary>Logs with a failure, an entry that is far off, and one that the call asks for.</summary>
internal static class LogTexts
{
    public static IEnumerable<ToolText> Of(Invented any)
    {
        yield return Service(any);
        yield return Access(any);
        yield return Pipeline(any);
        yield return Progress(any);
    }

    private static ToolText Service(Invented any)
    {
        var text = new ToolTextBuilder();
        var asked = $"{any.Thing.ToUpperInvariant()}-{any.Number(20_000, 90_000)}";
        int fails = any.Number(120, 220), slow = any.Number(20, 100), asks = any.Number(225, 260);
        for (var i = 0; i < 270; i++)
        {
            var stamp = Invented.Stamp(i);
            if (i == fails)
            {
                text.Plant(
                    FactKind.Failure,
                    $"{stamp} ERROR [worker-{any.Number(1, 6)}] org.berth.{any.Thing}.Poster - Posting {any.Thing} {any.Number(1000, 9999)} failed: java.sql.SQLTransientConnectionException: pool-2 is exhausted after 30000ms.",
                    $"\tat org.berth.pool.Pool.take(Pool.java:{any.Number(100, 200)})");
                text.Add(Enumerable.Range(0, 12).Select(n => $"\tat org.springframework.web.Layer{n}.handle(Layer{n}.java:{any.Number(30, 900)})"));
                text.Plant(FactKind.Failure, $"Caused by: org.postgresql.util.PSQLException: FATAL: remaining connection slots are reserved ({any.Number(100, 999)} in use)");
                text.Add("\t... 31 more");
                continue;
            }

            if (i == slow)
            {
                text.Plant(FactKind.Outlier, $"{stamp} INFO  [http-{i % 9}] web.Access - GET /api/{any.Thing}/{any.Number(1, 9000)} 200 {any.Number(40_000, 60_000)}ms user={any.Number(100, 400)}");
                continue;
            }

            if (i == asks)
            {
                text.Plant(FactKind.Asked, $"{stamp} INFO  [http-{i % 9}] web.Orders - state of {asked} is now shipped");
                continue;
            }

            text.Add((any.Number(0, 5)) switch
            {
                0 => $"{stamp} DEBUG [worker-{i % 4}] cache.Cache - dropped {any.Number(1, 40)} entries, size now {any.Number(2000, 2400)}",
                1 => $"{stamp} INFO  [scheduler] jobs.Heartbeat - heartbeat ok, queue depth {any.Number(0, 9)}",
                2 => $"{stamp} INFO  [http-{i % 9}] web.Orders - state of {any.Thing.ToUpperInvariant()}-{any.Number(1000, 9999)} is now {any.Of(["packed", "shipped", "billed"])}",
                _ => $"{stamp} INFO  [http-{i % 9}] web.Access - GET /api/{any.Thing}/{any.Number(1, 9000)} 200 {any.Number(3, 90)}ms user={any.Number(100, 400)}",
            });
        }

        return text.Build("log of a service", $"kubectl logs deploy/berth | grep -n {asked}");
    }

    private static ToolText Access(Invented any)
    {
        var text = new ToolTextBuilder();
        var asked = $"203.0.113.{any.Number(200, 250)}";
        int fails = any.Number(60, 120), asks = any.Number(10, 50);
        for (var i = 0; i < 150; i++)
        {
            var stamp = Invented.Stamp(i * 7, "dd/MMM/yyyy:HH:mm:ss +0000");
            if (i == fails)
            {
                text.Plant(FactKind.Failure, $"198.51.100.{any.Number(1, 90)} - - [{stamp}] \"POST /api/{any.Thing}/export HTTP/1.1\" 502 157 \"-\" \"fetcher/3.1\"");
            }
            else if (i == asks)
            {
                text.Plant(FactKind.Asked, $"{asked} - - [{stamp}] \"GET /api/{any.Thing}/{any.Number(1, 999)} HTTP/1.1\" 200 {any.Number(400, 900)} \"-\" \"fetcher/3.1\"");
            }
            else
            {
                text.Add($"198.51.100.{any.Number(1, 90)} - - [{stamp}] \"GET /api/{any.Thing}/{any.Number(1, 999)} HTTP/1.1\" 200 {any.Number(400, 900)} \"-\" \"fetcher/3.1\"");
            }
        }

        return text.Build("access log", $"grep {asked} access.log");
    }

    private static ToolText Pipeline(Invented any)
    {
        var text = new ToolTextBuilder();
        var fails = any.Number(130, 180);
        for (var i = 0; i < 200; i++)
        {
            var stamp = Invented.Stamp(i, "yyyy-MM-ddTHH:mm:ss.fffffffZ");
            if (i == fails)
            {
                text.Plant(FactKind.Failure, $"{stamp} ##[error]src/{any.Thing}.c:{any.Number(10, 400)}:9: error: implicit declaration of function '{any.Verb}_{any.Thing}'");
            }
            else
            {
                text.Add(any.Number(0, 8) == 0 ? $"{stamp} ##[group]Run step {i / 8}" : $"{stamp} [{i}/200] CC src/{any.Thing}_{any.Verb}{i}.o");
            }
        }

        text.Plant(FactKind.Frame, $"{Invented.Stamp(201, "yyyy-MM-ddTHH:mm:ss.fffffffZ")} ##[error]Process completed with exit code 2.");
        return text.Build("log of a pipeline", "gh run view 771 --log-failed");
    }

    private static ToolText Progress(Invented any)
    {
        var text = new ToolTextBuilder();
        var bar = string.Concat(Enumerable.Range(0, 60).Select(i => $"\u001b[2K\rfetching {any.Thing}@{any.Number(1, 9)}.{i}.0 [{new string('#', i / 2)}{new string('.', 30 - (i / 2))}] {i * 100 / 60}%"));
        text.Add(bar + "\rfetched 412 packages");
        text.Plant(FactKind.Failure, $"npm warn deprecated {any.Thing}-{any.Verb}@2.{any.Number(1, 9)}.3: no longer maintained");
        text.Add("", "added 412 packages, and audited 413 packages in 11s", "");
        text.Plant(FactKind.Frame, $"{any.Number(3, 9)} vulnerabilities (2 moderate, 1 high)");
        return text.Build("progress of an install", "npm install");
    }
}
