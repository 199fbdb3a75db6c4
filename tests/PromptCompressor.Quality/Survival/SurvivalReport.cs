using System.Globalization;
using PromptCompressor.Quality.Data;
using PromptCompressor.Quality.Methods;
using PromptCompressor.Quality.Reporting;

namespace PromptCompressor.Quality.Survival;

/// <summary>The tables and curves of a study.</summary>
internal static class SurvivalReport
{
    private const double Middle = 0.5;

    /// <summary>Shares of the tokens at which intervals are given, and the sets are named in which another method is ahead.</summary>
    private static readonly double[] LookedAt = [0.3, Middle];

    /// <param name="study">Run already.</param>
    /// <param name="title">Its heading.</param>
    /// <param name="name">Of the file.</param>
    /// <param name="command">What measures it again.</param>
    public static Report Of(SurvivalStudy study, string title, string name, string command)
    {
        var report = new Report(name);
        report.AddTitle(title, command);
        report.Add($"""
            The share of questions whose answer still stands word for word in the compressed text (case and white space aside), in per cent. Every method keeps at
            most the same share of the tokens of o200k_base, counted on its output. {study.Items.Count} questions, {study.Items.Select(item => item.Source).Distinct().Count()} texts.
            """);
        foreach (var (group, file, isAsked) in Groups(study))
        {
            report.Add($"## {group}: {study.Items.Count(isAsked)} questions");
            AddCurves(report, study, group, file, isAsked);
            AddIntervals(report, study, isAsked);
        }

        AddMargins(report, study);
        AddLosses(report, study);
        if (study.Kept.Contains(Middle))
        {
            report.Add($"## Every language at {Middle * 100} % kept");
            AddBreakdown(report, study, "language", study.Items.Where(item => !item.IsMultiPassage() && item.Set != QuestionSets.CrossLingual).GroupBy(item => item.Language, StringComparer.Ordinal));
            report.Add($"## Every set at {Middle * 100} % kept");
            AddBreakdown(report, study, "set and language", study.Items.GroupBy(SetAndLanguage, StringComparer.Ordinal));
        }

        return report;
    }

    private static IEnumerable<(string Name, string File, Func<QuestionItem, bool> IsAsked)> Groups(SurvivalStudy study)
    {
        (string, string, Func<QuestionItem, bool>)[] groups =
        [
            ("English, all sets as published", "english", IsEnglish),
            ("Several passages, of which few have to do with the question", "passages", item => item.IsMultiPassage()),
            ("Other languages", "languages", item => item.Language != "en" && item.Set != QuestionSets.CrossLingual),
            ("Question in English, text in another language", "english-questions", item => item.Set == QuestionSets.CrossLingual),
        ];
        return groups.Where(group => study.Items.Any(group.Item3));
    }

    private static bool IsEnglish(QuestionItem item) => item.Language == "en" && item.Set != QuestionSets.Passages;

    private static void AddCurves(Report report, SurvivalStudy study, string group, string file, Func<QuestionItem, bool> isAsked)
    {
        var shares = study.Methods.Select((_, method) => study.Kept.Select((_, share) => study.Share(isAsked, method, share)).ToArray()).ToArray();
        report.AddPlot(file, new LineChart(
            group,
            "tokens kept, %",
            "answers that survive, %",
            study.Kept,
            [.. study.Methods.Select((method, i) => new Line(method.Name, shares[i], method.Kind == MethodKind.Product))]));
        report.AddTable(
            ["kept, %", .. study.Kept.Select(kept => (100 * kept).ToString(CultureInfo.InvariantCulture))],
            study.Methods.Select((method, i) => (IReadOnlyList<string>)[method.Name, .. shares[i].Select(Report.Percent)]));
    }

    private static void AddIntervals(Report report, SurvivalStudy study, Func<QuestionItem, bool> isAsked)
    {
        var counts = study.Count(isAsked);
        var shares = LookedAt.Select(kept => study.Kept.ToList().IndexOf(kept)).Where(share => share >= 0).ToList();
        report.Add($"With 95 % intervals (bootstrap over texts), and what each is ahead of {study.Methods[0].Name} on the same texts, in points:");
        report.AddTable(
            ["method", .. shares.SelectMany(share => new[] { $"{100 * study.Kept[share]} % kept", "ahead" })],
            study.Methods.Select((method, i) => (IReadOnlyList<string>)[
                method.Name, .. shares.SelectMany(share => new[] { $"{counts.Share((i, share))}", i == 0 ? "" : counts.Difference((i, share), (0, share)).ToPoints() })]));
    }

