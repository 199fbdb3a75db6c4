using PromptCompressor.Core.Content.Blocks;
using PromptCompressor.Core.Content.Json;
using PromptCompressor.Core.Content.Kinds;
using PromptCompressor.Core.Content.Records;
using PromptCompressor.Core.Content.Rewriting;

namespace PromptCompressor.Core.Content;

/// <summary>
/// Shrinks blocks that have a shape: first without a loss, then by whole records, with a mark where some were. What
/// reports a failure stays, even if that needs more tokens than were asked for. No inference, and the same bytes every time.
/// </summary>
public static class ContentReducer
{
    /// <summary>Below this number of tokens a mark and a mistake cost more than there is to gain.</summary>
    public const int FewestTokens = 50;

    private const double SampleOfRows = 0.15;

    /// <summary>Reduces one block to a number of tokens, or to what must stay of it.</summary>
    public static ContentReduction Reduce(string text, ContentKind kind, int targetTokens, ContentOptions options)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(options);
        return Reduce(text, kind, options.CountTokens(text), targetTokens, options);
    }

    /// <param name="tokens">The number of tokens of the text, where it is known.</param>
    internal static ContentReduction Reduce(string text, ContentKind kind, int tokens, int targetTokens, ContentOptions options)
    {
        var unchanged = new ContentReduction(text, kind, [], true, 0, tokens, tokens, tokens > targetTokens);
        if (tokens < FewestTokens || IsReduced(text, kind))
        {
            return unchanged;
        }

        if (kind == ContentKind.Diff)
        {
            return Diff(unchanged, targetTokens, options);
        }

        // 1. What loses nothing, or nothing that is read.
        var methods = new List<string>();
        var read = WithoutBulk(text, kind, targetTokens < tokens, options, methods);
        var isWhole = methods.Count == 0 && kind != ContentKind.Html;
        var shown = Rewritten(read, kind, options, methods);

        // 2. Whole records; then sentences of long texts in strings.
        var source = kind == ContentKind.SearchResults ? read : shown;
        var document = Document(source, kind, targetTokens / (double)tokens, options);
        document = document is not null && options.MustStay is { } mustStay ? new PinnedDocument(document, source, mustStay) : document;
        var rewritten = unchanged with { Text = shown, Methods = methods, Lossless = isWhole };
        var reduced = ReduceRecords(unchanged, rewritten, document, targetTokens, options);
        return reduced.TargetMissed && options.OmitRecords && document?.WithShorterText() is { } shorter
            && ReduceRecords(unchanged, rewritten, shorter, targetTokens, options) is var less && less.Tokens < reduced.Tokens ? less : reduced;
    }

    /// <param name="unchanged">The text as it came.</param>
    /// <param name="rewritten">The text after what was done to it as a whole, not counted yet.</param>
    /// <param name="document">Its records; null where it has none.</param>
    /// <param name="targetTokens">The number of tokens asked for.</param>
    /// <param name="options">What may be done.</param>
    private static ContentReduction ReduceRecords(ContentReduction unchanged, ContentReduction rewritten, IRecordDocument? document, int targetTokens, ContentOptions options)
    {
        if (document?.Whole is { } whole)
        {
            rewritten = rewritten with { Text = whole, Methods = [.. rewritten.Methods, .. document.LosslessMethods], Lossless = rewritten.Lossless && document.IsLossless };
        }

        var tokens = rewritten.Text == unchanged.Text ? unchanged.Tokens : options.CountTokens(rewritten.Text);
        var lossless = tokens < unchanged.Tokens ? rewritten with { Tokens = tokens, TargetMissed = tokens > targetTokens } : unchanged;
        if (document is null || document.Records.Count == 0 || !options.OmitRecords || !lossless.TargetMissed)
        {
            return lossless;
        }

        var (chosen, left, keep) = RecordSelection.Choose(document, targetTokens, Fill(unchanged, targetTokens, options), options.CountTokens);
        var omitted = keep.Count(k => !k);
        return left >= lossless.Tokens || omitted == 0 ? lossless : lossless with
        {
            Text = chosen,
            Tokens = left,
            Methods = [.. rewritten.Methods, document.OmissionMethod],
            Lossless = false,
            OmittedRecords = omitted,
            TargetMissed = left > targetTokens,
        };
    }

    /// <summary>Reduces every block of a text to a share of its tokens. Prose and what is not understood stay as they are.</summary>
    public static (string Text, IReadOnlyList<ContentReduction> Blocks) ReduceBlocks(string text, double rate, ContentOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var blocks = ContentDetector.Blocks(text).Select(block =>
        {
            var of = block.Span.Of(text).ToString();
            var tokens = options.CountTokens(of);
            return Reduce(of, block.Kind, tokens, (int)Math.Ceiling(rate * tokens), options);
        }).ToList();
        return (string.Concat(blocks.Select(b => b.Text)), blocks);
    }

    /// <summary>How far ordinary records come back: rows of data are worth a sample, entries that repeat each other are not.</summary>
    private static int Fill(ContentReduction unchanged, int targetTokens, ContentOptions options) =>
        options.FillTarget ? targetTokens : unchanged.Kind is ContentKind.Json or ContentKind.JsonLines or ContentKind.Csv or ContentKind.Table ? (int)(SampleOfRows * unchanged.Tokens) : 0;

    /// <summary>Text with marks of its own was reduced before, here or elsewhere; it must not change again.</summary>
    private static bool IsReduced(string text, ContentKind kind)
    {
        if (kind == ContentKind.Json)
        {
            return false;
        }

        foreach (var line in TextLines.Of(text))
        {
            if (OmissionMark.IsMark(line.Of(text)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The text without what no reader reads of it, where anything may be left out: images within text, and lines of a search that a tool's reader would cut too.</summary>
    private static string WithoutBulk(string text, ContentKind kind, bool isOver, ContentOptions options, List<string> methods)
    {
        if (!isOver || !options.OmitRecords)
        {
            return text;
        }

        var (name, shorter) = kind switch
        {
            ContentKind.Unknown or ContentKind.Log => ("data_uris", BlobText.WithoutDataUris(text)),
            ContentKind.SearchResults => ("long_lines", LongLines.Cut(text)),
            _ => ("", text),
        };
        if (shorter.Length < text.Length)
        {
            methods.Add(name);
        }

        return shorter;
    }

    private static string Rewritten(string text, ContentKind kind, ContentOptions options, List<string> methods)
    {
        var now = text;
        if (kind is ContentKind.Log or ContentKind.StackTrace or ContentKind.BuildReport or ContentKind.TestReport)
        {
            Use("terminal_text", TerminalText.Shown);
            Use("equal_lines", EqualLines.Fold);
        }

        if (kind is ContentKind.Unknown or ContentKind.Listing)
        {
            Use("terminal_text", TerminalText.WithoutControls);
        }

        if (options.Reshape)
        {
            switch (kind)
            {
                case ContentKind.SearchResults:
                    Use("search_by_path", SearchGroups.Group);
                    break;
                case ContentKind.Table:
                    Use("padding", ExpandedContent.Tight);
                    Use("padding", TableContent.Tight);
                    break;
                case ContentKind.Xml:
                    Use("xml_blanks", XmlContent.Tight);
                    break;
                case ContentKind.Html when options.OmitRecords:
                    Use("main_text", HtmlContent.MainText);
                    break;
                case ContentKind.NumberedLines:
                    Use("padding", ReaderNumbers.Trim);
                    break;
            }
        }

        return now;

        void Use(string name, Func<string, string> method)
        {
            var then = method(now);
            if (then.Length < now.Length)
            {
                methods.Add(name);
                now = then;
            }
        }
    }

    private static IRecordDocument? Document(string text, ContentKind kind, double rate, ContentOptions options) => kind switch
    {
        ContentKind.Log => LogContent.Of(text, options),
        ContentKind.StackTrace => TraceContent.Of(text, options),
        ContentKind.TestReport => ReportContent.Of(text, tests: true, options),
        ContentKind.BuildReport => ReportContent.Of(text, tests: false, options),
        ContentKind.Csv => CsvContent.Of(text, options),
        ContentKind.Table => ExpandedContent.Of(text, options) ?? TableContent.Of(text, options),
        ContentKind.Listing => SubtitleContent.Of(text, options),
        ContentKind.SearchResults => SearchContent.Of(text, options),
        ContentKind.Json or ContentKind.JsonLines => JsonContent.Of(text, kind, options, (inner, cutsProse) => Embedded(inner, rate, options with { CutProse = cutsProse }), options.OmitRecords && rate < 1),
        ContentKind.Code when options.Outline => CodeOutline.Of(text, options),
        ContentKind.Xml => XmlContent.Of(text, options),
        ContentKind.Config => ConfigContent.Of(text, options),
        ContentKind.Prose or ContentKind.Dialogue or ContentKind.Markdown when options.CutProse => SentenceContent.Of(text, kind, options),
        ContentKind.Blob when options.OmitRecords && rate < 1 => new BlobContent(text),
        _ => null,
    };

    private static (string Text, bool Lossless) Embedded(string text, double rate, ContentOptions options)
    {
        var (shorter, blocks) = ReduceBlocks(text, rate, options);
        return (shorter, blocks.All(block => block.Lossless));
    }

    private static ContentReduction Diff(ContentReduction unchanged, int targetTokens, ContentOptions options)
    {
        if (!options.OmitRecords || !unchanged.TargetMissed)
        {
            return unchanged;
        }

        var methods = new List<string>();
        var reduced = DiffContent.Reduce(unchanged.Text, options, methods, out var omittedFiles);
        var tokens = options.CountTokens(reduced);
        return tokens >= unchanged.Tokens ? unchanged
            : unchanged with { Text = reduced, Tokens = tokens, Methods = methods, Lossless = false, OmittedRecords = omittedFiles, TargetMissed = tokens > targetTokens };
    }
}
