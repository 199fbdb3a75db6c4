using PromptCompressor.Core.Content.Blocks;

namespace PromptCompressor.UnitTests.Core.Content.Kinds;

public sealed class TraceContentTests
{
    [Fact]
    public void Node_BracketBehindTheLastFrame_Stays()
    {
        var text = "TypeError: no\n    at parse (/app/src/parse.js:1:2)\n" + Frames("    at f{0} (/app/node_modules/x/lib/a.js:{0}:3)") + "    at last (/app/node_modules/x/lib/a.js:9:3) {\n  [cause]: Error: inner\n      at own (/app/src/own.js:1:1)\n}\n";
        var reduced = ContentTexts.Reduce(text, 0.2);
        Assert.Equal(ContentTexts.Times(reduced, "{"), ContentTexts.Times(reduced, "}"));
        Assert.Contains("    [29 library frames omitted]\n", reduced, StringComparison.Ordinal);
    }

    [Fact]
    public void Java_LibraryFramesOnly_AllStay()
    {
        var text = "java.lang.OutOfMemoryError: heap\n" + Frames("\tat java.base/java.util.X{0}.a(X.java:{0})") + "\t... 45 more\n";
        Assert.Equal(text, ContentTexts.Reduce(text, 0.1));
    }

    [Fact]
    public void Java_RuntimesOwnElision_StaysBesideOurs()
    {
        var text = "java.lang.IllegalStateException: a\n\tat com.acme.A.a(A.java:1)\n" + Frames("\tat org.apache.X{0}.a(X.java:{0})") + "Caused by: java.io.IOException: b\n\tat com.acme.B.b(B.java:2)\n\t... 45 more\n";
        Assert.Equal("java.lang.IllegalStateException: a\n\tat com.acme.A.a(A.java:1)\n\tat org.apache.X0.a(X.java:0)\n\t[29 library frames omitted]\nCaused by: java.io.IOException: b\n\tat com.acme.B.b(B.java:2)\n\t... 45 more\n", ContentTexts.Reduce(text, 0.1));
    }

    [Fact]
    public void Python_MessageAtTheEnd_AndChains_Stay()
    {
        var text = "Traceback (most recent call last):\n  File \"/srv/app/a.py\", line 1, in a\n    a()\n" + Frames("  File \"/venv/lib/python3.13/site-packages/x.py\", line {0}, in f\n    g()") + "KeyError: 'value'\n\nDuring handling of the above exception, another exception occurred:\n\nTraceback (most recent call last):\n  File \"/srv/app/b.py\", line 2, in b\n    b()\nRuntimeError: no\n";
        var reduced = ContentTexts.Reduce(text, 0.2);
        Assert.Contains("KeyError: 'value'\n\nDuring handling of the above exception, another exception occurred:\n\nTraceback (most recent call last):\n  File \"/srv/app/b.py\", line 2, in b\n    b()\nRuntimeError: no\n", reduced, StringComparison.Ordinal);
        Assert.Contains("lines of library frames omitted]", reduced, StringComparison.Ordinal);
    }

    [Fact]
    public void Python_TraceAlone_IsNoSourceFile()
    {
        var text = "Traceback (most recent call last):\n" + string.Concat(Enumerable.Range(0, 20).Select(i => Samples.Line($"  File \"/usr/lib/python3.13/site-packages/celery/part{i}.py\", line {i}, in call{i}\n    return self.call{i}(*args)\n")))
            + "  File \"/srv/app/total.py\", line 12, in total\n    return prices[key]\nKeyError: 'VAT'\n";
        var reduction = ContentTexts.Only(text);
        Assert.Equal(ContentKind.StackTrace, reduction.Kind);
        Assert.EndsWith("  File \"/srv/app/total.py\", line 12, in total\n    return prices[key]\nKeyError: 'VAT'\n", reduction.Text, StringComparison.Ordinal);
        Assert.Matches(@"\n  \[36 lines of library frames omitted\]\n", reduction.Text);
    }

    [Fact]
    public void DotNet_InnerException_Stays()
    {
        var text = "Unhandled exception. System.AggregateException: One or more errors occurred. (null)\n ---> System.ArgumentNullException: null\n   at Acme.Store.Load() in /src/Store.cs:line 41\n" + Frames("   at System.Threading.Tasks.Task.Inner{0}(Object s)") + "   --- End of inner exception stack trace ---\n   at Acme.Program.Main() in /src/Program.cs:line 9\n";
        var reduced = ContentTexts.Reduce(text, 0.2);
        Assert.Equal(ContentKind.StackTrace, ContentTexts.Only(text).Kind);
        Assert.Contains(" ---> System.ArgumentNullException: null\n   at Acme.Store.Load() in /src/Store.cs:line 41\n", reduced, StringComparison.Ordinal);
        Assert.EndsWith("   --- End of inner exception stack trace ---\n   at Acme.Program.Main() in /src/Program.cs:line 9\n", reduced, StringComparison.Ordinal);
    }

    private static string Frames(string format) => string.Concat(Enumerable.Range(0, 30).Select(i => format.Replace("{0}", Samples.Line($"{i}"), StringComparison.Ordinal) + "\n"));
}
