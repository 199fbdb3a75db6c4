using System.Text.Json.Nodes;
using PromptCompressor.Core.Compression;
using PromptCompressor.TestSupport;

namespace PromptCompressor.UnitTests.Core.Compression;

/// <summary>What is prose from end to end goes to the compressor of words as it is, and so has the output that it always had.</summary>
public sealed class ContentPartTests
{
    private static readonly IReadOnlyList<string> Passages =
    [
        .. Directory.EnumerateFiles(Path.Combine(TestPaths.Root, "tests", "PromptCompressor.Quality", "Questions"), "*.jsonl")
            .SelectMany(File.ReadLines)
            .Select(line => (string)JsonNode.Parse(line)!["context"]!)
            .Distinct(),
    ];

    /// <summary>Lines of tables, data, logs and heads of mails, which some of the passages have among their prose.</summary>
    private static readonly string[] Structure = ["\n|", "\n{", " ERROR ", "[error]", "Von: "];

    [Fact]
    public void OwnProse_IsProseFromEndToEnd()
    {
        string[] texts = [.. Passages.Where(passage => !Structure.Any(sign => passage.Contains(sign, StringComparison.Ordinal))), .. SampleTexts.Paragraphs("prose", 60), .. SampleTexts.Paragraphs("chinese", 60), string.Join("\n\n", SampleTexts.Paragraphs("prose", 60))];

        Assert.InRange(texts.Length, 140, int.MaxValue);
        Assert.All(texts, text => Assert.All(ContentPart.Of(text, ContentRules.Default), part => Assert.True(part.IsProse, $"{part.Kind}: {text[part.Span.Start..part.Span.End]}")));
    }
}
