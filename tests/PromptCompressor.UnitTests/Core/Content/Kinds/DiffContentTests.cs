using System.Diagnostics;
using CsCheck;
using PromptCompressor.Core.Content;
using PromptCompressor.Core.Content.Blocks;

namespace PromptCompressor.UnitTests.Core.Content.Kinds;

/// <summary>Patches come from git and go back to git: it must apply them as before.</summary>
public sealed class DiffContentTests : IDisposable
{
    private static readonly Lazy<bool> HasGit = new(() =>
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", "--version") { RedirectStandardOutput = true })!;
            git.WaitForExit();
            return git.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    });

    private readonly string _folder = Directory.CreateTempSubdirectory("diff").FullName;

    public DiffContentTests() => Assert.SkipUnless(HasGit.Value, "There is no git on the path, so nothing says whether a patch applies.");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Diff_OfAnyChange_AppliesAndGivesTheSameFile() =>
        Gen.Select(Gen.Int[1, 60], Gen.Int[0, 60].Array[1, 6], Gen.Int[0, 2].Array[6], Gen.Bool, Gen.Bool).Sample(
            (size, places, kinds, noEndBefore, noEndAfter) =>
            {
                var old = Enumerable.Range(0, size).Select(i => Samples.Line($"line {i}")).ToList();
                var now = new List<string>(old);
                foreach (var (place, kind) in places.Zip(kinds))
                {
                    var at = Math.Min(place, now.Count - 1);
                    if (at < 0 || kind == 0)
                    {
                        now.Insert(Math.Max(0, at), "-- added");
                    }
                    else if (kind == 1)
                    {
                        now[at] += "!";
                    }
                    else
                    {
                        now.RemoveAt(at);
                    }
                }

                var before = string.Join('\n', old) + (noEndBefore ? "" : "\n");
                var after = string.Join('\n', now) + (noEndAfter || now.Count == 0 ? "" : "\n");
                Apply(new() { ["a.txt"] = before }, new() { ["a.txt"] = after });
            },
            iter: 25, threads: 1);

    [Fact]
    public void Diff_OfFilesAddedDeletedRenamedAndChanged_Applies()
    {
        var text = string.Concat(Enumerable.Range(0, 40).Select(i => Samples.Line($"line {i}\n")));
        Apply(
            new() { ["gone.txt"] = "a\nb\n", ["old.txt"] = text, ["changed.txt"] = text, ["sql.txt"] = "-- comment\nb\nc\nd\ne\nf\n" },
            new() { ["new.txt"] = "x\ny\n", ["empty.txt"] = "", ["renamed.txt"] = text.Replace("line 20\n", "line twenty\n", StringComparison.Ordinal), ["changed.txt"] = text.Replace("line 3\n", "", StringComparison.Ordinal) + "++i\n", ["sql.txt"] = "b\nc\nd\ne\nf\n++i;\n" });
    }

    [Fact]
    public void Diff_OfAnyFiles_Applies() =>
        Gen.Select(Gen.Int[0, 5].Array[1, 6], Gen.Int[5, 50].Array[6], Gen.Int[0, 50].Array[3].Array[6], Gen.Bool.Array[6], Gen.Bool.Array[6]).Sample(
            (changes, sizes, places, feeds, ends) =>
            {
                var (before, after) = (new Dictionary<string, string>(), new Dictionary<string, string>());
                for (var i = 0; i < changes.Length; i++)
                {
                    var feed = feeds[i] ? "\r\n" : "\n";
                    var lines = Enumerable.Range(0, sizes[i]).Select(n => Samples.Line($"{i}: line {n * 7919 % 1000}")).ToList();
                    var edited = new List<string>(lines);
                    foreach (var place in places[i])
                    {
                        edited[place % edited.Count] += place % 2 == 0 ? " changed" : "";
                        edited.Insert(place % edited.Count, place % 3 == 0 ? "" : "--- added " + feed.Length);
                    }

                    var (old, now) = (string.Join(feed, lines) + (ends[i] ? feed : ""), string.Join(feed, edited) + (ends[^(i + 1)] ? feed : ""));
                    var (name, other) = ($"f{i}.txt", $"moved{i}.txt");
                    _ = changes[i] switch
                    {
                        0 => (after[name] = now).Length,
                        1 => (before[name] = old).Length,
                        2 => (before[name] = old).Length + (after[other] = now).Length,
                        3 => (before[name] = old).Length + (after[other] = old).Length,
                        _ => (before[name] = old).Length + (after[name] = now).Length,
                    };
                }

                Apply(before, after);
            },
            iter: 20, threads: 1);

    [Fact]
    public void Diff_OfACarriageReturnFile_KeepsThem()
    {
        var text = string.Concat(Enumerable.Range(0, 40).Select(i => Samples.Line($"line {i}\r\n")));
        Apply(new() { ["a.txt"] = text }, new() { ["a.txt"] = text.Replace("line 20\r\n", "\tline 20\r\n", StringComparison.Ordinal) });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void LockFile_WhereverItStands_IsOneMarkAndTheOthersApply(int place)
    {
        var names = new List<string> { "a.txt", "m.txt" };
        names.Insert(place, place == 0 ? "0/package-lock.json" : place == 1 ? "b/package-lock.json" : "z/package-lock.json");
        var text = string.Concat(Enumerable.Range(0, 40).Select(i => Samples.Line($"line {i}\n")));
        var before = names.ToDictionary(n => n, _ => text);
        var after = names.ToDictionary(n => n, _ => text.Replace("line 2", "row 2", StringComparison.Ordinal));
        var diff = Git(before, after);
        var reduced = ContentTexts.Reduce(diff, 0.3);
        Assert.Matches(@"(?m)^\[22 changed lines of ./package-lock.json omitted: 11 added, 11 removed\]$", reduced);
        Assert.DoesNotContain("--- a/" + names.Single(n => n.EndsWith(".json", StringComparison.Ordinal)), reduced, StringComparison.Ordinal);
        Assert.Equal(after["a.txt"], Applied(before, reduced)["a.txt"]);
        Assert.Equal(after["m.txt"], Applied(before, reduced)["m.txt"]);
    }

    [Fact]
    public void Diff_EveryChangedLine_Stays()
    {
        var text = string.Concat(Enumerable.Range(0, 90).Select(i => Samples.Line($"    if x == {i}:\n")));
        var diff = Git(new() { ["a.py"] = text }, new() { ["a.py"] = text.Replace("    if x == 4", "        if x == 4", StringComparison.Ordinal) });
        Assert.Equal(Changes(diff), Changes(ContentTexts.Reduce(diff, 0.1)));
    }

    [Theory]
    [InlineData("diff --cc a.txt\nindex 1,2..3\n--- a/a.txt\n+++ b/a.txt\n@@@ -1,3 -1,3 +1,4 @@@\n  a\n- b\n -c\n++d\n")]
    [InlineData("--- a/x\n+++ b/x\n@@ -1,99 +1,99 @@\n a\n-b\n+c\n")]
    public void Diff_OtherForms_AreAsTheyCame(string text)
    {
        var padded = text + string.Concat(Enumerable.Repeat(" context that is long enough to count\n", 20));
        Assert.Equal(padded, ContentReducer.Reduce(padded, ContentKind.Diff, 1, ContentTexts.Options).Text);
    }

    [Fact]
    public void Diff_BehindACommitMessage_KeepsIt()
    {
        var text = string.Concat(Enumerable.Range(0, 60).Select(i => Samples.Line($"line {i}\n")));
        var diff = "commit 3f1c09ab\nAuthor: A <a@x.example>\n\n    Say why\n\n" + Git(new() { ["a.txt"] = text }, new() { ["a.txt"] = text.Replace("line 30\n", "line thirty\n", StringComparison.Ordinal) });
        Assert.StartsWith("commit 3f1c09ab\nAuthor: A <a@x.example>\n\n    Say why\n\ndiff --git", ContentTexts.Reduce(diff, 0.2), StringComparison.Ordinal);
    }

    private static string[] Changes(string diff) => [.. diff.Split('\n').Where(line => line is ['+' or '-', ..])];

    private void Apply(Dictionary<string, string> before, Dictionary<string, string> after)
    {
        var diff = Git(before, after);
        var reduced = ContentReducer.Reduce(diff, ContentKind.Diff, 1, ContentTexts.Options).Text;
        Assert.Equal(Changes(diff), Changes(reduced));
        if (diff.Length > 0)
        {
            Assert.Equal(after.OrderBy(f => f.Key, StringComparer.Ordinal), Applied(before, reduced).OrderBy(f => f.Key, StringComparer.Ordinal));
        }
    }

    private string Git(Dictionary<string, string> before, Dictionary<string, string> after)
    {
        Write("a", before);
        Write("b", after);
        return Run("diff --no-index --no-color --find-renames a b", "").Replace(" a/a/", " a/", StringComparison.Ordinal).Replace(" b/b/", " b/", StringComparison.Ordinal).Replace(" a/b/", " a/", StringComparison.Ordinal).Replace(" b/a/", " b/", StringComparison.Ordinal)
            .Replace("rename from a/", "rename from ", StringComparison.Ordinal).Replace("rename to b/", "rename to ", StringComparison.Ordinal);
    }

    private Dictionary<string, string> Applied(Dictionary<string, string> before, string diff)
    {
        Write("c", before);
        Run("apply --whitespace=nowarn --directory=c -", diff);
        Directory.CreateDirectory(Path.Combine(_folder, "c"));
        return Directory.EnumerateFiles(Path.Combine(_folder, "c"), "*", SearchOption.AllDirectories)
            .ToDictionary(f => Path.GetRelativePath(Path.Combine(_folder, "c"), f).Replace('\\', '/'), File.ReadAllText);
    }

    private void Write(string side, Dictionary<string, string> files)
    {
        var folder = Path.Combine(_folder, side);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        foreach (var (name, text) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, name))!);
            File.WriteAllText(Path.Combine(folder, name), text);
        }
    }

    private string Run(string arguments, string input)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = _folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, Environment = { ["GIT_CEILING_DIRECTORIES"] = Path.GetDirectoryName(_folder) } })!;
        git.StandardInput.Write(input);
        git.StandardInput.Close();
        var errors = git.StandardError.ReadToEndAsync();
        var output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        Assert.True(git.ExitCode == 0 || arguments.StartsWith("diff", StringComparison.Ordinal), errors.Result + "\n" + input);
        return output;
    }
}
