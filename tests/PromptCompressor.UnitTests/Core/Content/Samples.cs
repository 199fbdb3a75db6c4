using System.Globalization;
using System.Text;

namespace PromptCompressor.UnitTests.Core.Content;

/// <summary>Invented tool output of the common kinds.</summary>
internal static class Samples
{
    private static readonly string[] Names = ["Lind", "Torsund", "Ockley", "Mellanby", "Haddixen"];
    private static readonly string[] Services = ["checkout", "ledger", "mailer", "search"];

    public static string Csv(int rows, string end = "\n") =>
        "id,customer,town,amount,status" + end + string.Concat(Enumerable.Range(0, rows).Select(i => Line($"{1000 + i},{Names[i % 5]},Town {i % 4},{(i * 37 % 90) + 10}.50,{(i % 3 == 0 ? "paid" : "open")}") + end));

    public static string Pods(int rows) =>
        "NAME                   READY   STATUS    RESTARTS   AGE\n" + string.Concat(Enumerable.Range(0, rows).Select(i => Line($"{Line($"{Services[i % 4]}-{i * 7919 % 100000:00000}").PadRight(23)}1/1     Running   0          {i % 40}d\n")));

    public static string Issues(int count)
    {
        var text = new StringBuilder("[");
        for (var i = 0; i < count; i++)
        {
            text.Append(i == 0 ? "" : ",").Append(Line($"{{\"id\":{48000 + i},\"title\":\"{(i % 2 == 0 ? "Totals differ" : "Search is slow")}\",\"state\":\"open\",\"user\":{{\"login\":\"{Names[i % 5]}\",\"id\":{900 + (i % 5)}}},\"comments\":{i % 20}}}"));
        }

        return text.Append(']').ToString();
    }

    public static string Events(int count) =>
        string.Concat(Enumerable.Range(0, count).Select(i => Line($"{{\"time\":\"2031-04-17T03:00:{i % 60:00}Z\",\"severity\":\"info\",\"service\":\"{Services[i % 4]}\",\"message\":\"order accepted\",\"ms\":{i * 31 % 90},\"env\":\"prod\"}}\n")));

    public static string Hits(int count) =>
        string.Concat(Enumerable.Range(0, count).Select(i => Line($"src/{Services[i / 40 % 4]}/part{i / 10}.py:{(i % 10 * 7) + 3}:    total = entry[{i}] + {i * 3}\n")));

    public static string PyTest(int tests, int failing) =>
        "============================= test session starts =============================\ncollected " + Line($"{tests} items\n\n")
        + string.Concat(Enumerable.Range(0, tests).Select(i => Line($"tests/test_{Services[i % 4]}.py::test_case_{i} {(i == failing ? "FAILED" : "PASSED")} [{i * 100 / tests,3}%]\n")))
        + "\n=================================== FAILURES ===================================\n______ test_case ______\n\n    def test_case():\n>       assert total == \"25.90\"\nE       AssertionError: assert '45.80' == '25.90'\nE         \nE         - 25.90\nE         + 45.80\n\ntests/test_x.py:87: AssertionError\n=========================== short test summary info ============================\n"
        + Line($"FAILED tests/test_x.py::test_case - AssertionError\n=================== 1 failed, {tests - 1} passed in 12.31s ====================\n");

    public static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
