namespace PromptCompressor.Quality.Tools;

/// <summary>Results of searches, listings of files, and changes to them.</summary>
internal static class SearchTexts
{
    public static IEnumerable<ToolText> Of(Invented any)
    {
        yield return Grep(any, hits: 74, "grep -n, 74 hits");
        yield return Grep(any, hits: 300, "grep -rn, 300 hits");
        yield return Around(any);
        yield return Listing(any);
        yield return Find(any);
        yield return Diff(any);
        yield return LockFile(any);
    }

    private static ToolText Grep(Invented any, int hits, string kind)
    {
        var text = new ToolTextBuilder();
        var asked = any.Number(hits / 3, hits * 2 / 3);
        for (int i = 0, line = 0; i < hits; i++)
        {
            line = i % 8 == 0 ? any.Number(3, 30) : line + any.Number(2, 40);
            var file = $"src/{Invented.SomeThings[i / 8 % Invented.SomeThings.Count]}/{Invented.SomeThings[i / 8 * 5 % Invented.SomeThings.Count]}{i / 8}.py";
            var hit = i == asked ? $"{line}:def settle_fare(voyage, clerk, at={any.Number(100, 999)}):" : $"{line}:    {any.Thing} = settle_fare({any.Thing}, {any.Verb}={any.Number(1, 99)})";
            text.Add($"{file}:{hit}");
            if (i == asked)
            {
                text.Fact(FactKind.Asked, hit);
                text.Fact(FactKind.Frame, file);
            }
        }

        return text.Build(kind, "grep -rn \"def settle_fare\" src");
    }

    private static ToolText Around(Invented any)
    {
        var text = new ToolTextBuilder();
        var asked = any.Number(1000, 9999);
        for (var i = 0; i < 50; i++)
        {
            var file = $"src/{Invented.SomeThings[i / 5 % Invented.SomeThings.Count]}/{Invented.SomeThings[i / 5]}.go";
            var line = 10 + (i % 5 * 40) + any.Number(0, 20);
            var hit = $"{line}:\tif err := {any.Verb}({any.Thing}); err != nil {{ // {(i == 31 ? asked : any.Number(10_000, 99_999))}";
            text.Add(i == 0 ? [] : ["--"]);
            text.Add($"{file}-{line - 2}-", $"{file}-{line - 1}-\t{any.Thing} := s.next()", $"{file}:{hit}", $"{file}-{line + 1}-\t\treturn err", $"{file}-{line + 2}-\t}}");
            if (i == 31)
            {
                text.Fact(FactKind.Asked, hit);
            }
        }

        return text.Build("grep -C 2, 250 lines", $"look for {asked}: grep -rn -C 2 \"err != nil\" src");
    }

    private static ToolText Listing(Invented any)
    {
        var text = new ToolTextBuilder();
        text.Add("total 1204");
        for (var i = 0; i < 50; i++)
        {
            var line = $"-rw-r--r--  1 berth staff {any.Number(100, 90_000),8} Mar {any.Number(1, 29),2} 0{i % 9}:1{i % 6} {any.Thing}-{any.Verb}-{i}.csv";
            if (i == 33)
            {
                text.Plant(FactKind.Asked, line);
            }
            else
            {
                text.Add(line);
            }
        }

        return text.Build("ls -la", "ls -la data");
    }

    private static ToolText Find(Invented any)
    {
        var text = new ToolTextBuilder();
        for (var i = 0; i < 300; i++)
        {
            text.Add($"./src/{Invented.SomeThings[i / 50]}/{Invented.SomeThings[i / 10 % 12]}/{any.Verb}_{any.Thing}_{i}.go");
            if (i == 211)
            {
                text.Fact(FactKind.Asked, $"_{i}.go");
            }
        }

        return text.Build("find, 300 paths", "find . -name *.go");
    }

    private static ToolText Diff(Invented any)
    {
        var text = new ToolTextBuilder();
        for (var file = 0; file < 6; file++)
        {
            AddHead(text, $"src/{Invented.SomeThings[file]}/{Invented.SomeThings[file + 3]}.cs", any);
            AddHunks(text, any, 3);
        }

        return text.Build("git diff, code", "git diff");
    }

    private static ToolText LockFile(Invented any)
    {
        var text = new ToolTextBuilder();
        text.Add("diff --git a/package-lock.json b/package-lock.json", $"index {any.Hex(7)}..{any.Hex(7)} 100644", "--- a/package-lock.json", "+++ b/package-lock.json");
        text.Fact(FactKind.Frame, "package-lock.json");
        text.Add("@@ -1,120 +1,120 @@");
        for (var i = 0; i < 40; i++)
        {
            text.Add($"     \"node_modules/{any.Thing}-{i}\": {{", $"-      \"integrity\": \"sha512-{any.Hex(40)}\"", $"+      \"integrity\": \"sha512-{any.Hex(40)}\"", "     },");
        }

        AddHead(text, $"src/{any.Thing}.ts", any);
        AddHunks(text, any, 2);
        return text.Build("git diff with a lock file", "git show HEAD");
    }

    private static void AddHead(ToolTextBuilder text, string file, Invented any)
    {
        text.Add($"diff --git a/{file} b/{file}", $"index {any.Hex(7)}..{any.Hex(7)} 100644", $"--- a/{file}");
        text.Plant(FactKind.Frame, $"+++ b/{file}");
    }

    private static void AddHunks(ToolTextBuilder text, Invented any, int hunks)
    {
        for (var hunk = 0; hunk < hunks; hunk++)
        {
            var line = 10 + (hunk * 60);
            text.Add($"@@ -{line},8 +{line},9 @@ public void {Invented.Pascal(any.Verb)}()");
            text.Add(Enumerable.Range(0, 3).Select(i => $"         {any.Thing}.{Invented.Pascal(any.Verb)}({any.Number(1, 99)});"));
            text.Plant(FactKind.Frame, $"-        {any.Thing}.Open({any.Number(1000, 9999)});", $"-        return {any.Number(1000, 9999)};", $"+        {any.Thing}.Open({any.Number(1000, 9999)}, retries: 3);", $"+        // see {any.Hex(6)}", $"+        return {any.Number(1000, 9999)};");
            text.Add(Enumerable.Range(0, 3).Select(i => $"         {any.Thing}.{Invented.Pascal(any.Verb)}({any.Number(1, 99)});"));
        }
    }
}
