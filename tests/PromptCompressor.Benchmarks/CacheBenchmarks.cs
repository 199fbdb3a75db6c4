using System.Diagnostics;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Options;
using PromptCompressor.Benchmarks.Load;
using PromptCompressor.Core.Caching;
using PromptCompressor.Server.Caching;

namespace PromptCompressor.Benchmarks;

/// <summary>Fifty segments of 200 words, some 12,000 tokens: found and stored in memory, and found in a <c>redis-server</c> on loopback.</summary>
[Config(typeof(ShortJob))]
public class CacheBenchmarks
{
    private const int Segments = 50;
    private const int Words = 200;

    private readonly SegmentKey[] _keys = new SegmentKey[Segments];
    private readonly byte[][] _values = new byte[Segments][];
    private readonly byte[]?[] _found = new byte[Segments][];
    private readonly MemorySegmentCache _memory = new(64 << 20);
    private RedisConnection _connection = null!;
    private RedisSegmentStore _redis = null!;
    private Process _process = null!;

    [GlobalSetup]
    public async Task Setup()
    {
        var owner = new CacheScope("default", "scores/3", "model", "hash");
        for (var i = 0; i < Segments; i++)
        {
            _keys[i] = SegmentKey.Of(owner, LoadTexts.Of(Words, i));
            _values[i] = new byte[Words];
            new Random(i).NextBytes(_values[i]);
        }

        _process = RedisProcess.Start();
        var options = new RedisCacheOptions { ConnectionString = $"127.0.0.1:{RedisProcess.Port}" };
        _connection = new RedisConnection(RedisConnection.Parse(options));
        await _connection.EnsureAsync();
        while (!_connection.Multiplexer.IsConnected)
        {
            await Task.Delay(20);
        }

        _redis = new RedisSegmentStore(_connection, new RedisKeys(options.KeyPrefix), Options.Create(options), new RedisCounters());
        await _redis.SetAsync(_keys, _values, CancellationToken.None);
        await _memory.SetManyAsync(_keys, _values, CancellationToken.None);
        await RedisGet();
        if (_found.Any(value => value is null))
        {
            throw new InvalidOperationException("Redis does not give back what it was given.");
        }
    }

    [GlobalCleanup]
    public async Task Cleanup()
    {
        await _connection.DisposeAsync();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    [Benchmark(Baseline = true)]
    public ValueTask MemoryGet() => _memory.GetManyAsync(_keys, _found, CancellationToken.None);

    [Benchmark]
    public ValueTask MemoryPut() => _memory.SetManyAsync(_keys, _values, CancellationToken.None);

    [Benchmark]
    public async Task RedisGet() => await _redis.GetAsync(_keys, _found, CancellationToken.None);
}
