using System.Globalization;
using CsCheck;
using PromptCompressor.Core.Content;
using PromptCompressor.Core.Content.Blocks;

namespace PromptCompressor.UnitTests.Core.Content.Kinds;

/// <summary>Tables of commands, as the commands write them: names to the left, numbers to the right, long values that push a row aside.</summary>
public sealed class AlignedTableTests
{
    private const string Processes =
        """
        USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND
        root           1  0.0  0.1 168540 13056 ?        Ss   Nov01   0:12 /sbin/init splash
        root           2  0.0  0.0      0     0 ?        S    Nov01   0:00 [kthreadd]
        maren       4121  1.4  2.0 1185934528 331200 ?   Sl   09:12   4:01 /opt/atlas/atlas --type=renderer  --lang=en
        fjord-svc  18233 97.5  0.3  22144  5120 pts/0    R+   10:15   9:31 gzip -9 dump.sql
        maren      18240  0.0  0.0  10072  3328 pts/1    Rs   10:15   0:00 ps aux

        """;

    private const string Disks =
        """
        Filesystem      Size  Used Avail Use% Mounted on
        udev            7.8G     0  7.8G   0% /dev
        tmpfs           1.6G  2.1M  1.6G   1% /run
        /dev/nvme0n1p2  468G  441G  3.1G 100% /
        tmpfs           7.8G  112M  7.7G   2% /dev/shm
        //nas/share      11T  6.4T  4.2T  61% /mnt/nas share

        """;

    private const string Sockets =
        """
        Proto Recv-Q Send-Q Local Address           Foreign Address         State       PID/Program name
        tcp        0      0 127.0.0.1:5432          0.0.0.0:*               LISTEN      1120/postgres
        tcp        0      0 0.0.0.0:22              0.0.0.0:*               LISTEN      902/sshd
        tcp        0    348 10.0.4.17:22            10.0.4.2:51022          ESTABLISHED 4012/sshd: maren
        tcp6       0      0 :::8080                 :::*                    LISTEN      -
        udp        0      0 127.0.0.53:53           0.0.0.0:*                           611/systemd-resolve

        """;

    private const string Top =
        """
            PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND
           4121 maren     20   0 2211840 331200  92160 S  12.6   2.0   4:01.22 atlas
              1 root      20   0  168540  13056   8000 S   0.0   0.1   0:12.34 systemd
             33 root      rt   0       0      0      0 S   0.0   0.0   0:00.08 migration/0
          18233 fjord     20   0   22144   5120   1024 R  97.5   0.3   9:31.90 gzip -9

        """;

    private const string Peers =
        """
        State     Recv-Q Send-Q      Local Address:Port        Peer Address:Port Process
        LISTEN    0      512             127.0.0.1:40581            0.0.0.0:*     users:(("atlas",pid=10704,fd=296))
        LISTEN    0      512             127.0.0.1:7201             0.0.0.0:*     users:(("ember",pid=11783,fd=278))
        LISTEN    0      128               0.0.0.0:2024             0.0.0.0:*     users:(("ember",pid=11784,fd=278))
        LISTEN    0      4096            127.0.0.1:45229            0.0.0.0:*     users:(("fjord",pid=10623,fd=128))
        ESTAB     0      0               127.0.0.1:35152          127.0.0.1:57201 users:(("fjord",pid=10623,fd=131))
        ESTAB     0      0               127.0.0.1:35170          127.0.0.1:57270 users:(("fjord",pid=10623,fd=132))

        """;

    private const string Frame =
        """
                 name   value  town
        0       atlas   12.50  Lund
        1       ember  -13.00  Oslo
        2       fjord     NaN  Turku
        10  long name    1.25  Oslo

        """;

    private const string Handles =
        """
        Handles  NPM(K)    PM(K)      WS(K)     CPU(s)     Id  SI ProcessName
        -------  ------    -----      -----     ------     --  -- -----------
            254      17     3412      15988       0.50   1234   1 conhost
           1203      88   120432     180244      33.13  10444   1 atlas.exe

        """;

    /// <summary>A run of blanks and a tab cost alike.</summary>
    private static readonly ContentOptions ByCharacters = ContentTexts.Options with { CountTokens = text => text.Length };

