using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PromptCompressor.Core.Caching;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Text;
using PromptCompressor.Engine;
using PromptCompressor.Engine.Models;
using PromptCompressor.Engine.Tokenization;

var data = Environment.GetEnvironmentVariable("PROMPTCOMPRESSOR_DATA")!;
var options = Options.Create(new EngineOptions());
var engine = new CompressionEngine(options, new MemorySegmentCache(1 << 28), NullLogger<CompressionEngine>.Instance);
engine.Load();
var tokenizer = TokenizerLoader.Load(ModelFolder.Open("models/xlmr-mini"));
foreach (var name in new[] { "xlmr-mini", "xlmr-mini-fast" })
{
    var model = engine.Model(name);
    var scores = new SegmentScores(model.Scorer, new MemorySegmentCache(1 << 28));
    double a = 0, b = 0, aw = 0, bw = 0, aWhole = 0, bWhole = 0, segs = 0; int n = 0;
    foreach (var line in File.ReadLines(Path.Combine(data, "eval/teacher_dev.jsonl")))
    {
        var node = JsonNode.Parse(line)!;
        var text = node["text"]!.GetValue<string>();
        bool[] Utf16(string labels)
        {
            var result = new bool[text.Length]; var at = 0; var i = 0;
            foreach (var rune in text.EnumerateRunes()) { for (var k = 0; k < rune.Utf16SequenceLength; k++) result[at++] = labels[i] == '1'; i++; }
            return result;
        }
        var la = Utf16(node["a"]!.GetValue<string>()); var lb = Utf16(node["b"]!.GetValue<string>());
        var segmented = SegmentedText.Of(text);
        var segments = Enumerable.Range(0, segmented.Segments.Count).Select(i => new SegmentText(text, segmented.Segments[i], segmented.WordsOf(i))).ToList();
        segs += segments.Count;
        var (scored, _) = await scores.GetAsync(segments, new StageTimings(), null, default);
        var flat = scored.SelectMany(s => s).ToArray();
        var one = new SegmentText(text, new TextSpan(0, text.Length), segmented.Words);
        var whole = await model.Scorer.ScoreAsync(one, new StageTimings(), default);
        var tokens = new List<TextSpan>(); var ids = new List<int>();
        tokenizer.Encode(text, ids, tokens);
        tokens.RemoveAll(t => t.IsEmpty);
        double Agree(IReadOnlyList<TextSpan> items, double[] p, bool[] labels)
        {
            var kept = items.Select(t => Enumerable.Range(t.Start, t.Length).Count(c => labels[c]) * 2 >= t.Length).ToArray();
            var count = kept.Count(k => k);
            if (count == 0) return 1;
            var order = Enumerable.Range(0, p.Length).OrderByDescending(i => p[i]).ThenBy(i => i).Take(count);
            return (double)order.Count(i => kept[i]) / count;
        }
        double[] TokenP(byte[] wordScores) => tokens.Select(t => { double s = 0; int c = 0; for (var i = 0; i < segmented.Words.Count; i++) if (segmented.Words[i].Overlaps(t)) { s += wordScores[i]; c++; } return c == 0 ? 0 : s / c; }).ToArray();
        a += Agree(tokens, TokenP(flat), la); b += Agree(tokens, TokenP(flat), lb);
        aw += Agree(segmented.Words, flat.Select(x => (double)x).ToArray(), la); bw += Agree(segmented.Words, flat.Select(x => (double)x).ToArray(), lb);
        aWhole += Agree(tokens, TokenP(whole), la); bWhole += Agree(tokens, TokenP(whole), lb);
        n++;
    }
    Console.WriteLine($"{name}: tokens A {a / n:f4} B {b / n:f4}; words A {aw / n:f4} B {bw / n:f4}; whole-text tokens A {aWhole / n:f4} B {bWhole / n:f4}; segments/text {segs / n:f2}");
}
