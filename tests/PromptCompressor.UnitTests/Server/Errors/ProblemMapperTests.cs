using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using PromptCompressor.Core.Errors;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Limits;

namespace PromptCompressor.UnitTests.Server.Errors;

public sealed class ProblemMapperTests
{
    private static readonly ProblemMapper Sut = new(Options.Create(new LimitsOptions { BodyBytes = 4096 }));

    [Theory]
    [InlineData(CompressionErrorKind.Invalid, 422, "invalid", null)]
    [InlineData(CompressionErrorKind.TooLarge, 413, "too_large", null)]
    [InlineData(CompressionErrorKind.Overloaded, 429, "overloaded", 1)]
    [InlineData(CompressionErrorKind.Model, 500, "model_failed", null)]
    [InlineData(CompressionErrorKind.NotReady, 503, "not_ready", 1)]
    public void Of_CompressionException_HasItsStatusAndCode(CompressionErrorKind kind, int status, string code, int? retryAfter)
    {
        var problem = Sut.Of(new CompressionException(kind, "why"));

        Assert.Equal((status, code, "why", retryAfter), (problem.Status, problem.Code, problem.Detail, problem.RetryAfterSeconds));
    }

    [Fact]
    public void Of_EveryKind_HasAStatus() =>
        Assert.All(Enum.GetValues<CompressionErrorKind>(), kind => Assert.InRange(Sut.Of(new CompressionException(kind, "")).Status, 400, 599));

    [Fact]
    public void Of_InvalidRequest_CarriesAllFields()
    {
        var errors = new Dictionary<string, string[]> { ["rate"] = ["must be less."], ["mode"] = ["must be more."] };

        var problem = Sut.Of(new InvalidRequestException(errors));

        Assert.Equal((422, "invalid", "The request has wrong fields: rate, mode."), (problem.Status, problem.Code, problem.Detail));
        Assert.Same(errors, problem.Errors);
    }

    [Fact]
    public void Of_BodyTooLarge_StatesTheLimit()
    {
        var problem = Sut.Of(new BadHttpRequestException("Request body too large.", StatusCodes.Status413PayloadTooLarge));

        Assert.Equal((413, "too_large"), (problem.Status, problem.Code));
        Assert.Contains("4096", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_UnknownException_TellsNothing()
    {
        var problem = Sut.Of(new InvalidDataException("secret"));

        Assert.Equal((500, "internal"), (problem.Status, problem.Code));
        Assert.DoesNotContain("secret", JsonSerializer.Serialize(problem, ErrorsJsonContext.Wire.Problem), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404, "not_found")]
    [InlineData(405, "method_not_allowed")]
    [InlineData(415, "unsupported_media_type")]
    [InlineData(400, "malformed")]
    public void Of_BareStatus_HasACode(int status, string code) => Assert.Equal((status, code), (ProblemMapper.Of(status).Status, ProblemMapper.Of(status).Code));
}
