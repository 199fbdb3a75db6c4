using CsCheck;
using PromptCompressor.Server.Caching;

namespace PromptCompressor.UnitTests.Server.Caching;

public sealed class RedisConnectionStringTests
{
    [Theory]
    [InlineData("redis://cache.example:6380/3", "cache.example:6380", null, null, false, 3)]
    [InlineData("rediss://user:p%40ss%2Cw%2Fd@cache.example", "cache.example:6379", "user", "p@ss,w/d", true, null)]
    [InlineData("redis://:hunter2@10.0.0.1:6379", "10.0.0.1:6379", null, "hunter2", false, null)]
    [InlineData("redis://user:hun,ter2:x@[::1]:6379/0", "[::1]:6379", "user", "hun,ter2:x", false, 0)]
    public void Uri_IsRead(string text, string endPoint, string? user, string? password, bool isTls, int? database)
    {
        var settings = RedisConnectionString.Parse(text);

        Assert.Equal(
            (endPoint, user, password, isTls, database),
            (new RedisConnection(settings).EndPoints.Single(), settings.User, settings.Password, settings.Ssl, settings.DefaultDatabase));
    }

    [Theory]
    [InlineData("redis://us/er:secret@host")]
    [InlineData("redis://user:sec?ret@host")]
    [InlineData("redis://user:secret@ho st")]
    [InlineData("redis://user:secret@host:0")]
    [InlineData("redis://user:secret@host:70000")]
    [InlineData("redis://user:secret@host/db")]
    [InlineData("host:6379,password=sec,ret2secret")]
    [InlineData("host:6379,password=sec,$ret2secret")]
    [InlineData("sec,$ret2=secret@host:6379")]
    [InlineData("user:secret@host:6379")]
    [InlineData("sec,::%ret2?secret@host:6379")]
    [InlineData("http://host:6379")]
    [InlineData("host:0,password=secret")]
    [InlineData("host:secret")]
    public void NoPlaceOfAServer_IsRefusedWithoutShowingIt(string text)
    {
        var refusal = Assert.Throws<FormatException>(() => RedisConnectionString.Parse(text));

        Assert.DoesNotContain("secret", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("ret2", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>Whatever a password is made of, in whichever form it comes: it is the password, or the string is refused; and nothing that is shown has a part of it.</summary>
    [Fact]
    public void AnyPassword_IsReadOrRefused_AndNeverShown() =>
        Gen.Select(Gen.OneOf(Gen.Char[' ', '~'], Gen.Char[",@:/=%?#"]).Array[12, 24], Gen.Int[0, 3]).Sample((characters, form) =>
        {
            var password = $"Zq{new string(characters).Trim()}Zq";
            var text = form switch
            {
                0 => $"redis://user:{Uri.EscapeDataString(password)}@host:6379/0",
                1 => $"rediss://user:{password}@host:6379",
                2 => $"host:6379,password={password}",
                _ => $"{password}@host:6379",
            };
            try
            {
                var settings = RedisConnectionString.Parse(text);
                Assert.Equal(["host:6379"], new RedisConnection(settings).EndPoints);
                Assert.True(form != 0 || settings.Password == password);
            }
            catch (FormatException e)
            {
                Assert.NotEqual(0, form);
                Assert.DoesNotContain(Pieces(password), piece => e.Message.Contains(piece, StringComparison.Ordinal));
            }
        });

    /// <summary>What a careless reader might take for something of its own.</summary>
    private static IEnumerable<string> Pieces(string password) => password.Split(',', '@', ':', '/', '=', ' ').Where(piece => piece.Length > 4);
}
