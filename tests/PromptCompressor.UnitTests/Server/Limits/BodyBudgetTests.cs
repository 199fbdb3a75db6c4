using CsCheck;
using PromptCompressor.Core.Errors;
using PromptCompressor.Server.Limits;

namespace PromptCompressor.UnitTests.Server.Limits;

public sealed class BodyBudgetTests
{
    private const int Body = 1_000_000;

    [Fact]
    public void Hold_MoreThanThereIsRoomFor_IsRefusedAndHoldsNothing()
    {
        var sut = Budgets.Of(Body, inFlight: 2 * Body);
        using var first = sut.Open();
        using var second = sut.Open();
        using var third = sut.Open();
        first.Hold(Body);
        second.Hold(Body - 1);

        var refusal = Assert.Throws<CompressionException>(() => third.Hold(BodyBudget.Small + 1));

        Assert.Equal(CompressionErrorKind.Overloaded, refusal.Kind);
        Assert.NotNull(refusal.RetryAfter);
        first.Release();
        third.Hold(Body);
        Assert.Equal((2 * Body) - 1, sut.Held);
    }

    /// <summary>A sender that announces much and sends little takes no room; what cannot fit is refused before it is sent.</summary>
    [Fact]
    public void Check_WhatIsAnnounced_HoldsNothing()
    {
        var sut = Budgets.Of(Body, inFlight: Body);
        using var slow = sut.Open();
        using var other = sut.Open();

        slow.CheckRoomFor(Body);
        slow.Hold(100);
        other.CheckRoomFor(Body / 2);
        other.Hold(Body / 2);

        Assert.Equal((Body / 2) + 100, sut.Held);
        Assert.Throws<CompressionException>(() => slow.CheckRoomFor(Body));
        slow.CheckRoomFor(null);
    }

    /// <summary>Whatever is held, a small body is taken, and of one larger than the limit no more counts than is kept.</summary>
    [Fact]
    public void Hold_SmallBody_AlwaysPasses()
    {
        var sut = Budgets.Of(Body, inFlight: Body);
        using var lease = sut.Open();
        for (var i = 0; i < 40; i++)
        {
            lease.Hold(100_000);
        }

        Assert.Equal(Body, sut.Held);
        using var small = sut.Open();
        small.CheckRoomFor(BodyBudget.Small);
        small.Hold(BodyBudget.Small);
        Assert.Throws<CompressionException>(() => small.Hold(1));
        Assert.Equal(Body + BodyBudget.Small, sut.Held);
    }

    /// <summary>However many take and give back, in the end nothing is held.</summary>
    [Fact]
    public void Held_AfterAll_IsZero() =>
        Gen.Select(Gen.Int[0, Body], Gen.Int[0, Body].Array[0, 10]).Array[1, 30].Sample(bodies =>
        {
            var sut = Budgets.Of(Body, inFlight: 3 * Body);
            Parallel.ForEach(bodies, body =>
            {
                using var lease = sut.Open();
                if (lease.TryHold(body.Item1))
                {
                    Assert.True(body.Item2.TakeWhile(lease.TryHold).Count() <= body.Item2.Length);
                }
            });
            Assert.Equal(0, sut.Held);
        });

    [Fact]
    public void Budget_SmallerThanOneBody_StillTakesOne()
    {
        using var lease = Budgets.Of(Body, inFlight: 1024).Open();

        Assert.True(lease.TryHold(Body));
    }
}
