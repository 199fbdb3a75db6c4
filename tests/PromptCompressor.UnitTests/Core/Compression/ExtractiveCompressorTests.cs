using System.Text.Json.Nodes;
using CsCheck;
using PromptCompressor.Core.Caching;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Selection;
using PromptCompressor.Core.Selection.Units;
using PromptCompressor.Core.Text;
using PromptCompressor.Core.Text.Protection.Rules;
using PromptCompressor.TestSupport;

namespace PromptCompressor.UnitTests.Core.Compression;

/// <summary>What the pipeline does with one thing or another in the request; a model that thinks of words at random will do.</summary>
public sealed class ExtractiveCompressorTests
{
    [Fact]
    public Task Compress_Tags_AreHeededAndGone() =>
        CompressionRequests.Tagged.SampleAsync(async request =>
        {
            var result = await Sut(new RandomScorer()).CompressAsync(request, CancellationToken.None);

            Assert.DoesNotContain("llmlingua", result.Joined, StringComparison.Ordinal);
            for (var i = 0; i < request.Contexts.Count; i++)
            {
                if (result.DroppedContexts.Contains(i))
                {
                    continue;
                }

                foreach (var part in (request.Parts![i] ?? []).Where(part => part.IsWhole && !request.DropConsecutive))
                {
                    Assert.Contains(part.Span.Of(request.Contexts[i]).Trim().ToString(), result.Texts[i].Text, StringComparison.Ordinal);
                }
            }
        });

    [Fact]
    public Task Compress_SameRequest_SameOutput() =>
        CompressionRequests.Any.SampleAsync(async request =>
        {
            var first = await Sut(new RandomScorer()).CompressAsync(request, CancellationToken.None);
            var second = await Sut(new RandomScorer()).CompressAsync(request, CancellationToken.None);

            Assert.Equal(first.Joined, second.Joined);
        });

    /// <summary>An explanation tells of the same output, and of every word and segment.</summary>
    [Fact]
    public Task Compress_Explained_SameOutputAndEveryWordAccountedFor() =>
        CompressionRequests.Any.SampleAsync(async request =>
        {
            var plain = await Sut(new RandomScorer()).CompressAsync(request, CancellationToken.None);
            var result = await Sut(new RandomScorer()).CompressAsync(request with { Explain = true }, CancellationToken.None);

            Assert.Equal((plain.Joined, plain.Skipped, plain.Threshold), (result.Joined, result.Skipped, result.Threshold));
            Assert.All(plain.Texts, text => Assert.Null(text.Explanation));
            if (request.Contexts.All(text => SegmentedText.Of(text).Words.Count == 0) || result.Skipped == SkipReason.NoWords)
            {
                return;
            }

            foreach (var text in result.Texts)
            {
                var (segments, relevance, _) = text.Explanation!;
                Assert.True(relevance is null || relevance.Count == text.Words!.Count);
                Assert.All(segments.Zip(segments.Skip(1)), pair => Assert.True(pair.First.Span.End <= pair.Second.Span.Start));
                Assert.All(text.Words!, word => Assert.Equal(word.Kept, text.Slices!.Any(slice => slice.Start <= word.Unit.Span.Start && word.Unit.Span.End <= slice.End)));
                foreach (var (unit, reason) in text.Words!)
                {
                    Assert.True(reason switch
                    {
                        WordReason.Skipped => result.Skipped is not null,
                        WordReason.Tag => unit.IsTag,
                        WordReason.Forced or WordReason.Protected => unit.IsFixed,
                        WordReason.Repeated => unit.IsFixed && request.DropConsecutive,
                        WordReason.ContextDropped => request.ContextFilter is not null,
                        WordReason.BelowFloor => unit.Probability < request.MinProbability && !unit.IsFixed,
                        WordReason.Kept => !unit.IsFixed && (result.Threshold is null || request.Parts is not null || unit.Probability >= result.Threshold),
                        _ => !unit.IsFixed,
                    });
                }
            }
        });

