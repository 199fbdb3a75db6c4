using PromptCompressor.Core.Errors;
using PromptCompressor.Core.Text.Protection;
using PromptCompressor.Core.Text.Protection.Rules;

namespace PromptCompressor.UnitTests.Core.Text.Protection;

public sealed class RegexTimeTests
{
    /// <summary>A hundred lists of patterns in one call have no more time than one of them.</summary>
    [Fact]
    public void SharedByTwoLists_WhatOneSpendsTheOtherHasNot()
    {
        var time = new RegexTime();
        var first = ProtectionRules.Parse(["/a+/"], time).Rules.Single();
        var second = ProtectionRules.Parse(["/b+/"], time).Rules.Single();
        first.Find("aab", new List<ProtectedSpan>());

        Assert.False(time.TrySpend(TimeSpan.FromMinutes(1)));

        Assert.Equal(CompressionErrorKind.Invalid, Assert.Throws<CompressionException>(() => second.Find("aab", new List<ProtectedSpan>())).Kind);
        ProtectionRules.Parse(["/b+/"]).Rules.Single().Find("aab", new List<ProtectedSpan>());
    }
}
