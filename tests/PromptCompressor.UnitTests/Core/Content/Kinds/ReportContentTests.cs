using PromptCompressor.Core.Content;
using PromptCompressor.Core.Content.Blocks;

namespace PromptCompressor.UnitTests.Core.Content.Kinds;

public sealed class ReportContentTests
{
    [Fact]
    public void Tests_OneFailure_StaysWholeAndPassedOnesAreCounted()
    {
        var text = Samples.PyTest(120, 77);
        var reduction = ContentTexts.Only(text);
        Assert.Equal(ContentKind.TestReport, reduction.Kind);
        Assert.True(reduction.Tokens < 0.15 * reduction.OriginalTokens);
        Assert.Contains("[77 lines of passed tests omitted]\ntests/test_ledger.py::test_case_77 FAILED [ 64%]\n[42 lines of passed tests omitted]\n", reduction.Text, StringComparison.Ordinal);
        Assert.Contains("E         - 25.90\nE         + 45.80\n", reduction.Text, StringComparison.Ordinal);
        Assert.EndsWith("=================== 1 failed, 119 passed in 12.31s ====================\n", reduction.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ERROR collecting tests/test_a.py")]
    [InlineData("ERROR tests/test_a.py::test_x - ImportError: no module named y")]
    [InlineData("FAIL src/a.test.ts\n  ● Test suite failed to run\n\n    SyntaxError: Unexpected token (3:1)")]
    [InlineData("FAIL\tgithub.com/x/y [build failed]")]
    [InlineData("error[E0425]: cannot find value `x` in this scope")]
    public void Tests_ThatDidNotRun_AreNotGreen(string fault)
    {
        var text = Samples.PyTest(60, 70).Replace("\n=================================== FAILURES", "\n" + fault + "\n=================================== FAILURES", StringComparison.Ordinal);
        Assert.Contains("\n" + fault + "\n", ContentTexts.Reduce(text, 0.2), StringComparison.Ordinal);
    }

    [Fact]
    public void Tests_NamedLikeFailures_ArePassedAllTheSame()
    {
        var text = string.Concat(Enumerable.Range(0, 60).Select(i => Samples.Line($"test store::keeps_failed_lines_{i} ... ok\n"))) + "\ntest result: ok. 60 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.31s\n";
        Assert.Equal("[60 lines of passed tests omitted]\ntest result: ok. 60 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.31s\n", ContentTexts.Reduce(text));
    }

    [Fact]
    public void Tests_Go_KeepTheLinesOfTheFailingOne()
    {
        var text = string.Concat(Enumerable.Range(0, 50).Select(i => i == 20 ? "=== RUN   TestTotal\n    total_test.go:41: got 4580, want 2590\n--- FAIL: TestTotal (0.02s)\n" : Samples.Line($"=== RUN   Test{i}\n--- PASS: Test{i} (0.01s)\n"))) + "FAIL\nFAIL\tgithub.com/x/y\t0.412s\n";
        Assert.Equal("[40 lines of passed tests omitted]\n=== RUN   TestTotal\n    total_test.go:41: got 4580, want 2590\n--- FAIL: TestTotal (0.02s)\n[58 lines of passed tests omitted]\nFAIL\nFAIL\tgithub.com/x/y\t0.412s\n", ContentTexts.Reduce(text));
    }

    [Fact]
    public void Build_ErrorsPrintedTwice_StandOnce()
    {
        var errors = string.Concat(Enumerable.Range(0, 12).Select(i => Samples.Line($"/src/A/File{i}.cs({i},13): error CS0103: The name 'x{i}' does not exist in the current context [/src/A/A.csproj]\n")));
        var text = errors + "\nBuild FAILED.\n\n" + errors + "    0 Warning(s)\n    12 Error(s)\n";
        var reduction = ContentReducer.Reduce(text, ContentKind.BuildReport, 0, ContentTexts.Options with { OmitRecords = false });
        Assert.Equal(errors + "\nBuild FAILED.\n\n[12 lines omitted: repeats of lines above]\n    0 Warning(s)\n    12 Error(s)\n", reduction.Text);
        Assert.True(reduction.Lossless);
    }

    [Fact]
    public void Build_ErrorsOfOneCode_AllStayWhereTheyDiffer()
    {
        var errors = string.Concat(Enumerable.Range(0, 60).Select(i => Samples.Line($"src/part{i % 7}.ts({i},{i % 30}): error TS2339: Property 'p{i}' does not exist on type 'Order'.\n")));
        Assert.Contains(errors, ContentTexts.Reduce(errors + "Found 60 errors in 7 files.\n", 0.2), StringComparison.Ordinal);
    }

    [Fact]
    public void Build_StepsThatWentWell_AreCountedEvenIfTheyAreFew()
    {
        var text = string.Concat(Enumerable.Range(0, 5).Select(i => Samples.Line($"  Restored /src/Part{i}/with/a/long/name/Part{i}.csproj (in {i * 37} ms).\n"))) + "/src/A/Page.cs(61,13): error CS0103: The name 'x' does not exist in the current context [/src/A/A.csproj]\n\nBuild FAILED.\n";
        Assert.Contains("[4 lines omitted]\n/src/A/Page.cs(61,13): error", ContentTexts.Reduce(text, 0.8), StringComparison.Ordinal);
    }

    [Fact]
    public void Build_Warnings_AreCountedAndErrorsStay()
    {
        var text = string.Concat(Enumerable.Range(0, 60).Select(i => i == 33
            ? "/src/A/Page.cs(61,13): error CS0103: The name 'formatTotal' does not exist in the current context [/src/A/A.csproj]\n"
            : Samples.Line($"/src/A/Store{i}.cs({i},36): warning CS8602: Dereference of a possibly null reference. [/src/A/A.csproj]\n")));
        var reduced = ContentTexts.Reduce(text, 0.3);
        Assert.Contains("error CS0103: The name 'formatTotal'", reduced, StringComparison.Ordinal);
        Assert.Contains("lines omitted: warnings]", reduced, StringComparison.Ordinal);
        Assert.Contains("[1 of 59 like this]", reduced, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_RustError_KeepsItsArrowsAndItsHelp()
    {
        const string Error = "error[E0308]: mismatched types\n  --> src/refund.rs:41:12\n   |\n41 |     return \"x\";\n   |            ^^^ expected `i32`, found `&str`\n   |\nhelp: consider parsing it\n";
        var text = string.Concat(Enumerable.Range(0, 60).Select(i => Samples.Line($"   Compiling part-{i} v0.{i % 9}.1\n"))) + Error + "error: could not compile `x` (lib) due to 1 previous error\n";
        Assert.Contains(Error, ContentTexts.Reduce(text, 0.1), StringComparison.Ordinal);
    }

    [Fact]
    public void Build_GccError_KeepsWhereItWasIncluded()
    {
        const string Error = "In file included from ../src/a.cpp:3:\n../src/a.h:41:12: error: 'sum' was not declared in this scope\n   41 |     return sum;\n      |            ^~~\n";
        var text = string.Concat(Enumerable.Range(0, 60).Select(i => Samples.Line($"[{i}/60] Building CXX object src/CMakeFiles/core.dir/part_{i}.cpp.o\n"))) + Error + "ninja: build stopped: subcommand failed.\n";
        Assert.EndsWith(Error + "ninja: build stopped: subcommand failed.\n", ContentTexts.Reduce(text, 0.1), StringComparison.Ordinal);
    }

    [Fact]
    public void Build_ErrorsOfOneCode_KeepTheirPlacesAndTheirSources()
    {
        var errors = string.Concat(Enumerable.Range(0, 30).Select(i => Samples.Line($"error[E0308]: mismatched types\n --> src/part{i}.rs:{40 + i}:12\n   |\n{40 + i} |     \"x{i}\"\n   |     ^^^^ expected `u32`, found `&str`\n\n")));
        Assert.StartsWith(errors, ContentTexts.Reduce(errors + "error: could not compile `x` (lib) due to 30 previous errors\n", 0.2), StringComparison.Ordinal);
    }

    [Fact]
    public void Build_WarningsWithTheirSources_GoAndStayWhole()
    {
        var text = string.Concat(Enumerable.Range(0, 40).Select(i => Samples.Line($"src/part{i}.cpp:{i + 10}:14: warning: unused variable 'tmp{i}' [-Wunused-variable]\n   {i + 10} |     int tmp{i} = 0;\n      |         ^~~~\n"))) + "40 warnings generated.\n";
        var reduced = ContentTexts.Reduce(text, 0.2);
        Assert.StartsWith("src/part0.cpp:10:14: warning: unused variable 'tmp0' [-Wunused-variable] [1 of 40 like this]\n   10 |     int tmp0 = 0;\n      |         ^~~~\n", reduced, StringComparison.Ordinal);
        Assert.Equal(ContentTexts.Times(reduced, "warning: unused"), ContentTexts.Times(reduced, "|     int tmp"));
    }

    [Fact]
    public void Build_EqualErrorsAgain_StandOnce()
    {
        const string Error = "error[E0425]: cannot find value `vat` in this scope\n --> src/main.rs:9:5\n   |\n9  |     vat\n   |     ^^^ not found in this scope\n";
        Assert.Equal(Error + "[5 lines omitted: repeats of lines above]\nerror: could not compile `x` (bin) due to 2 previous errors\n", ContentTexts.Reduce(Error + "\n" + Error + "\nerror: could not compile `x` (bin) due to 2 previous errors\n", 0.2));
    }

    [Fact]
    public void Tests_ThatBeganAndDidNotPass_AreNotCountedAsPassed()
    {
        var passed = string.Concat(Enumerable.Range(0, 40).Select(i => Samples.Line($"[INFO] Running com.acme.Order{i}Test\n[INFO] Tests run: 5, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 0.{i} s -- in com.acme.Order{i}Test\n")));
        const string Failed = "[INFO] Running com.acme.VatTest\n[ERROR] Tests run: 3, Failures: 1, Errors: 0, Skipped: 0, Time elapsed: 0.2 s <<< FAILURE! -- in com.acme.VatTest\n[ERROR] com.acme.VatTest.roundsHalfUp -- Time elapsed: 0.01 s <<< FAILURE!\n";
        Assert.StartsWith("[80 lines of passed tests omitted]\n" + Failed, ContentTexts.Reduce(passed + Failed + "[ERROR] Tests run: 203, Failures: 1, Errors: 0, Skipped: 0\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void TestsAndStatus_InOneText_AreTwoBlocks()
    {
        var text = "$ npm test\n" + string.Concat(Enumerable.Range(0, 40).Select(i => Samples.Line($"  ✓ adds {i} (2 ms)\n"))) + "Tests:       40 passed, 40 total\n\n$ git status\nOn branch main\nUntracked files:\n" + string.Concat(Enumerable.Range(0, 80).Select(i => Samples.Line($"\tnotes/failed_{i}.md\n")));
        var reduced = ContentTexts.Reduce(text, 0.2);
        Assert.Contains("[40 lines of passed tests omitted]\nTests:       40 passed, 40 total\n", reduced, StringComparison.Ordinal);
        Assert.Equal(80, ContentTexts.Times(reduced, "\tnotes/failed_"));
    }
}
