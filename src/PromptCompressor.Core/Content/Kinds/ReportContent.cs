using PromptCompressor.Core.Content.Blocks;
using PromptCompressor.Core.Content.Detection;
using PromptCompressor.Core.Content.Records;

namespace PromptCompressor.Core.Content.Kinds;

/// <summary>
/// Reports of tests and builds: what passed and what went well is counted, all else stays. Nothing is concluded: the
/// runner's own counts and verdicts are lines like others, and they stay.
/// </summary>
internal static class ReportContent
{
    private const int Frequent = 6;
    private const int ExamplesOfWarnings = 2;
    private const int MostErrorsOfAGroup = 100;
    private const int FewestRepeats = 3;
    private const int ShortestRepeat = 20;

    public static LineDocument Of(string text, bool tests, ContentOptions options)
    {
        var lines = TextLines.Of(text);
        var (records, kinds) = Records(text, lines, Kinds(text, lines, tests));
        var miner = new TemplateMiner();
        var heads = records.Select((r, i) => kinds[i] == ReportLine.Diagnostic ? HeadOf(text, lines, r) : r.First).ToArray();
        var severities = heads.Select(line => FailureWords.Of(lines[line].Of(text))).ToArray();
        var groups = heads.Select((line, i) => miner.Add(lines[line].Of(text), (int)severities[i])).ToArray();
        var inSection = Sections(kinds);
        var seen = new Dictionary<int, int>();
        var repeats = Repeats(text, lines, records, kinds);
        for (var i = 0; i < records.Count; i++)
        {
            var nth = repeats[i] ? 0 : seen[groups[i]] = seen.GetValueOrDefault(groups[i]) + 1;
            var record = records[i] with { Group = miner.SizeOf(groups[i]) >= Frequent ? groups[i] : -1 };
            record = Ranked(record, i, nth);
            if (record.Score < RecordScores.Answer && !record.Required)
            {
                record = record with { Score = Math.Max(record.Score, RecordScores.OfRelevance(options.RelevanceOf(text.AsSpan(lines[record.First].Start..lines[record.End - 1].End)))) };
            }

            records[i] = repeats[i] ? record with { Repeats = true, Label = "repeats of lines above", Group = -1 } : record;
        }

        return new LineDocument(text, lines, records, options.CountTokens) { OmissionMethod = tests ? "passed_tests" : "build_steps" };

        LineRecord Ranked(LineRecord record, int i, int nth)
        {
            if (lines[record.First].IsBlank(text))
            {
                return record with { Group = -1, IsBlank = true };
            }

            var frequent = miner.SizeOf(groups[i]) >= Frequent;
            var last = seen.GetValueOrDefault(groups[i]) > miner.SizeOf(groups[i]) - 3;
            return kinds[i] switch
            {
                ReportLine.Passed => record with { Unit = LineUnit.PassedTest, Group = -1 },
                ReportLine.Failed or ReportLine.Summary => record with { Required = true, Group = -1 },
                ReportLine.Diagnostic when severities[i] == Severity.Failure => record with { Required = nth <= MostErrorsOfAGroup || last, Score = RecordScores.Rare },
                ReportLine.Diagnostic => record with { Required = !frequent, Score = nth <= ExamplesOfWarnings ? RecordScores.Neighbour : 0, Label = "warnings" },
                ReportLine.Progress => record with { Score = nth == 1 ? RecordScores.Example : 0, Group = frequent ? record.Group : -1 },
                _ when frequent && !inSection[i] && severities[i] == Severity.None => record with { Score = nth == 1 ? RecordScores.Example : 0 },
                _ => record with { Required = true, Group = -1 },
            };
        }
    }

    /// <summary>What each line is. That a test begins says nothing of how it ends: such a line is one of a passed test only where the test is said to have passed.</summary>
    private static ReportLine[] Kinds(string text, List<TextLine> lines, bool tests)
    {
        var kinds = lines.Select(line => KindOf(line.Of(text), tests)).ToArray();
        var passed = new HashSet<string>(StringComparer.Ordinal);
        var names = passed.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var i = 0; i < kinds.Length; i++)
        {
            var line = lines[i].Of(text);
            foreach (var word in kinds[i] == ReportLine.Passed && ReportSignals.Announced(line).IsEmpty ? line.Split(' ') : default)
            {
                names.Add(line[word].Trim("():,"));
            }
        }