    /// <summary>What stays only to hold two words apart says so, in parts with a rate of their own too: else a kept word would be less probable than a dropped one.</summary>
    [Fact]
    public Task Compress_Explained_WhatProbabilityKeptIsAboveWhatItDropped() =>
        CompressionRequests.Any.Select(request => request with { Question = null }).SampleAsync(async request =>
        {
            var result = await Sut(new RandomScorer()).CompressAsync(request with { Explain = true }, CancellationToken.None);

            var judged = result.Texts.SelectMany(text => text.Words!, (text, word) => (Budget: BudgetOf(text, word), word.Reason, word.Unit.Score));
            foreach (var words in judged.Where(word => word.Reason is WordReason.Kept or WordReason.Dropped).GroupBy(word => word.Budget))
            {
                var dropped = words.Where(word => word.Reason == WordReason.Dropped).Select(word => word.Score).DefaultIfEmpty().Max();
                Assert.All(words.Where(word => word.Reason == WordReason.Kept), word => Assert.True(word.Score >= dropped));
            }

            // A part with a rate has a budget of its own, all else has one together.
            (int Text, int Start) BudgetOf(CompressedText text, WordDecision word)
            {
                var i = result.Texts.ToList().IndexOf(text);
                var part = (request.Parts?[i] ?? []).FirstOrDefault(part => part.Rate is not null && part.Span.Overlaps(word.Unit.Span));
                return part.Rate is null ? (-1, 0) : (i, part.Span.Start);
            }
        });

    [Fact]
    public async Task Compress_Explained_SaysWhereScoresCameFrom()
    {
        var sut = Sut(new RandomScorer());
        var fence = "```\n" + string.Join("\n", SampleTexts.Paragraphs("code", 8)) + "\n```";
        var prose = SampleTexts.Paragraphs("prose", 6);
        var request = new CompressionRequest { Contexts = [prose[0]], Rate = 0.5, Counter = CompressionRequests.Characters, Protect = ProtectionRules.Default, Explain = true };
        await sut.CompressAsync(request, CancellationToken.None);

        var result = await sut.CompressAsync(request with { Contexts = [prose[0], fence, prose[5]] }, CancellationToken.None);

        Assert.Equal(
            ["Memory", "NotNeeded", "Computed"],
            result.Texts.Select(text => string.Join(' ', text.Explanation!.Segments.Select(segment => segment.Origin).Distinct())));
    }

    [Fact]
    public async Task Compress_ExplainedWithinBudget_IsScoredAllTheSame()
    {
        var request = new CompressionRequest { Contexts = [SampleTexts.Paragraphs("prose", 1)[0]], Rate = 1, Counter = CompressionRequests.Characters, Explain = true };

        var result = await Sut(new RandomScorer()).CompressAsync(request, CancellationToken.None);

        Assert.Equal((SkipReason.WithinBudget, request.Contexts[0]), (result.Skipped!.Value, result.Joined));
        Assert.All(result.Texts[0].Words!, word => Assert.Equal((true, WordReason.Skipped), (word.Kept, word.Reason)));
        Assert.Contains(result.Texts[0].Words!, word => word.Unit.Score > default(Score));
    }

    [Theory]
    [InlineData(52, 0.2, null, SkipReason.TooSmall)]
    [InlineData(52, 1.0, null, SkipReason.WithinBudget)]
    [InlineData(51, 0.2, null, null)]
    [InlineData(0, 0.2, null, null)]
    [InlineData(52, null, 10, null)]
    [InlineData(52, 0.2, 10, null)]
    [InlineData(52, null, 50, SkipReason.WithinBudget)]
    public async Task Compress_FewTokens_ComeBackWhereARateIsAskedFor(int small, double? rate, int? target, SkipReason? expected)
    {
        // Fifty characters, each of them a token, and the blank line in front of them.
        const string Text = "The valve is closed. Nobody opened it before noon.";
        var request = new CompressionRequest
        {
            Contexts = [Text],
            Before = "In one sentence:",
            Rate = rate,
            TargetTokens = target is null ? null : target + 18,
            SmallTokens = small,
            Counter = CompressionRequests.Characters,
        };

        foreach (var explain in new[] { false, true })
        {
            var result = await Sut(new RandomScorer()).CompressAsync(request with { Explain = explain }, CancellationToken.None);

            Assert.Equal((expected, expected is not null), (result.Skipped, result.Texts[0].Text == Text));
            Assert.False(result.BudgetMissed && expected is not null);
        }
    }

