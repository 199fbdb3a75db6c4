using PromptCompressor.Core.Content.Blocks;
using PromptCompressor.Core.Content.Detection;
using PromptCompressor.Core.Content.Records;

namespace PromptCompressor.Core.Content.Kinds;

/// <summary>
/// A log: an entry is a line that begins one, with all that follows up to the next. Warnings, errors and their traces
/// stay; of entries that say the same one stays, with their number; what is rare stays before what is frequent.
/// </summary>
internal static class LogContent
{
    /// <summary>Failures of one group above this number are ranked: the first and the last of them stay.</summary>
    private const int MostFailuresOfAGroup = 8;

    private const int FirstOfMany = 3;
    private const int LastOfMany = 2;

    /// <summary>A group smaller than this is rare.</summary>
    private const int Frequent = 4;

    public static LineDocument Of(string text, ContentOptions options)
    {
        var lines = TextLines.Of(text);
        var entries = Entries(text, lines);
        var miner = new TemplateMiner();
        var labels = new List<string>();
        var groups = new int[entries.Count];
        var severities = new Severity[entries.Count];
        var levels = new string?[entries.Count];
        for (var i = 0; i < entries.Count; i++)
        {
            var head = lines[entries[i].First].Of(text);
            levels[i] = LevelOf(head);
            var label = labels.IndexOf(levels[i] ?? "");
            if (label < 0)
            {
                labels.Add(levels[i] ?? "");
                label = labels.Count - 1;
            }

            // Entries whose message stands below their head, as those of the console of .NET.
            var message = entries[i].Lines > 1 && lines[entries[i].First + 1].Of(text) is [' ', ' ', ..] and var below ? string.Concat(head, below) : null;
            groups[i] = miner.Add(message ?? head, label);
            severities[i] = SeverityOf(text, lines, entries[i], levels[i]);
        }

        var required = Required(groups, severities);
        var unusual = miner.Unusual();
        var seen = new HashSet<int>();
        var records = new List<LineRecord>(entries.Count);
        for (var i = 0; i < entries.Count; i++)
        {
            var score = unusual.Contains(i) ? RecordScores.Unusual
                : i == 0 || i == entries.Count - 1 ? RecordScores.FirstOrLast
                : IsNeighbour(i) ? RecordScores.Neighbour
                : miner.SizeOf(groups[i]) < Frequent || severities[i] != Severity.None ? RecordScores.Rare
                : 0;
            if (seen.Add(groups[i]))
            {
                score = Math.Max(score, RecordScores.Example);
            }

            score = Math.Max(score, RecordScores.OfRelevance(options.RelevanceOf(text.AsSpan(lines[entries[i].First].Start..lines[entries[i].End - 1].End))));
            var record = entries[i] with { Score = score, Required = required[i], Label = levels[i], Group = miner.SizeOf(groups[i]) >= Frequent ? groups[i] : -1 };
            records.AddRange(record.Lines > 4 ? FrameRuns.Cut(text, lines, record) : [record]);
        }

        return new LineDocument(text, lines, records, options.CountTokens) { OmissionMethod = "log_templates" };

        // The entries beside a failure; beside a warning stands nothing that explains it.
        bool IsNeighbour(int i) =>
            (i > 0 && required[i - 1] && severities[i - 1] == Severity.Failure) || (i + 1 < required.Length && required[i + 1] && severities[i + 1] == Severity.Failure);
    }

    private static List<LineRecord> Entries(string text, List<TextLine> lines)
    {
        var starts = lines.ConvertAll(line => LineSignals.StartsLogRecord(line.Of(text)));
        var every = starts.Count(start => start) < 0.3 * lines.Count;
        var entries = new List<LineRecord>();
        var first = 0;
        for (var i = 1; i <= lines.Count; i++)
        {
            if (i == lines.Count || (!lines[i].IsBlank(text) && (starts[i] || OmissionMark.IsMark(lines[i].Of(text)) || (every && !char.IsWhiteSpace(lines[i].Of(text)[0])))))
            {
                entries.Add(new LineRecord(first, i));
                first = i;
            }
        }

        return entries;
    }

    private static string? LevelOf(ReadOnlySpan<char> head)
    {
        var level = LineSignals.LevelOf(head);
        if (!level.IsEmpty)
        {
            return level.ToString();
        }

        // The status of an access log is its level.
        var request = head.IndexOf(" HTTP/", StringComparison.Ordinal);
        var quote = request < 0 ? -1 : head[request..].IndexOf("\" ", StringComparison.Ordinal);
        return quote >= 0 && head.Length >= request + quote + 5 && LineSignals.NumberThen(head[(request + quote + 2)..], ' ') == 3
            ? "status " + head.Slice(request + quote + 2, 3).ToString() : null;
    }

    private static Severity SeverityOf(string text, List<TextLine> lines, LineRecord entry, string? level)
    {
        var found = level switch
        {
            "ERROR" or "FATAL" or "CRITICAL" or "SEVERE" or "CRIT" or "ERR" or "FTL" or "PANIC" or "EMERG" or "ALERT" => Severity.Failure,
            "WARN" or "WARNING" or "WRN" => Severity.Warning,
            _ => Severity.None,
        };
        for (var line = entry.First; line < entry.End && found != Severity.Failure; line++)
        {
            var of = FailureWords.Of(lines[line].Of(text));
            found = of > found ? of : found;
            if (TraceSignals.IsFrame(TraceSignals.Of(lines[line].Of(text), TraceLine.Other)))
            {
                found = Severity.Failure;
            }
        }

        return found;
    }

    /// <summary>Warnings and failures, but of a group that has many of them only the first and the last.</summary>
    private static bool[] Required(int[] groups, Severity[] severities)
    {
        var required = severities.Select(s => s != Severity.None).ToArray();
        var isTheRule = severities.Count(s => s == Severity.Failure) > Math.Max(MostFailuresOfAGroup, RecordScores.FailureIsTheRule * groups.Length);
        foreach (var group in Enumerable.Range(0, groups.Length).Where(i => required[i]).GroupBy(i => groups[i]))
        {
            var members = group.ToArray();
            if (members.Length > (isTheRule ? FirstOfMany + LastOfMany : MostFailuresOfAGroup))
            {
                foreach (var i in members[FirstOfMany..^LastOfMany])
                {
                    required[i] = false;
                }
            }
        }

        return required;
    }
}
