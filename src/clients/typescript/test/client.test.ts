import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { describe, test } from "node:test";
import { PromptCompressor, PromptCompressorError } from "../src/index.js";
import { long, meeting, question, url } from "./service.js";

const client = new PromptCompressor(url);

// Text that no cache holds.
const fresh = (paragraphs: number) => Array.from({ length: paragraphs }, () => `${randomBytes(8).toString("hex")} ${meeting}`).join("\n");

describe("client", () => {
  test("compresses and keeps what is protected", async () => {
    const answer = await client.compress(meeting, { rate: 0.5, return_spans: true });
    assert.match(answer.compressed_prompt!, /INV-20417/);
    assert.equal(answer.saved_tokens, answer.origin_tokens - answer.compressed_tokens);
    assert.equal(answer.spans![0]!.map(([start, end]) => meeting.slice(start, end)).join(""), answer.compressed_prompt);
  });

  test("takes several texts and a question", async () => {
    const answer = await client.compress(["The harbour office was painted green.", meeting], { question, target_context: 1, concate_question: true });
    assert.deepEqual(answer.dropped_contexts, [0]);
    assert.ok(answer.compressed_prompt!.endsWith(`\n\n${question}`));
  });

  test("keeps all of messages but compressed text", async () => {
    const system = { role: "system", content: long };
    const answer = await client.compressMessages([system, { role: "tool", content: long }], { rate: 0.5 });
    assert.deepEqual(answer.messages![0], system);
    assert.ok((answer.messages![1]!.content as string).length < 0.7 * long.length);
  });

  test("reports progress on the way to the same answer", async () => {
    const seen: number[] = [];
    const text = fresh(40);
    const answer = await client.compress(text, { content: "prose", onProgress: (done, total) => seen.push(total - done) });
    assert.equal(answer.compressed_prompt, (await client.compress(text, { content: "prose" })).compressed_prompt);
    assert.ok(seen.length > 0 && seen.every((left) => left >= 0));
    const explained = await client.explain(text, { content: "prose", onProgress: () => {} });
    assert.equal(explained.result.compressed_prompt, answer.compressed_prompt);
  });

  test("explains why words were kept or dropped", async () => {
    const words = (await client.explain(meeting)).texts[0]!.words;
    assert.ok(words.some((word) => word.reason === "dropped") && words.some((word) => word.kept && word.rule));
  });

  test("answers a batch one by one", async () => {
    const [good, bad] = await client.compressBatch([{ context: meeting }, { context: meeting, rate: 3 }]);
    assert.deepEqual([good!.status, bad!.status, bad!.error!.code], [200, 422, "invalid"]);
  });

  test("counts on over several bodies to warm", async () => {
    const texts = [...Array.from({ length: 149 }, (_, i) => `Room ${i} is free on Tuesday.`), { context: [] }];
    const results = [];
    for await (const result of client.warm(texts)) {
      results.push(result);
    }
    assert.deepEqual(results.map((result) => result.line).sort((a, b) => a - b), Array.from({ length: 150 }, (_, i) => i + 1));
    assert.deepEqual(results.filter((result) => result.status !== 200).map((result) => result.line), [150]);
  });

  test("gives rows and a prompt for a generator", async () => {
    const rows = await client.softCompress(meeting, { exact: ["number"] });
    assert.equal(Buffer.from(rows.data!, "base64").length, rows.payload_bytes);
    const prompt = await client.softPrompt(meeting, { question, served_model: "generator" });
    assert.equal((prompt.body as { model: string }).model, "generator");
  });

  test("knows models, and originals that are gone", async () => {
    assert.equal((await client.models()).models.filter((model) => model.default).length, 1);
    assert.equal(await client.original("0".repeat(24)), undefined);
  });

  test("names all wrong fields", async () => {
    // @ts-expect-error ratio is no field of the API
    const call = client.compress(meeting, { rate: 3, min_score: 7, ratio: 1 });
    await assert.rejects(call, (error: unknown) => {
      assert.ok(error instanceof PromptCompressorError);
      assert.deepEqual(Object.keys(error.errors).sort(), ["min_score", "rate", "ratio"]);
      assert.deepEqual([error.status, error.code], [422, "invalid"]);
      return true;
    });
    await assert.rejects(client.compress(meeting, { rate: 3, onProgress: () => {} }), PromptCompressorError);
  });

  test("ends a call that is cancelled", async () => {
    const cancel = new AbortController();
    const call = client.compress(fresh(600), { content: "prose", signal: cancel.signal, onProgress: () => cancel.abort() });
    await assert.rejects(call, { name: "AbortError" });
  });

  test("refuses wrong addresses and says what cannot be reached", async () => {
    for (const wrong of ["", "ftp://host", "http://"]) {
      assert.throws(() => new PromptCompressor(wrong), TypeError, wrong);
    }
    await assert.rejects(new PromptCompressor("127.0.0.1:9").models(), /http:\/\/127.0.0.1:9 cannot be reached/);
  });
});
