namespace PromptCompressor.UnitTests.Server.Fields;

/// <summary>What holds for every field of every request.</summary>
public sealed class FieldTests
{
    [Fact]
    public void All_AreManyAndNamedOnce()
    {
        Assert.True(AllFields.List.Count > 50);
        Assert.All(AllFields.List.GroupBy(field => (field.Request, field.Name)), group => Assert.Single(group));
    }

    [Fact]
    public void Summary_IsASentence() =>
        Assert.All(AllFields.List, field => Assert.True(field.Summary is [var first, .., '.'] && (char.IsUpper(first) || first == '`') && field.Summary.Length > 10, field.Name));

    /// <summary>The schema is what callers are told, the reader what they meet.</summary>
    [Fact]
    public void SchemaAndReader_AgreeAtEveryBound()
    {
        var tried = 0;
        foreach (var field in AllFields.List)
        {
            foreach (var (json, isRight, bound) in BoundValues.Of(field.Schema))
            {
                // A host can add kinds of compressors, each with a mode of its name: unknown ones are refused where they are looked up.
                if (field.Name == "mode" && !isRight)
                {
                    continue;
                }

                var errors = field.ErrorsOf(json);

                Assert.True(errors.Count == (isRight ? 0 : 1), $"{field.Request}.{field.Name}: {json}");
                if (!isRight)
                {
                    var (name, messages) = Assert.Single(errors);
                    Assert.Equal(field.Name, name.Split('[')[0]);
                    Assert.Contains(bound ?? "", Assert.Single(messages), StringComparison.Ordinal);
                }

                tried++;
            }
        }

        Assert.True(tried > 100, $"{tried} values");
    }

    [Fact]
    public void ValueOfAnotherType_IsRefusedWithTheTypeThatIsExpected() => Assert.All(AllFields.List, field =>
    {
        var (name, messages) = Assert.Single(field.ErrorsOf((string?)field.Schema["type"] == "object" ? "1" : """{ "a": 1 }"""));

        Assert.Equal(field.Name, name);
        Assert.StartsWith("must be ", Assert.Single(messages), StringComparison.Ordinal);
    });

    [Fact]
    public void Default_IsAccepted() => Assert.All(
        AllFields.List.Where(field => field.Schema["default"] is not null), field => Assert.Empty(field.ErrorsOf(field.Schema["default"]!.ToJsonString())));

    [Fact]
    public void Example_IsOfTheType() => Assert.All(
        AllFields.List.Where(field => field.Schema["examples"] is not null),
        field => Assert.DoesNotContain("must be", string.Join(' ', field.ErrorsOf(field.Schema["examples"]![0]!.ToJsonString()).Values.SelectMany(messages => messages)), StringComparison.Ordinal));
}
