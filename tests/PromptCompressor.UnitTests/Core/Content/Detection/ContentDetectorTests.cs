using CsCheck;
using PromptCompressor.Core.Content;
using PromptCompressor.Core.Content.Blocks;

namespace PromptCompressor.UnitTests.Core.Content.Detection;

public sealed class ContentDetectorTests
{
    private const string Prose = "Our partner wrote on Monday that the export hangs. I could reproduce it with one browser only, and only when the file is large.\n";
    private const string CSharp = "using System;\n\nnamespace Acme;\n\npublic sealed class Loader\n{\n    public int Load(string id)\n    {\n        if (id.Length == 0)\n        {\n            throw new ArgumentException(\"no id\");\n        }\n\n        // This comment reads as a sentence. It is none.\n        return id.Length;\n    }\n}\n";

    [Fact]
    public void Blocks_OfAnyText_FollowEachOtherWithoutAGap() =>
        ContentTexts.Any.Sample(
            text =>
            {
                var at = 0;
                foreach (var block in ContentDetector.Blocks(text))
                {
                    Assert.Equal(at, block.Span.Start);
                    Assert.True(block.Span.End > at);
                    at = block.Span.End;
                }

                Assert.Equal(text.Length, at);
            },
            iter: 5000);

    [Theory]
    [InlineData(ContentKind.Json, "{\n  \"a\": [1, 2]\n}\n")]
    [InlineData(ContentKind.JsonLines, "{\"a\":1}\n{\"a\":2}\n{\"a\":3}\n")]
    [InlineData(ContentKind.Code, "```json\n{\"a\":1}\n```\n")]
    [InlineData(ContentKind.Code, "````md\n```\nnot closed\n```\n````\n")]
    [InlineData(ContentKind.Diff, "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n")]
    [InlineData(ContentKind.Diff, "Index: x\n===================================================================\n--- x\t(revision 1)\n+++ x\t(working copy)\n@@ -1 +1 @@\n-a\n+b\n")]
    [InlineData(ContentKind.Log, "Apr 17 03:14:02 web-1 sshd[411]: session opened\nApr 17 03:14:03 web-1 cron[1]: started\nApr 17 03:14:04 web-1 cron[1]: done\n")]
    [InlineData(ContentKind.Log, "I0417 03:11:00.000123       1 a.go:88] bound pod\nE0417 03:11:01.000123       1 b.go:9] no pod\n")]
    [InlineData(ContentKind.Log, "192.0.2.7 - - [17/Apr/2031:04:00:01 +0000] \"GET / HTTP/1.1\" 200 5\n192.0.2.8 - - [17/Apr/2031:04:00:02 +0000] \"GET / HTTP/1.1\" 200 5\n")]
    [InlineData(ContentKind.Log, "[2031-04-17 03:00:01 INF] started\n[2031-04-17 03:00:02 WRN] slow\n")]
    [InlineData(ContentKind.Log, "time=\"2031-04-17T03:00:00Z\" level=info msg=a\ntime=\"2031-04-17T03:00:01Z\" level=info msg=b\n")]
    [InlineData(ContentKind.Log, "03:41:12.119 [main] INFO  c.q.Boot - started\n03:41:12.120 [main] INFO  c.q.Boot - ready\n")]
    [InlineData(ContentKind.Log, "[INFO] downloading\n[WARN] slow mirror\n[INFO] done\n")]
    [InlineData(ContentKind.Log, "[Mon Mar 02 08:04:00.123456 2026] [ssl:info] [pid 9] connected\n[Mon Mar 02 08:04:01.123456 2026] [ssl:info] [pid 9] closed\n")]
    [InlineData(ContentKind.Log, "[    0.000019] pvm: running\n[    0.241769] acpi PNP0A08:00: disabling\n               Please enable it if you can.\n[    0.300000] pci bus 00\n")]
    [InlineData(ContentKind.Log, "[info] compiling 3 sources\n[warn] unused import\n[info] done in 2 s\n")]
    [InlineData(ContentKind.Log, "INFO atlas.cache: filled\nDEBUG atlas.cache: 40 entries\nINFO atlas.http: listening\n")]
    [InlineData(ContentKind.Log, "msg=\"cache filled\" level=info entries=40\nmsg=\"slow mirror\" level=warning ms=900\n")]
    [InlineData(ContentKind.Log, "at=info method=GET path=\"/\" status=200\nat=error code=H12 desc=\"Request timeout\" status=503\n")]
    [InlineData(ContentKind.Log, "[I 2031-04-17 03:00:00.123 ServerApp] started\n[W 2031-04-17 03:00:01.123 ServerApp] no certificate\n")]
    [InlineData(ContentKind.Log, "I, [2031-04-17T03:00:00.123456 #4711]  INFO -- : started\nW, [2031-04-17T03:00:01.123456 #4711]  WARN -- : slow\n")]
    [InlineData(ContentKind.Log, "04-17 03:00:00.123  1234  1250 I Cache: filled\n04-17 03:00:01.123  1234  1250 E Cache: gone\n")]
    [InlineData(ContentKind.Log, "I/Cache(  123): filled\nE/Cache(  123): gone\n")]
    [InlineData(ContentKind.Log, "info  - ready on port 3000\nwarn  - slow page\ninfo  - compiled\n")]
    [InlineData(ContentKind.Log, "npm WARN deprecated atlas@1.0.0: no longer there\nnpm WARN deprecated ember@2.0.0: no longer there\n")]
    [InlineData(ContentKind.BuildReport, "npm ERR! code ELIFECYCLE\nnpm ERR! errno 2\nnpm ERR! atlas@1.0.0 build: `vite build`\n")]
    [InlineData(ContentKind.BuildReport, "error: no such crate\nwarning: unused variable\n")]
    [InlineData(ContentKind.SearchResults, "src/a.py:12:def a():\nsrc/a.py:14:    b()\nsrc/c d.py:3:a()\n")]
    [InlineData(ContentKind.SearchResults, "C:\\x\\y.cs:12:text\nC:\\x\\y.cs:14:more\n")]
    [InlineData(ContentKind.Listing, "total 8\n-rw-r--r-- 1 dev dev   71433 Apr  3 09:02 old backup.tar\ndrwxr-xr-x 2 dev dev 4096 Apr 17 03:00 src\n")]
    [InlineData(ContentKind.Listing, "src/a.cs\nsrc/b.cs\ntests/c.cs\n")]
    [InlineData(ContentKind.Listing, "On branch main\nChanges not staged for commit:\n\tmodified:   a.cs\n")]
    [InlineData(ContentKind.Listing, "M\tsrc/a.cs\nA\tsrc/b.cs\nD\ttests/c.cs\n")]
    [InlineData(ContentKind.Listing, "460K\t./var/a/0\n351G\t./var/b/1\n607M\t./var/c/2\n")]
    [InlineData(ContentKind.Csv, "file\tlines\nsrc/a.cs\t4\nsrc/b.cs\t5\n")]
    [InlineData(ContentKind.Csv, "id,name,town\n1,a,x\n2,b,y\n")]
    [InlineData(ContentKind.Csv, "id\tname\n1\ta b\n2\tc\n")]
    [InlineData(ContentKind.Table, " id | name \n----+------\n  1 | a\n  2 | b\n(2 rows)\n")]
    [InlineData(ContentKind.Table, "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n")]
    [InlineData(ContentKind.Table, "NAME      READY   STATUS    AGE\nledger    1/1     Running   2d\nmailer    0/1     Pending   3m\n")]
    [InlineData(ContentKind.Config, "apiVersion: v1\nkind: Pod\nmetadata:\n  name: x\n")]
    [InlineData(ContentKind.Config, "[server]\nport = 8080\nhost = \"a\"\n")]
    [InlineData(ContentKind.Html, "<!DOCTYPE html>\n<html><body><p>Hi.</p></body></html>\n")]
    [InlineData(ContentKind.Xml, "<?xml version=\"1.0\"?>\n<a>\n  <b>1</b>\n  <b>2</b>\n</a>\n")]
    [InlineData(ContentKind.StackTrace, "TypeError: no\n    at a (/app/a.js:1:2)\n    at b (/app/b.js:3:4)\n")]
    [InlineData(ContentKind.TestReport, "test a ... ok\ntest b ... FAILED\n\ntest result: FAILED. 1 passed; 1 failed\n")]
    [InlineData(ContentKind.BuildReport, "src/a.ts(1,2): error TS2339: no such property\n")]
    [InlineData(ContentKind.NumberedLines, "     1\tusing System;\n     2\t\n     3\tclass A;\n")]
    [InlineData(ContentKind.Code, CSharp)]
    [InlineData(ContentKind.Prose, Prose)]
    [InlineData(ContentKind.Prose, "नई मशीन मार्च में लगाई गई थी और शहर की नदी के पास रखी है। किराया हर महीने की पहली तारीख़ को दिया जाता है।")]
    [InlineData(ContentKind.Prose, "บ้านหลังนี้ตั้งอยู่ระหว่างวัดกับตลาดเก่าและมีสวนขนาดใหญ่อยู่ด้านหลังซึ่งเด็กๆ ชอบมาเล่นในตอนเย็น")]
    [InlineData(ContentKind.Prose, "The hall was built in 1904  and has stood empty since the fire, of which nobody knows how it began.  Two bids came in last week, and both are above what the town can pay.")]
    [InlineData(ContentKind.Prose, "بني المنزل في عام 1904  على ضفة النهر وبقي خاليا منذ الحريق الذي لا يعرف أحد كيف بدأ. وصل عرضان الأسبوع الماضي وكلاهما أعلى مما تستطيع البلدية دفعه.")]
    [InlineData(ContentKind.Prose, "Salon 1904 yılında inşa edildi ve yangından  beri boş duruyor; yangının nasıl çıktığını kimse bilmiyor. Geçen hafta iki teklif geldi ve ikisi de belediyenin ödeyebileceğinden yüksek.")]
    [InlineData(ContentKind.Prose, "这座礼堂建于  1904 年，自火灾以来一直空着，没有人知道火灾是怎么开始的。上周收到了两份报价，一份是 4,750,000 元（占预算的 112.5%），另一份是 5,120,000 元（占 121.3%），都超过了镇上能支付的数额。")]
    [InlineData(ContentKind.Prose, "อาคารหลังนี้สร้างขึ้นในปี 1904  และว่างเปล่ามาตั้งแต่ไฟไหม้ซึ่งไม่มีใครรู้ว่าเริ่มต้นอย่างไร สัปดาห์ที่แล้วมีข้อเสนอสองรายการ และทั้งสองรายการสูงกว่าที่เมืองจะจ่ายได้")]
    [InlineData(ContentKind.Prose, "यह हॉल 1904 में बना था  और आग लगने के बाद से खाली पड़ा है। पिछले हफ़्ते दो प्रस्ताव आए और दोनों नगर की क्षमता से अधिक हैं।")]
    [InlineData(ContentKind.Prose, "Atlas2 ist ein Verein, der sich um die alten Hallen der Stadt kümmert und seit dem Brand niemanden mehr gefunden hat, der sie pachten will.")]
    [InlineData(ContentKind.Markdown, "# Title\nSome words that stand below the title.\n")]
    [InlineData(ContentKind.Dialogue, "Lind: We should ship on Monday, I think.\nOkafor: No, the tests are not green yet.\nLind: Then let us wait for them.\n")]
    public void Blocks_OfOneKind_AreOne(ContentKind kind, string text) => Assert.Equal(kind, Assert.Single(ContentDetector.Blocks(text)).Kind);

