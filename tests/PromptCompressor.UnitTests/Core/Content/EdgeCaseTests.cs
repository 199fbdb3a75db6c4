using PromptCompressor.Core.Content;
using PromptCompressor.Core.Content.Blocks;

namespace PromptCompressor.UnitTests.Core.Content;

/// <summary>Texts that tools of this trade were seen to get wrong, and that belong to no kind's own tests.</summary>
public sealed class EdgeCaseTests
{
    [Fact]
    public void NoText_HasNoBlocks()
    {
        Assert.Empty(ContentDetector.Blocks(""));
        Assert.Equal("", ContentTexts.Reduce(""));
    }

    [Fact]
    public void Json_LongProseInAString_KeepsTheSentenceThatMatters()
    {
        var prose = string.Concat(Enumerable.Repeat("The pumps of the east gate were looked at in the morning. ", 20)) + "CRITICAL: rollback before noon. " + string.Concat(Enumerable.Repeat("Nothing else was found there. ", 20));
        Assert.Contains("CRITICAL: rollback before noon.", ContentTexts.Reduce($"{{\"id\": 1, \"report\": \"{prose}\", \"open\": true}}", 0.1), StringComparison.Ordinal);
    }

    [Fact]
    public void Json_TextPartThatIsJson_KeepsItsEscapes()
    {
        const string Inner = """{\"name\":\"caf\u00e9\",\"path\":\"a\/b\",\"half\":\"\ud800\",\"words\":\"one two three four five six seven eight nine ten eleven twelve\"}""";
        Assert.Equal($"{{\"content\":[{{\"type\":\"text\",\"text\":\"{Inner}\"}}],\"isError\":false}}", ContentTexts.Reduce($"{{\n  \"content\": [\n    {{ \"type\": \"text\", \"text\": \"{Inner}\" }}\n  ],\n  \"isError\": false\n}}", 0.1));
    }

    [Fact]
    public void Json_StringsThatAllReportAFailure_AllStay()
    {
        var text = "[" + string.Join(",", Enumerable.Range(0, 100).Select(i => Samples.Line($"\"error: host {i} refused the connection\""))) + "]";
        Assert.Equal(text, ContentTexts.Reduce(text, 0.2));
    }

    [Fact]
    public void Log_ClockThatGoesBack_KeepsEachTimeWithItsLine()
    {
        var text = string.Concat(Enumerable.Range(0, 120).Select(i => Samples.Line($"2031-04-{(i < 60 ? 18 : 17)} {(i * 7 + 50) % 60:00}:{i % 60:00}:00 INFO tick {i % 5}\n")));
        var lines = text.Split('\n').ToHashSet();
        Assert.All(ContentTexts.Reduce(text, 0.3).Split('\n'), line => Assert.True(lines.Contains(line.Split(" [1 of ")[0]) || OmissionMark.IsMark(line), line));
    }