    [Theory]
    [InlineData(Processes, "maren\t4121\t1.4\t2.0\t1185934528\t331200\t?\tSl\t09:12\t4:01\t/opt/atlas/atlas --type=renderer  --lang=en")]
    [InlineData(Disks, "//nas/share\t11T\t6.4T\t4.2T\t61%\t/mnt/nas share")]
    [InlineData(Sockets, "udp        0      0 127.0.0.53:53           0.0.0.0:*                           611/systemd-resolve")]
    [InlineData(Peers, "ESTAB\t0\t0\t127.0.0.1:35170\t127.0.0.1:57270 users:((\"fjord\",pid=10623,fd=132))")]
    [InlineData(Top, "33\troot\trt\t0\t0\t0\t0\tS\t0.0\t0.0\t0:00.08\tmigration/0")]
    [InlineData(Frame, "10  long name    1.25  Oslo")]
    [InlineData(Handles, "1203\t88\t120432\t180244\t33.13\t10444\t1\tatlas.exe")]
    public void TablesOfCommands_ArePartedByTabsUnlessACellIsEmpty(string text, string row)
    {
        Assert.Equal(ContentKind.Table, Assert.Single(ContentDetector.Blocks(text)).Kind);
        var reduced = ContentReducer.Reduce(text, ContentKind.Table, text.Length, ByCharacters).Text;
        Assert.Contains("\n" + row + "\n", reduced, StringComparison.Ordinal);
        Assert.Equal(Lines(text), Lines(reduced));
    }

    [Theory]
    [InlineData("The first thing  that we did was to look\nat the numbers of the last four weeks.\nThen we asked 12 people in 3 towns what\nthey think of it, and 7 of them said that\nthey do not know, which is no surprise.\n")]
    [InlineData("int     first   = 12;\nlong    second  = 400;\nshort   third   = 7;\nchar    fourth  = 'x';\nint     fifth   = 5;\n")]
    [InlineData("Name            Stmts   Miss  Cover\n-----------------------------------\nsrc/a.py           20      2    90%\nsrc/b.py           11      0   100%\nsrc/c.py           11      0   100%\nsrc/d.py           11      0   100%\n")]
    [InlineData("     April 2031\nSu Mo Tu We Th Fr Sa\n       1  2  3  4  5\n 6  7  8  9 10 11 12\n13 14 15 16 17 18 19\n20 21 22 23 24 25 26\n27 28 29 30\n")]
    [InlineData("0.11  0.22  0.33\n1.10  2.20  3.30\n4.40  5.50  6.60\n7.70  8.80  9.90\n1.01  2.02  3.03\n")]
    public void OtherThingsInColumns_AreNoTables(string text)
    {
        Assert.DoesNotContain(ContentDetector.Blocks(text), block => block.Kind == ContentKind.Table);
    }

    /// <summary>What stands further in belongs to what stands above it, and neither blanks nor rows may go.</summary>
    [Theory]
    [InlineData("    PID TTY      STAT   TIME COMMAND\n    902 ?        Ss     0:00 sshd: listener\n   4012 ?        Ss     0:01  \\_ sshd: maren\n   4020 pts/0    Ss     0:00      \\_ -bash\n   4100 pts/0    R+     0:00          \\_ ps axf\n   1120 ?        Ss     2:10 postgres\n")]
    [InlineData("ACCOUNT        PLAN    DONE\nRevenue         900     990\n  Licences      500     560\n  Support       400     430\nCosts           300     310\n  Rent          100     110\n")]
    [InlineData("  ID  COUNT  ACCOUNT\n   1    900  Revenue\n   2    500    Licences\n   3    400    Support\n   4    300  Costs of all kinds\n")]
    [InlineData("NAME        MAJ:MIN RM   SIZE RO TYPE MOUNTPOINTS\nsda           8:0    0   100G  0 disk /a\n├─sda1        8:1    0     1G  0 part /boot\n└─sda2        8:2    0    99G  0 part /\nsdb           8:16   0   100G  0 disk /b\n")]
    public void Trees_StayAsTheyCame(string text) => Assert.Equal(text, ContentReducer.ReduceBlocks(text, 1, ByCharacters).Text);

