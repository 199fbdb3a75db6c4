using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Telemetry;
using PromptCompressor.Engine;
using PromptCompressor.Engine.Soft;

namespace PromptCompressor.IntegrationTests.Engine.Soft;

internal static class SoftModels
{
    public static SoftModel Soft(this CompressionEngine engine) => engine.DefaultSoftModel!;

    public static Task<SoftEmbeddings> EmbedAsync(this SoftModel model, params IReadOnlyList<string> texts) =>
        model.EmbedAsync(model.Split(texts, []), new AdmissionTicket(Tenant.Default), new StageTimings(), CancellationToken.None);
}
