using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PromptCompressor.Engine;
using PromptCompressor.Server.Caching;
using PromptCompressor.Server.Compress;
using PromptCompressor.Server.Limits;
using PromptCompressor.Server.Originals;
using PromptCompressor.Server.Proxy;
using PromptCompressor.Server.Shutdown;

namespace PromptCompressor.UnitTests.Server.Configuration;

public sealed class SettingBoundsTests
{
    [Theory]
    [InlineData("Shutdown:DelaySeconds", "700", "The field Shutdown:DelaySeconds must be between 0 and 600.")]
    [InlineData("Limits:BodyBytes", "7", "The field Limits:BodyBytes must be between 1024 and 1073741824.")]
    [InlineData("Engine:QueueSeconds", "0", "The field Engine:QueueSeconds must be between 0.1 and 3600.")]
    [InlineData("Engine:ModelsPath", "", "The Engine:ModelsPath field is required.")]
    [InlineData("Engine:Soft:HiddenSize", "0", "The field Engine:Soft:HiddenSize must be between 1 and 65536.")]
    [InlineData("Cache:MemoryMegabytes", "-1", "The field Cache:MemoryMegabytes must be between 0 and 1048576.")]
    [InlineData("Cache:Redis:TtlSeconds", "0", "The field Cache:Redis:TtlSeconds must be between 1 and 31536000.")]
    [InlineData("Proxy:RawTextMinutes", "0", "The field Proxy:RawTextMinutes must be between 1 and 10080.")]
    [InlineData("Proxy:Policy:MinSaving", "2", "The field Proxy:Policy:MinSaving must be between 0 and 1.")]
    [InlineData("Proxy:Soft:RetryMinutes", "0", "The field Proxy:Soft:RetryMinutes must be between 1 and 10080.")]
    [InlineData("Originals:TtlSeconds", "0", "The field Originals:TtlSeconds must be between 1 and 2592000.")]
    [InlineData("ContentKinds:Off:0", "cvs", "ContentKinds:Off has 'cvs', and must have names of kinds: *")]
    public void OutOfBounds_IsToldOnce_ByTheNameOfTheSetting(string key, string value, string complaint)
    {
        var redis = key.StartsWith("Cache:Redis", StringComparison.Ordinal) ? "127.0.0.1:9" : null;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Proxy:Upstream"] = "http://127.0.0.1:9", ["Cache:Redis:ConnectionString"] = redis, [key] = value }).Build();
        using var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration)
            .AddLimits().AddSegmentCache().AddRedisCache(configuration).AddEngine().AddShutdown().AddOriginals(configuration).AddCompress().AddProxy(configuration)
            .BuildServiceProvider();

        var failure = Assert.Throws<OptionsValidationException>(services.GetRequiredService<IStartupValidator>().Validate);

        Assert.StartsWith(complaint.TrimEnd('*'), Assert.Single(failure.Failures), StringComparison.Ordinal);
    }
}