    [Fact]
    public void Build_ProgressThatDrawsOverItself_IsItsLastStateBesideItsWarnings()
    {
        var progress = string.Concat(Enumerable.Range(1, 100).Select(i => Samples.Line($"\r\u001b[32m{i,3}%\u001b[0m of module {i}")));
        var text = "warning: x.c:3: 'a' is not used\nDownloading tool" + progress + "\nCompiling a\nCompiling b\nerror: could not compile `b`\n";
        var reduced = ContentTexts.Reduce(text, 0.3);
        Assert.Contains("warning: x.c:3: 'a' is not used\n", reduced, StringComparison.Ordinal);
        Assert.Contains("100% of module 100\n", reduced, StringComparison.Ordinal);
        Assert.Contains("error: could not compile `b`\n", reduced, StringComparison.Ordinal);
        Assert.DoesNotContain(" 57%", reduced, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', reduced);
    }

    [Fact]
    public void Diff_OfBlanksAlone_StaysInPython()
    {
        var around = string.Concat(Enumerable.Range(0, 4).Select(i => Samples.Line($"     step({i})\n")));
        var diff = $"diff --git a/a.py b/a.py\nindex 1..2 100644\n--- a/a.py\n+++ b/a.py\n@@ -1,9 +1,9 @@ def a():\n{around}-    return 1\n+        return 1\n{around}" + string.Concat(Enumerable.Range(0, 4).Select(i => Samples.Line($"diff --git a/b{i}.py b/b{i}.py\nindex 1..2 100644\n--- a/b{i}.py\n+++ b/b{i}.py\n@@ -1,9 +1,9 @@\n{around}-old {i}\n+new {i}\n{around}")));
        Assert.Contains("-    return 1\n+        return 1\n", ContentTexts.Reduce(diff, 0.2), StringComparison.Ordinal);
    }

    [Fact]
    public void Diff_OfTwoCommits_KeepsBothMessages()
    {
        var around = string.Concat(Enumerable.Range(0, 8).Select(i => Samples.Line($" line {i} of the file\n")));
        var log = string.Concat(Enumerable.Range(0, 2).Select(i => Samples.Line($"commit 3f1c09a{i}\nAuthor: A <a@x.example>\n\n    Reason {i}\n\ndiff --git a/f{i} b/f{i}\nindex 1..2 100644\n--- a/f{i}\n+++ b/f{i}\n@@ -1,17 +1,17 @@\n{around}-old {i}\n+new {i}\n{around}\n")));
        var reduced = ContentTexts.Reduce(log, 0.2);
        Assert.All(new[] { "    Reason 0\n", "    Reason 1\n", "-old 0\n+new 0\n", "-old 1\n+new 1\n", "commit 3f1c09a1\n" }, part => Assert.Contains(part, reduced, StringComparison.Ordinal));
    }

    [Fact]
    public void Search_PathsWithNumbersAndBlanks_AreWholePaths()
    {
        const string Text = "src/a-b-12-c.ts:39:first\nsrc/a-b-12-c.ts-40-text\nsrc/a-b-12-c.ts:41:second\nC:\\my code\\y.cs:12:third hit of them\nC:\\my code\\y.cs:13:fourth hit of them\nsrc/with blank/z.ts:7:fifth: with a colon\nsrc/with blank/z.ts:8:sixth\n";
        Assert.Equal(
            "src/a-b-12-c.ts\n39:first\n40-text\n41:second\nC:\\my code\\y.cs\n12:third hit of them\n13:fourth hit of them\nsrc/with blank/z.ts\n7:fifth: with a colon\n8:sixth\n",
            ContentReducer.Reduce(Text, ContentKind.SearchResults, 1, ContentTexts.Options).Text);
    }

    [Fact]
    public void Search_HugeLine_EndsEarlyAndSaysHowMuchIsGone()
    {
        var huge = "dist/app.min.js:1:" + string.Concat(Enumerable.Repeat("var total=1;", 20_000));
        var text = "src/a.js:12:total()\n" + huge + "\nsrc/b.js:14:total()\n";
        var reduction = ContentTexts.Only(text, 0.3);
        Assert.Equal("src/a.js:12:total()\n" + huge[..2000] + "… [238018 characters omitted]\nsrc/b.js:14:total()\n", reduction.Text);
        Assert.False(reduction.Lossless);
        Assert.Equal(reduction.Text, ContentTexts.Reduce(reduction.Text, 0.3));
        Assert.Equal(text, ContentTexts.Reduce(text, 1));
    }

    [Fact]
    public void Search_OneHugeHitAmongMany_LeavesTheOthersWhole()
    {
        var text = Samples.Hits(150) + "dist/app.min.js:1:" + string.Concat(Enumerable.Repeat("var total=1;", 20_000)) + "\n" + Samples.Hits(40).Replace("src/", "lib/", StringComparison.Ordinal);
        var lines = text.Split('\n').Select(line => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..]).ToHashSet();
        var reduced = ContentTexts.Reduce(text, 0.3);
        Assert.All(reduced.Split('\n').Where(line => line.Contains("total", StringComparison.Ordinal) && !line.Contains('…', StringComparison.Ordinal)), line => Assert.Contains(line, lines));
        Assert.Contains("dist/app.min.js", reduced, StringComparison.Ordinal);
    }

    [Fact]
    public void Status_WithManyUntrackedFiles_NamesThemAll()
    {
        var text = "On branch main\nYour branch is up to date with 'origin/main'.\n\nUntracked files:\n  (use \"git add <file>...\" to include in what will be committed)\n" + string.Concat(Enumerable.Range(0, 80).Select(i => Samples.Line($"\tnotes/draft {i}.md\n"))) + "\nnothing added to commit but untracked files present\n";
        Assert.Equal(text, ContentTexts.Reduce(text, 0.2));
    }

    [Fact]
    public void Listing_OddNames_AreAsTheyCame()
    {
        var text = "total 96\n" + string.Concat(Enumerable.Range(0, 20).Select(i => Samples.Line($"-rw-r--r-- 1 dev dev {i * 811} Apr 17 03:{i:00} 'two words {i}.txt'\n"))) + "-rw-r--r-- 1 dev dev 12 Apr 17 03:00 'line'$'\\n''end.txt'\nlrwxrwxrwx 1 dev dev 7 Apr 17 03:00 bin -> usr/bin\n";
        Assert.Equal(text, ContentTexts.Reduce(text, 0.2));
    }

    [Fact]
    public void Psql_ExpandedRecords_KeepTheirFields()
    {
        var text = string.Concat(Enumerable.Range(1, 12).Select(i => Samples.Line($"-[ RECORD {i} ]-----\nid    | {i}\nname  | customer {i}\ntotal | {i * 37}.50\n")));
        Assert.Equal(text, ContentTexts.Reduce(text, 1));
        var reduced = ContentTexts.Reduce(text, 0.4);
        Assert.All(Enumerable.Range(1, 12).Where(i => reduced.Contains(Samples.Line($"RECORD {i} ]"), StringComparison.Ordinal)), i => Assert.Contains(Samples.Line($"-[ RECORD {i} ]-----\nid | {i}\nname | customer {i}\ntotal | {i * 37}.50\n"), reduced, StringComparison.Ordinal));
        Assert.Contains(" records omitted]\n", reduced, StringComparison.Ordinal);
    }