    private static void AddMargins(Report report, SurvivalStudy study)
    {
        var middle = study.Kept.ToList().IndexOf(Middle);
        if (middle < 0 || !study.Items.Any(IsEnglish) || study.Methods.All(method => method.Kind == MethodKind.Product))
        {
            return;
        }

        report.Add($"## Margins at {Middle * 100} % kept");
        var (ours, best) = (study.Share(IsEnglish, 0, middle), Best(study, IsEnglish, middle, method => method.Kind != MethodKind.Product && !method.KnowsQuestion));
        report.Add($"English, no method with the question: {study.Methods[0].Name} {Report.Percent(ours)}, the best baseline ({best.Name}) {Report.Percent(best.Share)}: {Signed(ours - best.Share)} points.");
        var rows = study.Items.Where(item => !item.IsMultiPassage()).Select(item => item.Language).Distinct(StringComparer.Ordinal).Select(language =>
        {
            bool IsAsked(QuestionItem item) => item.Language == language && !item.IsMultiPassage() && item.Set != QuestionSets.CrossLingual;
            var words = Best(study, IsAsked, middle, method => method.Kind == MethodKind.Words);
            var any = Best(study, IsAsked, middle, method => method.Kind != MethodKind.Product && !method.KnowsQuestion);
            var share = study.Share(IsAsked, 0, middle);
            return (IReadOnlyList<string>)[language, Report.Percent(share), $"{words.Name} {Report.Percent(words.Share)}", Signed(share - words.Share), $"{any.Name} {Report.Percent(any.Share)}", Signed(share - any.Share)];
        });
        report.AddTable(["language", study.Methods[0].Name, "best of the words", "margin", "best without the question", "margin"], rows);
    }

    private static void AddLosses(Report report, SurvivalStudy study)
    {
        if (study.Methods.All(method => method.Kind == MethodKind.Product))
        {
            return;
        }

        report.Add("## Where another method is ahead");
        report.Add($"Each set and language in which {study.Methods[0].Name} is behind the best of the others: behind any that does not know the question if none is given, behind any at all if one is.");
        AddLosses(report, study, "no question given", knowsQuestion: false);
        AddLosses(report, study, "question given", knowsQuestion: true);
    }

    private static void AddLosses(Report report, SurvivalStudy study, string title, bool knowsQuestion)
    {
        var ours = study.Methods.ToList().FindIndex(method => method.Kind == MethodKind.Product && method.KnowsQuestion == knowsQuestion);
        var rows =
            from kept in LookedAt.Where(study.Kept.Contains)
            let share = study.Kept.ToList().IndexOf(kept)
            from questions in study.Items.GroupBy(SetAndLanguage, StringComparer.Ordinal)
            let asked = questions.ToHashSet()
            let survived = study.Share(asked.Contains, ours, share)
            let best = Best(study, asked.Contains, share, method => method.Kind != MethodKind.Product && (knowsQuestion || !method.KnowsQuestion))
            where best.Share > survived
            select (IReadOnlyList<string>)[$"{questions.Key}, {kept * 100} %", $"{asked.Count}", Report.Percent(survived), Report.Percent(best.Share), best.Name, Signed(survived - best.Share)];
        report.AddTable([title, "questions", study.Methods[ours].Name, "best other", "which", "margin"], rows);
    }

    private static string SetAndLanguage(QuestionItem item) => $"{item.Set}, {item.Language}";

    private static (string Name, double Share) Best(SurvivalStudy study, Func<QuestionItem, bool> isAsked, int share, Func<IMethod, bool> isMeant) =>
        study.Methods
            .Select((method, i) => (Method: method, Share: study.Share(isAsked, i, share)))
            .Where(one => isMeant(one.Method))
            .OrderByDescending(one => one.Share)
            .Select(one => (one.Method.Name, one.Share))
            .First();

    private static void AddBreakdown(Report report, SurvivalStudy study, string by, IEnumerable<IGrouping<string, QuestionItem>> groups)
    {
        var middle = study.Kept.ToList().IndexOf(Middle);
        report.AddTable(
            [by, "questions", .. study.Methods.Select(method => method.Name)],
            groups.Select(group =>
            {
                var items = group.ToHashSet();
                return (IReadOnlyList<string>)[group.Key, $"{items.Count}", .. study.Methods.Select((_, i) => Report.Percent(study.Share(items.Contains, i, middle)))];
            }));
    }

    private static string Signed(double share) => (100 * share).ToString("+0.0;-0.0", CultureInfo.InvariantCulture);
}