    [Theory]
    [InlineData("[INFO] one two three\n[1/4] step of something\n")]
    [InlineData("a1b2c3d one commit\nb2c3d4e another commit that says more than the first did\nc3d4e5f a third one\n")]
    [InlineData("# how long a session may last before it ends\n# in seconds, zero means no limit at all\nSessionTimeout 30\n")]
    [InlineData("> diff --git a/x b/x\n> --- a/x\n> +++ b/x\n> @@ -1,2 +1,2 @@\n> some words of a line that stays as it is\n> -the old words of another line here\n> +the new words of another line here\n")]
    [InlineData("  -h, --help      Show what this command can do and end.\n  -v, --verbose   Say more about what is being done.\n")]
    [InlineData("npm http fetch GET 200 https://registry.example/atlas 303ms (cache miss)\nnpm http fetch GET 200 https://registry.example/ember 41ms (cache hit)\nnpm http fetch GET 200 https://registry.example/fjord 12ms (cache hit)\nnpm http fetch GET 200 https://registry.example/indigo 7ms (cache hit)\n")]
    [InlineData("atlas-doc - generic library for requests, including the documentation\nember - application launcher written in a safe language\nfjord-dev - containers and algorithms that implement a format\n")]
    [InlineData("1: lo: <LOOPBACK,UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000\n    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00\n    inet 127.0.0.1/8 scope host lo\n       valid_lft forever preferred_lft forever\n")]
    [InlineData("MemTotal:       16012344 kB of this machine\nMemFree:          211412 kB of this machine\nMemAvailable:    1211412 kB of this machine\n")]
    [InlineData("From: Anna Berg of Example <anna@example.com>\nTo: Ben Ode of Example <ben@example.com>\nDate: Mon, 2 Mar 2026 10:11:12 +0100\nSubject: Re: the export that hangs since Monday\n")]
    [InlineData("* 80c9230 Rows of a table are whole or gone\n* 3db8c55 A piece of a password is neither a server nor a setting\n*   a1cc9c2 Originals are told from lines that are missing\n|\\  \n")]
    [InlineData("commit 80c92302f1c3a4b5d6e7f8091a2b3c4d5e6f7081\nAuthor: Anna Berg <anna@example.com>\nDate:   Mon Mar 2 10:10:44 2026 +0100\n\n    Rows of a table are whole or gone, since no reader can tell a cell that is empty from one that was dropped.\n")]
    [InlineData("    access, adduser, audit, bugs, cache, completion, config, dedupe,\n    deprecate, diff, doctor, edit, exec, explain, explore, find, fund,\n    get, help, init, install, link, login, logout, outdated\n")]
    [InlineData("  -n, --quiet\n                 suppress automatic printing of what is read.\n      --debug\n                 say what is done with each line that comes.\n  -e script\n                 add the script to the commands that are run.\n")]
    [InlineData("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U\n")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBaMQswCQYDVQQGEwJJ\nMIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBaMQswCQYDVQQGEwJJ\n-----END CERTIFICATE-----\n")]
    public void Blocks_WhatIsNoSentence_IsNotProse(string text) =>
        Assert.All(ContentDetector.Blocks(text), block => Assert.False(block.Kind is ContentKind.Prose or ContentKind.Markdown or ContentKind.Dialogue));

    /// <summary>An outline of half a patch would read as a change that nobody made.</summary>
    [Theory]
    [InlineData("*** a.py\t2026-03-02\n--- b.py\t2026-03-02\n***************\n*** 5,9 ****\n  \n  def f1():\n!     x = 3\n      return x\n  \n--- 5,9 ----\n  \n  def f1():\n!     x = 33\n      return x\n  \n")]
    [InlineData("diff --cc a.py\nindex 1,2..3\n--- a/a.py\n+++ b/a.py\n@@@ -1,6 -1,6 +1,10 @@@\n  def f1():\n++<<<<<<< HEAD\n +    x = 34\n++=======\n+     x = 33\n++>>>>>>> main\n      return x\n")]
    [InlineData("5c5\n<     x = 3\n---\n>     x = 33\n")]
    public void Blocks_OfPatchesThatAreNotUnified_AreAsTheyCame(string text) => Assert.All(ContentDetector.Blocks(text), block => Assert.True(block.Kind is ContentKind.Unknown or ContentKind.Diff, block.Kind.ToString()));

    [Theory]
    [InlineData("")]
    [InlineData("\n... [output truncated]\n")]
    public void Blocks_OfJsonThatWasCutOff_AreAsTheyCame(string note)
    {
        var text = "{\n  \"items\": [\n" + string.Join(",\n", Enumerable.Range(0, 40).Select(i => Samples.Line($"    {{\n      \"id\": {i},\n      \"tags\":\n      [\n        \"a\", \"b\"\n      ]\n    }}"))) + ",\n    {\n      \"id\": 4" + note;
        Assert.Equal(text, ContentTexts.Reduce(text, 0.2));
    }

    [Fact]
    public void Blocks_OfASourceFile_AreCodeWhateverItsStringsHold()
    {
        const string Python = "\"\"\"Reads tables. It knows three forms.\"\"\"\nimport re\n\n\ndef rows(text):\n    sample = \"\"\"\nid,name,town\n1,a,x\n2,b,y\n\"\"\"\n    for line in text.split():\n        yield line.split(',')\n    return sample\n\n\ndef check(report):\n    if report is None:\n        raise ValueError('1 failed, 2 passed')\n    assert re.match('FAIL ', report)\n\n\nclass Table:\n    def first(self):\n        return self.rows[0]\n";
        Assert.Equal(ContentKind.Code, Assert.Single(ContentDetector.Blocks(Python)).Kind);
    }

    [Fact]
    public void Blocks_OfAMixedText_AreItsParts()
    {
        var log = "2031-04-17T03:00:00Z INFO a\n2031-04-17T03:00:01Z INFO b\n2031-04-17T03:00:02Z ERROR c\njava.lang.X: no\n\tat a.B.c(D.java:1)\n";
        var text = Prose + "\nThe file is src/a.ts:\n```ts\nconst a = 1;\n```\n\nThe server answered:\n{\"items\":[{\"id\":1,\"town\":\"Lund\"},{\"id\":2,\"town\":\"Oslo\"}]}\n\nAnd the log says:\n\n" + log + "\n" + Prose;
        var blocks = ContentDetector.Blocks(text);
        Assert.Equal(
            [ContentKind.Prose, ContentKind.Unknown, ContentKind.Code, ContentKind.Unknown, ContentKind.Json, ContentKind.Unknown, ContentKind.Log, ContentKind.Prose],
            blocks.Select(b => b.Kind));
        Assert.Equal("The file is src/a.ts:\n", blocks[1].Span.Of(text).ToString());
        Assert.Equal(log, blocks[6].Span.Of(text).ToString().TrimStart('\n')[..log.Length]);
    }

    [Fact]
    public void Blocks_EnvelopeOfATool_StaysWithItsOutput()
    {
        var text = "Exit code: 1\nWall time: 4.2 seconds\nOutput:\n" + ContentTexts.Log(60) + "<system-reminder>\nDo not tell.\n</system-reminder>\n";
        var reduced = ContentTexts.Reduce(text, 0.2);
        Assert.StartsWith("Exit code: 1\nWall time: 4.2 seconds\nOutput:\n", reduced, StringComparison.Ordinal);
        Assert.EndsWith("<system-reminder>\nDo not tell.\n</system-reminder>\n", reduced, StringComparison.Ordinal);
    }

    [Fact]
    public void Blocks_JsonAfterALineAndBeforeAnother_KeepsBoth()
    {
        var text = "Tool result:\n" + Samples.Issues(40) + "\nnpm notice: a new version is there\n";
        var reduced = ContentTexts.Reduce(text, 0.3);
        Assert.StartsWith("Tool result:\n{\"columns\":", reduced, StringComparison.Ordinal);
        Assert.EndsWith("}\nnpm notice: a new version is there\n", reduced, StringComparison.Ordinal);
    }

    [Fact]
    public void Blob_IsOneMarkAndHashesStay()
    {
        var blob = Convert.ToBase64String(Enumerable.Range(0, 3000).Select(i => (byte)(i * 7919 >> 3)).ToArray(), Base64FormattingOptions.InsertLineBreaks).Replace("\r", "", StringComparison.Ordinal);
        var text = "sha512-3f1c09ab7d2e54aa3f1c09ab7d2e54aa3f1c09ab7d2e54aa3f1c09ab7d2e54aa\n\n" + blob + "\n";
        Assert.Equal("sha512-3f1c09ab7d2e54aa3f1c09ab7d2e54aa3f1c09ab7d2e54aa3f1c09ab7d2e54aa\n\n[base64, 4000 characters omitted]\n", ContentTexts.Reduce(text, 0.1));
    }

    [Theory]
    [InlineData("!function(e,t){{\"use strict\";var n{0}=e.length;return n{0}>0?t(e[{0}],n{0}):void 0}}(window,function(e,t){{return e===t&&!0}});")]
    [InlineData("const a{0}=(e,t)=>{{let r=e.map(n=>n.id).filter(Boolean);return r.length>{0}?this.b{0}(r):t}};")]
    [InlineData(".card-{0}{{margin:0 auto;padding:{0}px}}.card-{0}>a:hover{{color:#0a6;text-decoration:none}}")]
    public void Minified_OnOneLine_IsAMark(string piece)
    {
        var line = string.Concat(Enumerable.Range(0, 90).Select(i => string.Format(System.Globalization.CultureInfo.InvariantCulture, piece, i)));
        Assert.Equal(Samples.Line($"app.js:\n\n[minified code, {line.Count(c => c != ' ')} characters omitted]\n"), ContentTexts.Reduce("app.js:\n\n" + line + "\n", 0.1));
    }

    [Fact]
    public void Minified_BehindBlanks_IsNeverCalledBase64()
    {
        var line = "  \"use strict\";" + string.Concat(Enumerable.Repeat("!function(e){var t=this.a;return e&&t.b(e)}(window);", 100));
        Assert.Equal(line + "\n", ContentTexts.Reduce(line + "\n", 1));
        Assert.DoesNotContain("base64", ContentTexts.Reduce(line + "\n", 0.1), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{\"id\":{0},\"town\":\"Lund\",\"tags\":[\"a\",\"b\"]}},")]
    [InlineData("a:2:{{s:2:\"id\";i:{0};s:4:\"town\";s:4:\"Lund\";}}")]
    [InlineData("INSERT INTO orders VALUES ({0},'Lind','2031-04-17',25.90);")]
    [InlineData("{{id:{0},town:'Lund',tags:['a','b']}},")]
    [InlineData("if (a > {0}) {{ return total(b, c); }} else {{ this.count = this.count + 1; }} ")]
    [InlineData("and the function returns what it has, in town {0}; ")]
    [InlineData("https://atlas.example/a/b?c=d&e={0};f=g,")]
    [InlineData("M{0},10L20,{0}H7V9C1,2,3,4,5,6Z")]
    public void OtherLongLines_AreNotMinified(string piece)
    {
        var line = string.Concat(Enumerable.Range(0, 120).Select(i => string.Format(System.Globalization.CultureInfo.InvariantCulture, piece, i)));
        Assert.DoesNotContain("minified", ContentTexts.Reduce(line + "\n", 0.1), StringComparison.Ordinal);
    }
}
