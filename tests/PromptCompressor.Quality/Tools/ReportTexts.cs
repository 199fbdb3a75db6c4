namespace PromptCompressor.Quality.Tools;

/// <summary>Reports of test runners and builds, with failures among what passed.</summary>
internal static class ReportTexts
{
    public static IEnumerable<ToolText> Of(Invented any)
    {
        yield return Pytest(any);
        yield return Go(any);
        yield return Cargo(any);
        yield return Jest(any);
        yield return JUnit(any);
        yield return Dotnet(any);
        yield return Tsc(any);
        yield return Docker(any);
    }

    private static ToolText Pytest(Invented any)
    {
        var text = new ToolTextBuilder();
        var fails = any.Number(40, 160);
        string file = $"tests/test_{any.Thing}.py", test = $"test_{any.Verb}_after_{any.Verb}";
        text.Add("============================= test session starts ==============================", "platform linux -- Python 3.13.1, pytest-9.0.2", "collected 200 items", "");
        for (var i = 0; i < 200; i++)
        {
            if (i == fails)
            {
                text.Plant(FactKind.Failure, $"{file}::{test} FAILED [{i / 2,3}%]");
            }
            else
            {
                text.Add($"tests/test_{any.Thing}.py::test_{any.Verb}_{any.Thing}_{i} PASSED [{i / 2,3}%]");
            }
        }

        text.Add("", "=================================== FAILURES ===================================", $"________________________________ {test} ________________________________", "", $"    def {test}(client):", "        answer = client.post(\"/totals\")");
        text.Plant(FactKind.Failure, "        assert answer.json()[\"sum\"] == \"31.40\"", $"E       AssertionError: assert '{any.Number(40, 90)}.80' == '31.40'", "E         - 31.40", $"{file}:{any.Number(40, 200)}: AssertionError");
        text.Add("=========================== short test summary info ============================");
        text.Plant(FactKind.Frame, $"FAILED {file}::{test} - AssertionError", "======================== 1 failed, 199 passed in 14.02s ========================");
        return text.Build("pytest -v", "pytest -v");
    }

    private static ToolText Go(Invented any)
    {
        var text = new ToolTextBuilder();
        var fails = any.Number(20, 130);
        for (var i = 0; i < 150; i++)
        {
            var test = $"Test{Invented.Pascal(any.Verb)}{Invented.Pascal(any.Thing)}{i}";
            text.Add($"=== RUN   {test}");
            if (i == fails)
            {
                text.Plant(FactKind.Failure, $"    {any.Thing}_test.go:{any.Number(20, 300)}: got {any.Number(1, 90)} rows, want 91", $"--- FAIL: {test} (0.02s)");
            }
            else
            {
                text.Add($"--- PASS: {test} (0.00s)");
            }
        }

        text.Add("FAIL");
        text.Plant(FactKind.Frame, $"FAIL\tgit.example/berth/{any.Thing}\t0.812s");
        return text.Build("go test -v", "go test -v ./...");
    }

    private static ToolText Cargo(Invented any)
    {
        var text = new ToolTextBuilder();
        var fails = any.Number(100, 400);
        text.Add("running 500 tests");
        for (var i = 0; i < 500; i++)
        {
            text.Add(i == fails ? $"test {any.Thing}::tests::keeps_failed_{any.Thing} ... FAILED" : $"test {any.Thing}::tests::{any.Verb}_{any.Thing}_{i} ... ok");
        }

        text.Add("", "failures:", "", $"---- {any.Thing}::tests::keeps_failed stdout ----");
        text.Plant(FactKind.Failure, $"thread '{any.Thing}::tests::keeps_failed' panicked at src/{any.Thing}.rs:{any.Number(10, 900)}:9:", "assertion `left == right` failed", $"  left: {any.Number(1, 99)}", "  right: 100");
        text.Add("");
        text.Plant(FactKind.Frame, "test result: FAILED. 499 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 2.31s");
        return text.Build("cargo test, 500", "cargo test");
    }

    private static ToolText Jest(Invented any)
    {
        var text = new ToolTextBuilder();
        var fails = any.Number(2, 18);
        for (var suite = 0; suite < 20; suite++)
        {
            text.Add(suite == fails ? $"FAIL src/{any.Thing}/{any.Verb}{suite}.test.ts" : $"PASS src/{any.Thing}/{any.Verb}{suite}.test.ts");
            for (var i = 0; i < 8; i++)
            {
                if (suite == fails && i == 5)
                {
                    text.Plant(FactKind.Failure, $"  ✕ rounds the {any.Thing} half up ({any.Number(2, 30)} ms)");
                }
                else
                {
                    text.Add($"  ✓ {any.Verb}s {any.Number(2, 9)} {any.Thing}s ({any.Number(1, 9)} ms)");
                }
            }
        }

        text.Add("", "  ● rounds half up", "", "    expect(received).toBe(expected) // Object.is equality", "");
        text.Plant(FactKind.Failure, "    Expected: 12.35", $"    Received: {any.Number(13, 40)}.34", $"      at Object.<anonymous> (src/{any.Thing}.test.ts:{any.Number(10, 90)}:31)");
        text.Add("");
        text.Plant(FactKind.Frame, "Tests:       1 failed, 159 passed, 160 total");
        return text.Build("jest", "npx jest --verbose");
    }

