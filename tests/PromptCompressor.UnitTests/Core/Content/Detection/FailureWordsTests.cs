using PromptCompressor.Core.Content.Detection;

namespace PromptCompressor.UnitTests.Core.Content.Detection;

public sealed class FailureWordsTests
{
    [Theory]
    [InlineData("2031-04-17 ERROR x failed")]
    [InlineData("java.lang.OutOfMemoryError: Java heap space")]
    [InlineData("KeyError: 'value'")]
    [InlineData("npm ERR! code ELIFECYCLE")]
    [InlineData("1 failed, 119 passed")]
    [InlineData("connection refused by 10.0.0.7")]
    [InlineData("bash: foo: command not found")]
    [InlineData("Exit code: 2")]
    [InlineData("\"GET / HTTP/1.1\" 502 173")]
    [InlineData("kernel: Out of memory: Killed process 4711")]
    [InlineData("level=error msg=\"x\"")]
    [InlineData("Permission denied")]
    [InlineData("read timeout after 30s")]
    [InlineData("panic: runtime error: index out of range")]
    [InlineData("thread 'main' panicked at src/main.rs:3:5:")]
    [InlineData("error[E0308]: mismatched types")]
    [InlineData("a.cs(1,2): error CS0103: The name 'x' does not exist")]
    public void Failures_AreFound(string line) => Assert.Equal(Severity.Failure, FailureWords.Of(line));

    [Theory]
    [InlineData("error_count=0")]
    [InlineData("0 errors, 0 failed")]
    [InlineData("errors: 0")]
    [InlineData("no errors")]
    [InlineData("finished without error")]
    [InlineData("onError(handler)")]
    [InlineData("err=<nil>")]
    [InlineData("error: null")]
    [InlineData("test keeps_failed_lines ... ok")]
    [InlineData("tests/test_errors.py::test_failed PASSED [ 10%]")]
    [InlineData("  ✓ reports the error (2 ms)")]
    [InlineData("GET /errors/index.html")]
    [InlineData("src/ErrorBoundary.tsx")]
    [InlineData("git commit --fail-fast")]
    [InlineData("stderr is empty")]
    [InlineData("\"GET / HTTP/1.1\" 200 502")]
    [InlineData("exit code: 0")]
    [InlineData("connected with timeout=30s, pool 5")]
    [InlineData("scroll down to see more")]
    public void OtherLines_AreNone(string line) => Assert.Equal(Severity.None, FailureWords.Of(line));

    [Theory]
    [InlineData("WARN  slow query")]
    [InlineData("npm warn deprecated x@1")]
    public void Warnings_AreLess(string line) => Assert.Equal(Severity.Warning, FailureWords.Of(line));
}