    [Fact]
    public void Tree_BelowManyRows_IsNoPartOfTheTable()
    {
        var rows = string.Concat(Enumerable.Range(1, 30).Select(i => Samples.Line($"Account {i,-4}     {i,4}    {i * 3,4}\n")));
        var text = "ACCOUNT          PLAN    DONE\n" + rows + "  Licences        500     560\n";
        Assert.EndsWith("Account 30         30      90\n  Licences        500     560\n", ContentReducer.ReduceBlocks(text, 0.3, ByCharacters).Text.Replace("Account 30\t30\t90", "Account 30         30      90", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    /// <summary>What belongs to a region is told by its name above, and a line below a row may be more of it.</summary>
    [Fact]
    public void Headings_StayAboveTheirRows()
    {
        const string Head = "NAME       READY   STATUS    AGE\n";
        var text = Head + string.Concat(((string[])["eu", "us", "ap"]).Select(region => region + ":\n" + Head + string.Concat(Enumerable.Range(10, 20).Select(i => Samples.Line($"web-{i}     1/1     Up        {i}d\n")))));
        var reduced = ContentTexts.Reduce(text, 0.4);
        Assert.Equal(ContentKind.Table, ContentTexts.Only(text).Kind);
        Assert.Contains("rows omitted]", reduced, StringComparison.Ordinal);
        Assert.All(["eu:\n", "us:\n", "ap:\n"], heading => Assert.Contains("\n" + heading + Head, reduced, StringComparison.Ordinal));
    }

    [Fact]
    public void Headings_InTablesWithTabs_StayAboveTheirRows()
    {
        var text = "NAME\tREADY\tAGE\n" + string.Concat(((string[])["eu", "us", "ap"]).Select(region => region + ":\t\t\n" + string.Concat(Enumerable.Range(10, 20).Select(i => Samples.Line($"web-{i}\t1/1\t{i}d\n")))));
        var reduced = ContentTexts.Reduce(text, 0.4);
        Assert.Contains("rows omitted]", reduced, StringComparison.Ordinal);
        Assert.All(["eu:\t\t\n", "us:\t\t\n", "ap:\t\t\n"], heading => Assert.Contains("\n" + heading, reduced, StringComparison.Ordinal));
    }

    [Fact]
    public void LineBelowARow_KeepsTheRow()
    {
        const string More = "  moved to the other host by hand, see the note of the town\n";
        var text = "NAME       READY   STATUS    AGE\n" + string.Concat(Enumerable.Range(10, 60).Select(i => Samples.Line($"web-{i}     1/1     Up        {i}d\n") + (i == 44 ? More : "")));
        var reduced = ContentTexts.Reduce(text, 0.3);
        Assert.Contains("rows omitted]", reduced, StringComparison.Ordinal);
        Assert.Contains("web-44\t1/1\tUp\t44d\n" + More, reduced.Replace("     1/1     Up        ", "\t1/1\tUp\t", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    /// <summary>The words of a value that is too long for its column are no cells.</summary>
    [Fact]
    public void LongValueWithBlanks_StaysAsItCame()
    {
        const string Row = "backup of the old 1/1     Up-since-May        5d\n";
        var text = "NAME       READY   STATUS              AGE\n" + string.Concat(Enumerable.Range(10, 20).Select(i => Samples.Line($"web-{i}     1/1     Up-since-May        {i}d\n"))) + Row + "web-99     1/1     Up-since-May        7d\n";
        Assert.Contains("\n" + Row, ContentReducer.Reduce(text, ContentKind.Table, text.Length, ByCharacters).Text, StringComparison.Ordinal);
    }

    /// <summary>Each line may be the head of those below it, and none of them is a table.</summary>
    [Fact]
    public void Heads_AreNotReadToTheEndOnceALine()
    {
        var text = "hello there\n" + string.Concat(Enumerable.Repeat("AAAA\tBB\tCC\n", 200_000)) + "x\n";
        Assert.EndsWith("x\n", text[ContentDetector.Blocks(text)[^1].Span.Start..], StringComparison.Ordinal);
    }

    [Fact]
    public void Table_EndsAtAPromptAndBeforeWhatFollows()
    {
        var text = "$ df -h\n" + Disks.TrimEnd('\n') + "\n$ uptime\n 10:15:32 up 12 days,  3:02,  2 users,  load average: 0.15, 0.10, 0.05\n";
        var blocks = ContentDetector.Blocks(text);
        Assert.Equal([ContentKind.Unknown, ContentKind.Table, ContentKind.Unknown], blocks.Select(block => block.Kind));
        Assert.Equal(Disks.TrimEnd('\n') + "\n", blocks[1].Span.Of(text).ToString());
    }

    /// <summary>Tables of other commands, columns, widths and towns: what stays is a row of the text, in order, and marks count the others.</summary>
    [Fact]
    public void AnyTable_KeptRowsAreItsRowsAndMarksCountTheOthers() =>
        Gen.Select(Gen.Int[12, 90], Gen.Int[2, 6], Gen.Int[0, 1 << 20], Gen.Bool, Gen.Double[0.15, 0.9]).Sample(
            (rows, columns, seed, fills, rate) =>
            {
                var text = Any(rows, columns, new Random(seed), out var unusual);
                var source = Lines(text);
                Assert.Equal(ContentKind.Table, Assert.Single(ContentDetector.Blocks(text)).Kind);
                var options = (seed % 2 == 0 ? ByCharacters : ContentTexts.Options) with { FillTarget = fills };
                var reduced = ContentReducer.Reduce(text, ContentKind.Table, (int)(rate * options.CountTokens(text)), options);

                var (at, gone) = (0, 0);
                foreach (var line in Lines(reduced.Text))
                {
                    if (OmissionMark.IsMark(line))
                    {
                        var count = int.Parse(line[1..line.IndexOf(' ', StringComparison.Ordinal)], CultureInfo.InvariantCulture);
                        (at, gone) = (at + count, gone + count);
                    }
                    else
                    {
                        Assert.Equal(source[at++], line);
                    }
                }

                Assert.Equal(source.Length, at);
                Assert.Equal(reduced.OmittedRecords, gone);
                Assert.Contains(source[unusual], Lines(reduced.Text));
                Assert.Equal(source[0], Lines(reduced.Text)[0]);
            },
            iter: 400);

    [Fact]
    public void AskedFor_Stays()
    {
        var text = Any(60, 4, new Random(7), out _);
        var row = Lines(text)[31];
        var options = ContentTexts.Options with { Relevance = record => string.Join(' ', record.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) == row ? 1 : 0 };
        Assert.Contains(row, Lines(ContentReducer.Reduce(text, ContentKind.Table, ContentTexts.Count(text) / 4, options).Text));
    }

    /// <summary>A table with a name in front, columns of numbers, words and gaps, and text with blanks at the end; one row reports a failure.</summary>
    private static string Any(int rows, int columns, Random random, out int unusual)
    {
        string[] words = ["Lund", "Oslo", "Turku", "Aarhus", "Gent"], states = ["ready", "idle", "open"];
        var kinds = Enumerable.Range(0, columns).Select(i => i == 0 ? 0 : random.Next(4)).ToArray();
        var table = new List<string[]> { (string[])["Name", .. kinds.Select((kind, i) => kind switch { 0 => "Size", 1 => "Use%", 2 => "State", _ => "Town" } + (char)('A' + i)), "Details of it"] };
        unusual = 1 + random.Next(rows);
        for (var i = 1; i <= rows; i++)
        {
            table.Add([.. (string[])[$"{words[random.Next(5)].ToLowerInvariant()}-{random.Next(90000)}"], .. kinds.Select(kind => kind switch
            {
                0 => random.Next(3) == 0 ? $"{random.Next(900)}K" : random.Next(90000).ToString(CultureInfo.InvariantCulture),
                1 => $"{random.Next(60)}%",
                2 => states[random.Next(3)],
                _ => random.Next(5) == 0 ? "" : words[random.Next(5)],
            }), i == unusual ? "it failed with 'disk full'" : $"{words[random.Next(5)]} and {words[random.Next(5)]}"]);
        }

        var widths = Enumerable.Range(0, columns + 2).Select(c => table.Max(row => row[c].Length) + 1 + random.Next(3)).ToArray();
        return string.Concat(table.Select(row => string.Concat(row.Select((cell, c) => c > 0 && c <= columns && kinds[c - 1] < 2 ? cell.PadLeft(widths[c] - 1) + "  " : cell.PadRight(widths[c] + 1))).TrimEnd() + "\n"));
    }

    private static string[] Lines(string text) => [.. text.Split('\n').Select(line => string.Join(' ', line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).Where(line => line.Length > 0)];
}