    /// <summary>A floor, a filter or a tag asks for more than a share.</summary>
    [Fact]
    public async Task Compress_FewTokensAndMoreThanARateAskedFor_AreCompressed()
    {
        string[] contexts = ["The valve is closed.", "Nobody opened it."];
        var request = new CompressionRequest { Contexts = contexts, Rate = 0.5, SmallTokens = 50, Counter = CompressionRequests.Characters };

        Assert.Equal(SkipReason.TooSmall, (await Sut(new RandomScorer()).CompressAsync(request, CancellationToken.None)).Skipped);
        Assert.Null((await Sut(new RandomScorer()).CompressAsync(request with { MinProbability = 0.9 }, CancellationToken.None)).Skipped);
        Assert.Single((await Sut(new RandomScorer()).CompressAsync(request with { ContextFilter = new ContextFilter { MaxContexts = 1 } }, CancellationToken.None)).DroppedContexts);
    }

    /// <summary>Where what must stay is the budget already, and where nothing but a word may stay, no string of JSON is blank, and none says half of a word.</summary>
    [Theory]
    [InlineData(0.5, null)]
    [InlineData(0.05, null)]
    [InlineData(null, 1)]
    public async Task Compress_Json_LeavesNoStringBlankAndEqualOnesEqual(double? rate, int? target)
    {
        var notes = SampleTexts.Paragraphs("prose", 6);
        var json = $"[{string.Join(',', Enumerable.Range(0, 12).Select(i => $"{{\"id\":{i},\"state\":\"ok\",\"note\":{JsonValue.Create(notes[i % 6]).ToJsonString()}}}"))}]";
        var request = new CompressionRequest
        {
            Contexts = [json],
            Rate = rate,
            TargetTokens = target,
            Counter = CompressionRequests.Characters,
            Protect = ProtectionRules.Default,
        };

        var result = await Sut(new RandomScorer()).CompressAsync(request, CancellationToken.None);

        Promises.Check(request, result);
        var left = JsonNode.Parse(result.Joined)!.AsArray().Select(item => (string)item!["note"]!).ToArray();
        Assert.All(left, note => Assert.True(note.Trim() == note && note.Length >= (rate ?? 0) / 2 * notes[0].Length && note.Length > 0));
        Assert.Equal(left[..6], left[6..]);
        Assert.InRange(left.Distinct().Count(), 4, 6);
    }

    /// <summary>Who reads a value takes it for all of it. What came whole has no sign, and what ends in one gets no second.</summary>
    [Fact]
    public async Task Compress_JsonString_ShowsItsCut()
    {
        var notes = SampleTexts.Paragraphs("prose", 3);
        string[] strings = [notes[0], notes[1] + " …", "a short one", notes[2] + " \"quoted\""];
        var json = $"{{\"id\": 7, \"notes\": [{string.Join(", ", strings.Select(note => JsonValue.Create(note).ToJsonString(Plain)))}]}}";
        var request = new CompressionRequest { Contexts = [json], Rate = 0.4, Counter = CompressionRequests.Characters, Protect = ProtectionRules.Default };

        var result = await Sut(new RandomScorer()).CompressAsync(request, CancellationToken.None);

        Promises.Check(request, result);
        var left = JsonNode.Parse(result.Joined)!["notes"]!.AsArray().Select(note => (string)note!).ToArray();
        Assert.All(new[] { left[0], left[1], left[3] }, note => Assert.Equal((1, '…'), (note.Count('…'), note.TrimEnd('"')[^1])));
        Assert.Equal("a short one", left[2]);
        Assert.All(result.Texts[0].Written, mark => Assert.Equal("…", mark.Of(result.Texts[0].Text).ToString()));
        Assert.InRange(result.Texts[0].Written.Count, 2, 3);
    }

    /// <summary>Wherever the budget ends, it ends at the same word of both.</summary>
    [Fact]
    public async Task Compress_EqualContexts_HaveEqualOutputs()
    {
        var prose = SampleTexts.Paragraphs("prose", 3);
        foreach (var target in Enumerable.Range(100, 60))
        {
            var request = new CompressionRequest
            {
                Contexts = [prose[0], prose[1], prose[0], prose[2], prose[0]],
                TargetTokens = target,
                Counter = CompressionRequests.Characters,
            };
            var result = await Sut(new RandomScorer()).CompressAsync(request, CancellationToken.None);

            Assert.Equal((result.Texts[0].Text, result.Texts[0].Text), (result.Texts[2].Text, result.Texts[4].Text));
            Assert.InRange(result.CompressedTokens, 1, target);
        }
    }

    [Fact]
    public Task Compress_QuestionWithoutAWord_IsNone() =>
        CompressionRequests.Any.SampleAsync(async request =>
        {
            var with = await Sut(new RandomScorer()).CompressAsync(request with { Question = " ?! … 。 - a" }, CancellationToken.None);
            var without = await Sut(new RandomScorer()).CompressAsync(request with { Question = null }, CancellationToken.None);

            Assert.Equal((without.Joined, without.Threshold), (with.Joined, with.Threshold));
        });

    [Fact]
    public async Task Compress_AnotherQuestion_CostsNoInference()
    {
        var sut = Sut(new RandomScorer());
        var request = new CompressionRequest { Contexts = SampleTexts.Paragraphs("prose", 20), Rate = 0.2, Counter = CompressionRequests.Characters };
        var plain = await sut.CompressAsync(request, CancellationToken.None);
        var pump = await sut.CompressAsync(request with { Question = "What happened to the second pump?" }, CancellationToken.None);
        var boiler = await sut.CompressAsync(request with { Question = "Who found the leak near the boiler?" }, CancellationToken.None);

        Assert.Equal((0, 0), (pump.Cache.Misses, boiler.Cache.Misses));
        Assert.True(CountOf("pump", pump) > CountOf("pump", plain));
        Assert.True(CountOf("boiler", boiler) > CountOf("boiler", pump));

        static int CountOf(string word, CompressionResult result) => result.Joined.Split(word).Length - 1;
    }

    [Fact]
    public async Task Compress_ContextFilterWithAQuestion_KeepsTheTextThatHasToDoWithIt()
    {
        var prose = SampleTexts.Paragraphs("prose", 20);
        var asked = Enumerable.Range(0, prose.Length).First(i => prose[i].Contains("boiler", StringComparison.Ordinal));
        var request = new CompressionRequest
        {
            Contexts = prose,
            Question = "Who found the leak near the boiler?",
            Rate = 0.1,
            Counter = CompressionRequests.Characters,
            ContextFilter = new ContextFilter { MaxContexts = 2, Forced = [(asked + 1) % prose.Length] },
        };
        var result = await Sut(new RandomScorer()).CompressAsync(request, CancellationToken.None);

        Assert.Equal(18, result.DroppedContexts.Count);
        Assert.NotEmpty(result.Texts[(asked + 1) % prose.Length].Text);
        Assert.All(Enumerable.Range(0, 20).Except(result.DroppedContexts), i => Assert.True(i == (asked + 1) % prose.Length || prose[i].Contains("boiler", StringComparison.Ordinal)));
        Assert.DoesNotContain("\n\n\n", result.Joined, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 250, 1.0)]
    [InlineData(null, null, 0.3)]
    [InlineData(3, null, null)]
    [InlineData(1, 1, 0.0001)]
    public async Task Compress_ContextFilter_LimitsHoldAndOneTextStays(int? contexts, int? tokens, double? rate)
    {
        var prose = SampleTexts.Paragraphs("prose", 12);
        var request = new CompressionRequest
        {
            Contexts = prose,
            Rate = 1,
            Counter = CompressionRequests.Characters,
            ContextFilter = new ContextFilter { MaxContexts = contexts, MaxTokens = tokens, Rate = rate },
        };
        var result = await Sut(new RandomScorer()).CompressAsync(request, CancellationToken.None);

        var kept = Enumerable.Range(0, 12).Except(result.DroppedContexts).ToArray();
        Assert.NotEmpty(kept);
        Assert.All(kept, i => Assert.Equal(prose[i].Trim(), result.Texts[i].Text.Trim()));
        Assert.True(kept.Length <= contexts || contexts is null);
        Assert.True(kept.Length == 1 || (kept.Sum(i => prose[i].Length) <= (tokens ?? int.MaxValue) && kept.Sum(i => prose[i].Length) <= (rate ?? 1) * prose.Sum(text => text.Length)));
    }

    [Fact]
    public async Task Compress_TextAround_IsCountedAndStaysAsItIs()
    {
        var prose = SampleTexts.Paragraphs("prose", 3);
        var request = new CompressionRequest { Contexts = prose, Before = "  Answer briefly, please.", After = "Who?\n", TargetTokens = 200, Counter = CompressionRequests.Characters };
        var result = await Sut(new RandomScorer()).CompressAsync(request, CancellationToken.None);

        Assert.StartsWith("  Answer briefly, please.\n\n", result.Joined, StringComparison.Ordinal);
        Assert.EndsWith("\n\nWho?\n", result.Joined, StringComparison.Ordinal);
        Assert.InRange(result.CompressedTokens, 180, 200);
        Assert.Equal(3, result.Texts.Count);
    }

    [Fact]
    public async Task Compress_PartsOfDifferentRates_EachKeepsItsOwn()
    {
        var prose = string.Join("\n", SampleTexts.Paragraphs("prose", 4));
        string[] contexts = [$"<llmlingua, rate=0.1>{prose}</llmlingua>\n--\n<llmlingua, rate=0.8>{prose}</llmlingua>\n--\n{prose}"];
        var request = new CompressionRequest { Contexts = contexts, Parts = CompressionRequests.PartsOf(contexts), Rate = 0.4, Counter = CompressionRequests.Characters };
        var result = await Sut(new RandomScorer()).CompressAsync(request, CancellationToken.None);

        foreach (var part in request.Parts![0]!.Where(part => part.Span.Length > 100))
        {
            var kept = result.Texts[0].Slices!.Sum(slice => Math.Max(0, Math.Min(slice.End, part.Span.End) - Math.Max(slice.Start, part.Span.Start)));
            var wanted = (part.Rate ?? 0.4) * prose.Length;
            Assert.InRange(kept, wanted - 30, wanted + 10);
        }
    }

    /// <summary>What stays gets what the dropped part would have kept at its own rate, not at the request's.</summary>
    [Fact]
    public async Task Compress_ContextWithARateDropped_LeavesItsOwnShareToTheRest()
    {
        var prose = SampleTexts.Paragraphs("prose", 2);
        string[] contexts = [$"<llmlingua, rate=0.1>{prose[0]}</llmlingua>", prose[1]];
        var request = new CompressionRequest
        {
            Contexts = contexts,
            Parts = CompressionRequests.PartsOf(contexts),
            Rate = 0.6,
            Counter = CompressionRequests.Characters,
            ContextFilter = new ContextFilter { MaxContexts = 1, Forced = [1] },
        };
        var result = await Sut(new RandomScorer()).CompressAsync(request, CancellationToken.None);

        Assert.Equal([0], result.DroppedContexts);
        var share = (0.1 * prose[0].Length) + (0.6 * (prose[1].Length + 2));
        Assert.InRange(result.CompressedTokens, share - 20, share);
    }

    [Fact]
    public async Task Compress_TargetWithTags_HoldsForAllTogether()
    {
        var prose = SampleTexts.Paragraphs("prose", 1)[0];
        string[] contexts = [$"<llmlingua, compress=False>Keep me.</llmlingua> {prose}", $"{prose}<llmlingua, rate=0.5>{prose}</llmlingua>"];
        var request = new CompressionRequest { Contexts = contexts, Parts = CompressionRequests.PartsOf(contexts), TargetTokens = prose.Length, Counter = CompressionRequests.Characters };
        var result = await Sut(new RandomScorer()).CompressAsync(request, CancellationToken.None);

        Assert.InRange(result.CompressedTokens, prose.Length - 20, prose.Length);
        Assert.StartsWith("Keep me.", result.Joined, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compress_TagInAJsonString_LeavesJson()
    {
        string[] contexts =
        [
            """
            {"id": "ord_8f3a2c91", "note": "<llmlingua, rate=0.2>Please wrap this one as a gift, with the blue paper if there is any left in the shop</llmlingua>", "log": "<llmlingua, compress=False>The parcel left the shop on Monday, as we said before.</llmlingua>", "qty": 3}
            """,
        ];
        var request = new CompressionRequest { Contexts = contexts, Parts = CompressionRequests.PartsOf(contexts), Rate = 0.5, Counter = CompressionRequests.Characters, Protect = ProtectionRules.Default };
        var result = await Sut(new RandomScorer()).CompressAsync(request, CancellationToken.None);

        var parsed = JsonNode.Parse(result.Joined)!;
        Assert.Equal(("ord_8f3a2c91", 3), ((string)parsed["id"]!, (int)parsed["qty"]!));
        Assert.Equal("The parcel left the shop on Monday, as we said before.", (string)parsed["log"]!);
        Assert.InRange(((string)parsed["note"]!).Length, 1, 20);
    }

    [Fact]
    public async Task Compress_JsonAtLowRate_StillParsesWithTheSameKeysAndNumbers()
    {
        const string json = """
            {"order": "ord_8f3a2c91", "total": 1499.5, "note": "Please wrap this one as a gift, with the blue paper if there is any left in the shop", "paid": false, "lines": [{"sku": "A-17", "qty": 3}]}
            """;
        var request = new CompressionRequest { Contexts = [json], Rate = 0.1, Counter = CompressionRequests.Characters, Protect = ProtectionRules.Default };
        var result = await Sut(new RandomScorer()).CompressAsync(request, CancellationToken.None);
        Assert.True(result.BudgetMissed);
        var parsed = JsonNode.Parse(result.Joined)!;
        Assert.Equal(1499.5, parsed["total"]!.GetValue<double>());
        Assert.Equal("ord_8f3a2c91", parsed["order"]!.GetValue<string>());
        Assert.Equal("A-17", parsed["lines"]![0]!["sku"]!.GetValue<string>());
        Assert.True(parsed["note"]!.GetValue<string>().Length < 30);
    }

    [Theory]
    [InlineData(".", "Nobody knew that pi is 3.14 or read https://example.com/a.b before. It was late", ".")]
    [InlineData("=", "They wrote x = 3 and then retries=5 on the board", "x = 3")]
    [InlineData("|", "The list:\n\n|a|b|\n|-|-|\n|1|x|\n|2|y|\n\nThat is it", "|a|b|\n|-|-|")]
    [InlineData("y", "The list:\n\n|a|b|\n|-|-|\n|1|x|\n|2|y|\n\nThat is it", "|a|b|\n|-|-|\n|2|y|")]
    [InlineData("𠮷", "The list:\n\n|a|b|\n|-|-|\n|𠮷|x|\n|2|y|\n\nThat is it", "|a|b|\n|-|-|\n|𠮷|x|")]
    [InlineData("deploy", "They ran `make deploy now` twice on that day", "`make deploy now`")]
    public async Task Compress_ForceTokenInAProtectedSpan_CutsNothing(string forced, string text, string left)
    {
        var request = new CompressionRequest { Contexts = [text], Rate = 0.01, Counter = CompressionRequests.Characters, Protect = ProtectionRules.Default, ForceTokens = [forced] };
        var result = await Sut(new RandomScorer()).CompressAsync(request, CancellationToken.None);
        Assert.Equal(left, result.Joined.Trim());
    }

    /// <summary>A rate is of what may be dropped: a question beside a block of code is not dropped to pay for the code.</summary>
    [Theory]
    [InlineData(0.2)]
    [InlineData(0.5)]
    public async Task Compress_RateBesideFixedText_IsOfTheRest(double rate)
    {
        var (code, prose) = Fence();
        var request = new CompressionRequest { Contexts = [$"{code}\n\n{prose}"], Rate = rate, Counter = CompressionRequests.Characters, Protect = ProtectionRules.Default };
        var result = await Sut(new RandomScorer()).CompressAsync(request, CancellationToken.None);

        Assert.StartsWith(code, result.Joined, StringComparison.Ordinal);
        Assert.InRange(result.CompressedTokens - code.Length, (rate * prose.Length) - 30, (rate * prose.Length) + 2);
        Assert.False(result.BudgetMissed);
    }

    /// <summary>Over the target anyway, the answer keeps a tenth of what may be dropped, and says that the target was missed.</summary>
    [Fact]
    public async Task Compress_FixedTextOverTheTarget_LeavesATenthOfTheRest()
    {
        var (code, prose) = Fence();
        var request = new CompressionRequest { Contexts = [$"{code}\n\n{prose}"], TargetTokens = 50, Counter = CompressionRequests.Characters, Protect = ProtectionRules.Default };
        var result = await Sut(new RandomScorer()).CompressAsync(request, CancellationToken.None);

        Assert.InRange(result.CompressedTokens - code.Length, 1, (prose.Length / 10) + 2);
        Assert.True(result.BudgetMissed);
    }

    /// <summary>The word that does not fit is the most probable one; the others use up the budget all the same.</summary>
    [Fact]
    public async Task Compress_LargeUnitOverTheBudget_LeavesRoomToOthers()
    {
        var blob = "https://example.com/" + new string('x', 3000);
        var prose = string.Join(' ', SampleTexts.Paragraphs("prose", 6));
        var request = new CompressionRequest { Contexts = [$"{blob} {prose}"], TargetTokens = prose.Length / 2, Counter = CompressionRequests.Characters, Protect = ProtectionRules.Default };
        var result = await Sut(new LongWordsFirst()).CompressAsync(request with { Explain = true }, CancellationToken.None);

        Assert.InRange(result.CompressedTokens, (prose.Length / 2) - 60, prose.Length / 2);
        Assert.Equal(WordReason.TooLarge, result.Texts[0].Words!.Single(word => word.Unit.Span.Length > 3000).Reason);
    }

    private static (string Code, string Prose) Fence() =>
        ("```\n" + string.Join("\n", SampleTexts.Paragraphs("code", 4)) + "\n```", string.Join(' ', SampleTexts.Paragraphs("prose", 4)));

    [Fact]
    public async Task Compress_ReservedDigits_KeepTheNumberAndItsRow()
    {
        const string text = "They paid 1,500.75 EUR:\n\n|item|sum|\n|-|-|\n|tea|7|\n|gift|none|\n\nThat is it";
        var request = new CompressionRequest { Contexts = [text], Rate = 0.01, Counter = CompressionRequests.Characters, Protect = ProtectionRules.Default, ForceReserveDigit = true };
        var result = await Sut(new RandomScorer()).CompressAsync(request, CancellationToken.None);
        Assert.Equal("1,500.75 EUR\n\n|item|sum|\n|-|-|\n|tea|7|", result.Joined.Trim());
    }

    [Fact]
    public async Task Compress_EqualSegmentsInOneRequest_AreScoredOnce()
    {
        var scorer = new RandomScorer();
        var text = SampleTexts.Paragraphs("prose", 1)[0];
        var request = new CompressionRequest { Contexts = [text, text, text], Rate = 0.5, Counter = CompressionRequests.Characters };
        var result = await Sut(scorer).CompressAsync(request, CancellationToken.None);
        Assert.Equal(result.Cache.Misses, scorer.Calls);
        Assert.Equal(result.Cache.Segments, 3 * scorer.Calls);
    }

    [Fact]
    public async Task Compress_CodeFence_CostsNoInference()
    {
        var scorer = new RandomScorer();
        var fence = "```\n" + SampleTexts.Paragraphs("code", 1)[0] + "\n```";
        var request = new CompressionRequest { Contexts = [fence], Rate = 0.5, Counter = CompressionRequests.Characters, Protect = ProtectionRules.Default };
        var result = await Sut(scorer).CompressAsync(request, CancellationToken.None);
        Assert.Equal(fence, result.Joined);
        Assert.Equal(0, scorer.Calls);
    }

    [Fact]
    public async Task Compress_ModelFailsMidway_KeepsWhatWasScored()
    {
        var cache = new MemorySegmentCache(1 << 20);
        var text = string.Join("\n\n", SampleTexts.Paragraphs("prose", 12));
        var request = new CompressionRequest { Contexts = [text], Rate = 0.5, Counter = CompressionRequests.Characters };
        var failing = new ExtractiveCompressor(new CachedSegments<SegmentText, SegmentScores>(new RandomScorer { FailAt = 6 }, cache));
        await Assert.ThrowsAsync<InvalidOperationException>(() => failing.CompressAsync(request, CancellationToken.None));

        var result = await new ExtractiveCompressor(new CachedSegments<SegmentText, SegmentScores>(new RandomScorer(), cache)).CompressAsync(request, CancellationToken.None);
        Assert.InRange(result.Cache.Hits, 4, 6);
    }

    [Fact]
    public async Task Compress_CachedValueOfOtherLength_IsAMiss()
    {
        var cache = new MemorySegmentCache(1 << 20);
        var scorer = new RandomScorer();
        const string text = "A short note about the harbour.";
        await cache.SetManyAsync(new[] { SegmentKey.Of(new CacheScope("default", scorer.Codec.Format, scorer.Model.Id, scorer.Model.Sha256), text) }, new byte[][] { [1, 2, 3] }, default);
        var request = new CompressionRequest { Contexts = [text], Rate = 0.5, Counter = CompressionRequests.Characters };
        var result = await new ExtractiveCompressor(new CachedSegments<SegmentText, SegmentScores>(scorer, cache)).CompressAsync(request, CancellationToken.None);
        Assert.Equal(new CacheUsage(1, 0, 1), result.Cache);
    }

    private static readonly System.Text.Json.JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static ExtractiveCompressor Sut(DirectScorer scorer) => new(new CachedSegments<SegmentText, SegmentScores>(scorer, new MemorySegmentCache(1 << 20)));

    /// <summary>Gives long words the highest probability, and all others the same.</summary>
    private sealed class LongWordsFirst : DirectScorer
    {
        public override ModelIdentity Model { get; } = new("long-words-first", "0");

        protected override ValueTask<Score[]> ScoreAsync(SegmentText segment, CancellationToken cancellation) =>
            ValueTask.FromResult<Score[]>([.. segment.Words.Select(word => new Score((byte)(word.Length > 100 ? 250 : 100)))]);
    }
}
