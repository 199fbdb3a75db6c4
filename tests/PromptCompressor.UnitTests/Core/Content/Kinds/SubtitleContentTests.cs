using System.Globalization;
using CsCheck;
using PromptCompressor.Core.Content;
using PromptCompressor.Core.Content.Blocks;

namespace PromptCompressor.UnitTests.Core.Content.Kinds;

/// <summary>What is said never stands below the times of something else.</summary>
public sealed class SubtitleContentTests
{
    [Fact]
    public void AnySubtitles_CuesAreWholeAndMarksCountTheOthers() =>
        Gen.Select(Gen.Int[4, 90], Gen.Int[0, 1 << 20], Gen.Bool, Gen.OneOf("\n", "\r\n"), Gen.Double[0.1, 0.9]).Sample(
            (count, seed, isWeb, end, rate) =>
            {
                var cues = Any(count, isWeb, new Random(seed));
                var text = ((isWeb ? "WEBVTT - a talk\n\n" : "") + string.Join("\n", cues)).Replace("\n", end, StringComparison.Ordinal);
                Assert.Equal(ContentKind.Listing, Assert.Single(ContentDetector.Blocks(text)).Kind);
                var reduced = ContentReducer.Reduce(text, ContentKind.Listing, (int)(rate * ContentTexts.Count(text)), ContentTexts.Options);

                var (at, gone) = (0, 0);
                var left = reduced.Text.Replace("\r\n", "\n", StringComparison.Ordinal);
                left = isWeb ? left["WEBVTT - a talk\n\n".Length..] : left;
                while (left.Length > 0)
                {
                    if (left[0] == '[')
                    {
                        var number = int.Parse(left.AsSpan(1, left.IndexOf(' ', StringComparison.Ordinal) - 1), NumberStyles.None, CultureInfo.InvariantCulture);
                        (at, gone, left) = (at + number, gone + number, left[(left.IndexOf('\n', StringComparison.Ordinal) + 2)..]);
                    }
                    else
                    {
                        Assert.StartsWith(cues[at], left, StringComparison.Ordinal);
                        left = left[cues[at++].Length..].TrimStart('\n');
                    }
                }

                Assert.Equal(count, at);
                Assert.Equal(reduced.OmittedRecords, gone);
            },
            iter: 300);

    [Fact]
    public void LongSubtitles_KeepPassagesFromAllOverThem()
    {
        var text = string.Join("\n", Any(200, isWeb: false, new Random(3)));
        var reduced = ContentReducer.Reduce(text, ContentKind.Listing, ContentTexts.Count(text) / 2, ContentTexts.Options);
        Assert.InRange(reduced.Tokens, reduced.OriginalTokens * 2 / 5, reduced.OriginalTokens / 2);
        for (var quarter = 0; quarter < 4; quarter++)
        {
            Assert.Contains(Enumerable.Range((quarter * 50) + 1, 50), cue => reduced.Text.Contains(Samples.Line($"\n{cue}\n00:"), StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Text_BetweenTwoFiles_StandsOutsideThem()
    {
        const string Between = "The second file is for the room below, and nobody has read it.";
        var first = string.Join("\n", Any(40, isWeb: false, new Random(3)));
        var second = string.Join("\n", Any(40, isWeb: false, new Random(4)));
        var blocks = ContentDetector.Blocks(first + "\n" + Between + "\n\n" + second);
        Assert.Equal(2, blocks.Count(block => block.Kind == ContentKind.Listing));
        Assert.Contains(blocks, block => block.Kind != ContentKind.Listing);
        Assert.Contains(Between, ContentTexts.Reduce(first + "\n" + Between + "\n\n" + second, 0.2), StringComparison.Ordinal);
    }

    [Fact]
    public void Times_InOtherText_AreNoSubtitles()
    {
        const string Text = "The train leaves at 00:01:02,500 --> 00:01:05,000 and that is all that is known of it so far.\n\nAnother sentence follows here, and then one more of them.\n";
        Assert.DoesNotContain(ContentDetector.Blocks(Text), block => block.Kind == ContentKind.Listing);
    }

    /// <summary>Cues with a number or a name, or without, of one to three lines, some of which are numbers.</summary>
    private static string[] Any(int count, bool isWeb, Random random)
    {
        string[] said = ["We should ship on Monday.", "- No.\n- Why not?", "<i>Nobody answers.</i>", "42", "And then\nthe tests failed\nonce more.", "It costs 4,750 euros."];
        return [.. Enumerable.Range(1, count).Select(i =>
        {
            var (from, to) = (TimeSpan.FromSeconds(i * 3), TimeSpan.FromSeconds((i * 3) + 2));
            var format = isWeb && random.Next(2) == 0 ? @"mm\:ss\.fff" : isWeb ? @"hh\:mm\:ss\.fff" : @"hh\:mm\:ss\,fff";
            var head = !isWeb ? Samples.Line($"{i}\n") : random.Next(3) switch { 0 => "", 1 => Samples.Line($"{i}\n"), _ => Samples.Line($"part {i}\n") };
            return head + from.ToString(format, CultureInfo.InvariantCulture) + " --> " + to.ToString(format, CultureInfo.InvariantCulture) + (isWeb && random.Next(4) == 0 ? " align:start" : "") + "\n" + said[random.Next(said.Length)] + "\n";
        })];
    }
}