    [Fact]
    public void Tsv_Escapes_AreNoLineEnds()
    {
        var text = "id\tname\tnote\n" + string.Concat(Enumerable.Range(0, 60).Select(i => Samples.Line($"{i}\tname {i % 5}\tfirst\\tsecond\\nthird\n")));
        var reduced = ContentTexts.Reduce(text, 0.3);
        Assert.All(reduced.TrimEnd('\n').Split('\n'), row => Assert.True(OmissionMark.IsMark(row) || row.Split('\t').Length == 3, row));
    }

    [Fact]
    public void Html_FragmentOfOneDiv_IsNotEmpty()
    {
        var text = "<div class=\"wide text\">\n<p>Each key may send six hundred requests a minute, which is more than most need.</p>\n<table>\n<tr><td>Free</td><td>60</td></tr>\n<tr><td>Team</td><td>600</td></tr>\n</table>\n<pre>  a {\n    b: 1\n  }</pre>\n<span class=\"small note\">And the rest of it stands here.</span>\n</div>\n";
        var reduced = ContentTexts.Reduce(text, 0.5);
        Assert.All(new[] { "Each key may send six hundred requests a minute", "Free | 60", "Team | 600", "  a {\n    b: 1\n  }", "And the rest of it stands here." }, part => Assert.Contains(part, reduced, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("apiVersion: v1\nkind: ConfigMap\nmetadata: &meta\n  name: shop # the only one\ndata:\n  app.conf: |\n    limit = 40\n    # ERROR lines go to disk\n\n    names:\n      - one\nspec:\n  <<: *meta\n  ports:\n    - 80\n    - 443\n")]
    [InlineData("Terraform will perform the following actions:\n\n  # aws_instance.web must be replaced\n-/+ resource \"aws_instance\" \"web\" {\n      ~ ami           = \"ami-1\" -> \"ami-2\" # forces replacement\n        instance_type = \"t3.small\"\n        name          = \"web\"\n    }\n\nPlan: 1 to add, 0 to change, 1 to destroy.\n")]
    public void Config_IsAsItCame(string text) => Assert.Equal(text, ContentTexts.Reduce(text, 0.2));

    [Fact]
    public void Headers_TokensAndHashes_AreNoBlobs()
    {
        var token = "eyJhbGciOiJSUzI1NiJ9." + Convert.ToBase64String([.. Enumerable.Range(0, 300).Select(i => (byte)(i * 7919 >> 3))]).TrimEnd('=').Replace('+', '-').Replace('/', '_') + ".c2lnbmF0dXJl";
        var text = $"HTTP/1.1 200 OK\nAuthorization: Bearer {token}\nDigest: sha-512=3f1c09ab7d2e54aa3f1c09ab7d2e54aa3f1c09ab7d2e54aa3f1c09ab7d2e54aa3f1c09ab\nServer: x\n";
        Assert.Equal(text, ContentTexts.Reduce(text, 0.2));
    }

    [Fact]
    public void DataUri_InText_IsItsSizeAndAllElseStays()
    {
        var data = Convert.ToBase64String([.. Enumerable.Range(0, 3000).Select(i => (byte)(i * 7919 >> 3))]);
        var text = $"The plan of the second floor, as it was drawn in March: ![plan](data:image/png;base64,{data}) and the icon ![i](data:image/png;base64,{data[..40]}), sha512-{data[..86]}==.\n";
        var reduction = ContentTexts.Only(text, 0.3);
        Assert.Equal(text.Replace(data + ")", "[4000 characters omitted])", StringComparison.Ordinal), reduction.Text);
        Assert.False(reduction.Lossless);
        Assert.Equal(reduction.Text, ContentTexts.Reduce(reduction.Text, 0.3));
        Assert.Equal(text, ContentTexts.Reduce(text, 1));
    }

    [Theory]
    [InlineData("<<ccr:0123456789ab,string,513B>>")]
    [InlineData("[270 lines compressed to 31. Retrieve more: hash=0123456789abcdef01234567]")]
    [InlineData("[… 41 lines left out …]")]
    [InlineData("# [41 lines omitted]")]
    [InlineData("[194 more like this]")]
    public void Marks_OfOthers_StayWhereTheyAre(string mark)
    {
        var text = ContentTexts.Log(30) + mark + "\n" + ContentTexts.Log(30);
        var lines = ContentTexts.Reduce(text, 0.3).Split('\n');
        Assert.Single(lines, mark);
    }
}
