using Microsoft.Extensions.Configuration;
using PromptCompressor.Server.Hosting;

namespace PromptCompressor.UnitTests.Server.Hosting;

public sealed class ListenAddressTests
{
    [Theory]
    [InlineData(null, null, "http://localhost:5080/")]
    [InlineData("http_ports", "8080;8081", "http://localhost:8080/")]
    [InlineData("urls", "http://127.0.0.1:5122", "http://127.0.0.1:5122/")]
    [InlineData("urls", "http://*:9000;https://*:9001", "http://localhost:9000/")]
    [InlineData("urls", "http://+:9000", "http://localhost:9000/")]
    [InlineData("urls", "http://0.0.0.0:9000", "http://localhost:9000/")]
    [InlineData("urls", "http://[::]:9000", "http://localhost:9000/")]
    [InlineData("Kestrel:Endpoints:Main:Url", "https://localhost:7443", "https://localhost:7443/")]
    public void Of_TheFirstAddressOfTheSettings(string? key, string? value, string expected)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(key is null ? [] : [KeyValuePair.Create(key, value)]).Build();

        Assert.Equal(expected, ListenAddress.Of(settings).AbsoluteUri);
    }
}