        for (var i = 0; i < kinds.Length; i++)
        {
            var announced = kinds[i] == ReportLine.Passed ? ReportSignals.Announced(lines[i].Of(text)) : [];
            kinds[i] = announced.IsEmpty || names.Contains(announced) ? kinds[i] : ReportLine.Summary;
        }

        return kinds;
    }

    private static ReportLine KindOf(ReadOnlySpan<char> line, bool tests)
    {
        var kind = tests ? ReportSignals.Test(line) : ReportLine.Other;
        return kind == ReportLine.Other ? ReportSignals.Build(line) : kind;
    }

    /// <summary>A line each, but what a compiler says below an error or a warning (its place, its source, its notes) or above it (what includes it) is of one record with it.</summary>
    private static (List<LineRecord> Records, ReportLine[] Kinds) Records(string text, List<TextLine> lines, ReportLine[] kinds)
    {
        const int MostLinesBefore = 12;
        var records = new List<LineRecord>(lines.Count);
        var of = new List<ReportLine>(lines.Count);
        for (var at = 0; at < lines.Count;)
        {
            var main = at;
            while (main < lines.Count && main - at < MostLinesBefore && kinds[main] == ReportLine.Other && ReportSignals.LeadsToDiagnostic(lines[main].Of(text)))
            {
                main++;
            }

            main = main < lines.Count && kinds[main] == ReportLine.Diagnostic ? main : at;
            var end = main + 1;
            while (kinds[main] == ReportLine.Diagnostic && end < lines.Count && ReportSignals.BelongsToDiagnostic(lines[end].Of(text), kinds[end]))
            {
                end++;
            }

            records.Add(new LineRecord(at, end));
            of.Add(kinds[main]);
            at = end;
        }

        return (records, [.. of]);
    }

    /// <summary>The line of a record that says what is wrong.</summary>
    private static int HeadOf(string text, List<TextLine> lines, LineRecord record)
    {
        var line = record.First;
        while (line < record.End - 1 && ReportSignals.LeadsToDiagnostic(lines[line].Of(text)))
        {
            line++;
        }

        return line;
    }

    /// <summary>Lines behind a failure or a title, up to the next test that passed: its assertion, its output, its place.</summary>
    private static bool[] Sections(ReportLine[] kinds)
    {
        var inside = new bool[kinds.Length];
        var now = false;
        for (var i = 0; i < kinds.Length; i++)
        {
            now = kinds[i] switch
            {
                ReportLine.Failed => true,
                ReportLine.Summary => true,
                ReportLine.Passed or ReportLine.Progress => false,
                _ => now,
            };
            inside[i] = now;
        }

        return inside;
    }

    /// <summary>Runs of lines that stood above in the same order, as builds print their errors again at the end.</summary>
    private static bool[] Repeats(string text, List<TextLine> lines, List<LineRecord> records, ReportLine[] kinds)
    {
        var repeats = new bool[records.Count];
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var above = new int[records.Count];
        for (var i = 0; i < records.Count; i++)
        {
            var line = text.AsSpan(lines[records[i].First].Start..lines[records[i].End - 1].End);
            above[i] = -1;
            if (line.Length >= ShortestRepeat && kinds[i] is ReportLine.Diagnostic or ReportLine.Other && !places.TryAdd(line.ToString(), i))
            {
                above[i] = places[line.ToString()];
            }
        }

        for (var at = 0; at < records.Count;)
        {
            var end = at;
            while (end < records.Count && above[end] >= 0 && (end == at || above[end] > above[end - 1]))
            {
                end++;
            }

            if (end > at && records[end - 1].End - records[at].First >= FewestRepeats)
            {
                repeats.AsSpan(at, end - at).Fill(true);
            }

            at = Math.Max(end, at + 1);
        }

        return repeats;
    }
}
