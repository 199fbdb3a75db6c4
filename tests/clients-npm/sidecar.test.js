// NpmClientTests runs this: every client asks the upstream first and then the sidecar before it.
import assert from "node:assert/strict";
import { test } from "node:test";
import Anthropic from "@anthropic-ai/sdk";
import { createOpenAI } from "@ai-sdk/openai";
import { AIMessage, HumanMessage, ToolMessage } from "@langchain/core/messages";
import { ChatOpenAI } from "@langchain/openai";
import { generateText, streamText } from "ai";
import OpenAI, { AzureOpenAI } from "openai";

const { UPSTREAM_URL, SIDECAR_URL, QUESTION: question, TOOL_RESULT: log, REPLY: reply } = process.env;
const apiKey = "sk-test";
const model = "gpt-4o";

const chat = [
  { role: "user", content: question },
  { role: "assistant", content: null, tool_calls: [{ id: "call_1", type: "function", function: { name: "job_log", arguments: "{}" } }] },
  { role: "tool", tool_call_id: "call_1", content: log },
];

async function join(parts, textOf) {
  let text = "";
  for await (const part of parts) {
    text += textOf(part) ?? "";
  }
  return text;
}

async function askChat(client, stream) {
  const answer = await client.chat.completions.create({ model, messages: chat, temperature: 0.2, stream });
  return stream ? join(answer, (part) => part.choices[0]?.delta.content) : answer.choices[0].message.content;
}

async function askResponses(client, stream) {
  const input = [
    { role: "user", content: question },
    { type: "function_call", call_id: "call_1", name: "job_log", arguments: "{}" },
    { type: "function_call_output", call_id: "call_1", output: log },
  ];
  const answer = await client.responses.create({ model, input, stream });
  return stream ? join(answer, (event) => event.delta) : answer.output_text;
}

async function askAnthropic(client, stream) {
  const answer = await client.messages.create({
    model: "claude-x",
    max_tokens: 100,
    messages: [
      { role: "user", content: question },
      { role: "assistant", content: [{ type: "tool_use", id: "toolu_1", name: "job_log", input: {} }] },
      { role: "user", content: [{ type: "tool_result", tool_use_id: "toolu_1", content: log }] },
    ],
    stream,
  });
  return stream ? join(answer, (event) => event.delta?.text) : answer.content[0].text;
}

async function askVercel(model, stream) {
  const messages = [
    { role: "user", content: question },
    { role: "assistant", content: [{ type: "tool-call", toolCallId: "call_1", toolName: "job_log", input: {} }] },
    { role: "tool", content: [{ type: "tool-result", toolCallId: "call_1", toolName: "job_log", output: { type: "text", value: log } }] },
  ];
  return stream ? join(streamText({ model, messages }).textStream, (text) => text) : (await generateText({ model, messages })).text;
}

async function askLangChain(client, stream) {
  const messages = [
    new HumanMessage(question),
    new AIMessage({ content: "", tool_calls: [{ id: "call_1", name: "job_log", args: {} }] }),
    new ToolMessage({ tool_call_id: "call_1", content: log }),
  ];
  return stream ? join(await client.stream(messages), (part) => part.text) : (await client.invoke(messages)).text;
}

const clients = {
  "openai, chat": (host, stream) => askChat(new OpenAI({ apiKey, baseURL: `${host}/v1` }), stream),
  "openai, responses": (host, stream) => askResponses(new OpenAI({ apiKey, baseURL: `${host}/v1` }), stream),
  "openai, Azure": (host, stream) => askChat(new AzureOpenAI({ apiKey, endpoint: host, apiVersion: "2024-10-21", deployment: model }), stream),
  "@anthropic-ai/sdk": (host, stream) => askAnthropic(new Anthropic({ apiKey, baseURL: host }), stream),
  "ai, chat": (host, stream) => askVercel(createOpenAI({ apiKey, baseURL: `${host}/v1` }).chat(model), stream),
  "ai, responses": (host, stream) => askVercel(createOpenAI({ apiKey, baseURL: `${host}/v1` }).responses(model), stream),
  "@langchain/openai": (host, stream) => askLangChain(new ChatOpenAI({ apiKey, model, configuration: { baseURL: `${host}/v1` } }), stream),
};

for (const [name, ask] of Object.entries(clients)) {
  for (const stream of [false, true]) {
    test(`${name}${stream ? ", stream" : ""}`, async () => {
      assert.equal(await ask(UPSTREAM_URL, stream), reply);
      assert.equal(await ask(SIDECAR_URL, stream), reply);
    });
  }
}
