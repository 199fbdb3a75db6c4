import { generateText, streamText, wrapLanguageModel, type ModelMessage } from "ai";
import { convertArrayToReadableStream, MockLanguageModelV4 } from "ai/test";
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { promptCompression, PromptCompressor, type CompressionReport, type PromptCompressionOptions } from "../src/index.js";
import { long, question, url } from "./service.js";

const usage = {
  inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 1, text: 1, reasoning: 0 },
};

/** A model of the AI SDK behind the middleware, which notes what it is sent. */
function setUp(options: PromptCompressionOptions = {}, address = url) {
  const reports: CompressionReport[] = [];
  const mock = new MockLanguageModelV4({
    doGenerate: async () => ({ content: [{ type: "text", text: "fine" }], finishReason: { unified: "stop", raw: "stop" }, usage, warnings: [] }),
    doStream: async () => ({
      stream: convertArrayToReadableStream([
        { type: "text-start", id: "1" },
        { type: "text-delta", id: "1", delta: "fine" },
        { type: "text-end", id: "1" },
        { type: "finish", finishReason: { unified: "stop", raw: "stop" }, usage },
      ]),
    }),
  });
  const middleware = promptCompression(new PromptCompressor(address), { timeBudgetMs: 120_000, onCompressed: (report) => reports.push(report), ...options });
  return { model: wrapLanguageModel({ model: mock, middleware }), mock, reports };
}

const toolCall = (output: object): ModelMessage[] => [
  { role: "user", content: "Look it up." },
  { role: "assistant", content: [{ type: "tool-call", toolCallId: "1", toolName: "look", input: {} }] },
  { role: "tool", content: [{ type: "tool-result", toolCallId: "1", toolName: "look", output: output as { type: "text"; value: string } }] },
];

// Tests look into whatever kind of output there is.
const outputOf = (prompt: any) => prompt.find((message: any) => message.role === "tool").content[0].output;

describe("middleware of the AI SDK", () => {
  test("compresses the result of a tool and nothing else", async () => {
    const { model, mock, reports } = setUp();
    const messages: ModelMessage[] = [...toolCall({ type: "text", value: long }), { role: "assistant", content: long }, { role: "user", content: long }];
    const { text } = await generateText({ model, messages, system: long });

    const prompt = mock.doGenerateCalls[0]!.prompt;
    assert.equal(text, "fine");
    assert.ok(outputOf(prompt).value.length < 0.7 * long.length);
    assert.equal(JSON.stringify(prompt.filter((message) => message.role !== "tool")).split(JSON.stringify(long).slice(1, -1)).length, 4);
    assert.equal(reports[0]!.texts, 1);
    assert.ok(reports[0]!.savedTokens > 100);
  });

  test("compresses parts of content, and JSON that stays JSON or becomes text", async () => {
    const { model, mock } = setUp();
    await generateText({ model, messages: toolCall({ type: "content", value: [{ type: "text", text: long }] }) });
    assert.ok(outputOf(mock.doGenerateCalls[0]!.prompt).value[0].text.length < 0.7 * long.length);

    const rows = Array.from({ length: 60 }, (_, id) => ({ id, name: `room ${id}`, free: id % 2 === 0 }));
    await generateText({ model, messages: toolCall({ type: "json", value: rows }) });
    const output = outputOf(mock.doGenerateCalls[1]!.prompt);
    assert.ok((output.type === "json" ? JSON.stringify(output.value) : output.value).length < JSON.stringify(rows).length);
  });

  test("compresses texts of the user only where asked, and never their edges", async () => {
    const { model, mock } = setUp({ userTexts: true });
    await generateText({ model, prompt: `Read this:\n${long}\n${question}` });
    const { text } = mock.doGenerateCalls[0]!.prompt[0]!.content[0] as { text: string };
    assert.ok(text.startsWith("Read this:\n") && text.endsWith(`\n${question}`));
    assert.ok(text.length < 0.7 * long.length);
  });

  test("gives the same text as the conversation goes on", async () => {
    const { model, mock } = setUp();
    const messages = toolCall({ type: "text", value: long });
    await generateText({ model, messages });
    await generateText({ model, messages: [...messages, ...toolCall({ type: "text", value: long.replace("Maria", "Tom") })] });
    assert.deepEqual(outputOf(mock.doGenerateCalls[1]!.prompt), outputOf(mock.doGenerateCalls[0]!.prompt));
  });

  test("passes streams on", async () => {
    const { model, mock } = setUp();
    const { textStream } = streamText({ model, messages: toolCall({ type: "text", value: long }) });
    const pieces: string[] = [];
    for await (const piece of textStream) {
      pieces.push(piece);
    }
    assert.deepEqual(pieces, ["fine"]);
    assert.ok(outputOf(mock.doStreamCalls[0]!.prompt).value.length < 0.7 * long.length);
  });

  test("fails open, but not where the caller leaves", async () => {
    const { model, mock, reports } = setUp({}, "http://127.0.0.1:9");
    await generateText({ model, messages: toolCall({ type: "text", value: long }) });
    assert.equal(outputOf(mock.doGenerateCalls[0]!.prompt).value, long);
    assert.ok(reports[0]!.error instanceof Error);

    await assert.rejects(generateText({ model, messages: toolCall({ type: "text", value: long }), abortSignal: AbortSignal.abort() }));
    assert.equal(mock.doGenerateCalls.length, 1);
  });

  test("refuses wrong options at once", () => {
    for (const options of [{ rate: 0 }, { minTokens: 0 }, { timeBudgetMs: 0 }]) {
      assert.throws(() => setUp(options), RangeError);
    }
  });
});