    private static ToolText JUnit(Invented any)
    {
        var text = new ToolTextBuilder();
        var fails = any.Number(30, 170);
        text.Add("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        text.Plant(FactKind.Frame, "<testsuite name=\"berth\" tests=\"200\" failures=\"1\" errors=\"0\">");
        for (var i = 0; i < 200; i++)
        {
            var head = $"  <testcase classname=\"berth.{Invented.Pascal(any.Thing)}Test\" name=\"{any.Verb}{Invented.Pascal(any.Thing)}{i}\" time=\"0.0{any.Number(10, 99)}\"";
            if (i != fails)
            {
                text.Add(head + "/>");
                continue;
            }

            var failure = $"<failure message=\"expected 91 but was {any.Number(1, 90)}\" type=\"AssertionError\">at berth.Check.run(Check.java:{any.Number(10, 99)})</failure>";
            text.Add(head + ">", "    " + failure, "  </testcase>");
            text.Fact(FactKind.Failure, head.Trim() + ">", failure);
        }

        text.Add("</testsuite>");
        return text.Build("JUnit XML", "cat build/test-results.xml", end: "\n");
    }

    private static ToolText Dotnet(Invented any)
    {
        var text = new ToolTextBuilder();
        string[] projects = ["Berth.Core", "Berth.Web", "Berth.Jobs"];
        string[] errors =
        [
            .. Enumerable.Range(0, 6).Select(i => $"/src/Berth.Web/Pages/{Invented.Pascal(any.Thing)}{i}.cs({any.Number(5, 300)},{any.Number(5, 60)}): error CS0103: The name '{any.Verb}{Invented.Pascal(any.Thing)}' does not exist in the current context [/src/Berth.Web/Berth.Web.csproj]"),
        ];
        text.Add(["  Determining projects to restore...", .. projects.Select(p => $"  Restored /src/{p}/{p}.csproj (in {any.Number(100, 900)} ms)."), .. projects.Select(p => $"  {p} -> /src/{p}/bin/Release/{p}.dll")]);
        text.Plant(FactKind.Failure, errors);
        text.Add(["", "Build FAILED.", "", .. errors]);
        text.Plant(FactKind.Frame, "    0 Warning(s)", $"    {errors.Length} Error(s)");
        text.Add("", "Time Elapsed 00:00:12.91");
        return text.Build("dotnet build, errors twice", "dotnet build -c Release");
    }

    private static ToolText Tsc(Invented any)
    {
        var text = new ToolTextBuilder();
        for (var i = 0; i < 60; i++)
        {
            text.Plant(FactKind.Failure, $"src/{any.Thing}/{any.Verb}.ts({any.Number(1, 400)},{any.Number(1, 80)}): error TS23{any.Number(10, 60)}: Property '{any.Verb}{i}' does not exist on type '{Invented.Pascal(any.Thing)}'.");
        }

        text.Plant(FactKind.Frame, "Found 60 errors in 12 files.");
        return text.Build("tsc, 60 errors", "npx tsc --noEmit");
    }

    private static ToolText Docker(Invented any)
    {
        var text = new ToolTextBuilder();
        for (var step = 1; step <= 14; step++)
        {
            text.Add($"#{step} [{step}/14] RUN make {any.Thing}");
            text.Add(Enumerable.Range(0, 14).Select(i => $"#{step} {step}.{i:00}3 Get:{i} https://mirror.example/pool/{any.Thing}-{any.Verb}_{any.Number(1, 9)}.{i}_amd64.deb [{any.Number(10, 900)} kB]"));
            text.Add($"#{step} DONE {any.Number(1, 30)}.{step}s");
        }

        text.Plant(FactKind.Failure, $"#15 4.113 E: Unable to locate package lib{any.Thing}-dev", $"#15 ERROR: process \"/bin/sh -c make {any.Thing}\" did not complete successfully: exit code: 100");
        text.Add("------");
        text.Plant(FactKind.Frame, "ERROR: failed to solve: process did not complete successfully: exit code: 100");
        return text.Build("docker build", "docker build --progress=plain .");
    }
}
