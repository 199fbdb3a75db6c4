const bytesOfToken = 4;
const edgeTokens = 64;
const encoder = new TextEncoder();

/** What a text may become; the same text always comes back if nothing changes. */
export type Write = (text: Text) => string;

/** A text in three pieces: what a user's text begins and ends with stays whole if it is short, and so may be an instruction or a question. */
export interface Text {
  readonly first: string;
  readonly body: string;
  readonly last: string;
}

type Value = Record<string, unknown>;

export const whole = ({ first, body, last }: Text): string => first + body + last;

/** An estimate, at four bytes of UTF-8 a token. */
export const tokensOf = (text: string): number => Math.ceil(encoder.encode(text.trim()).length / bytesOfToken);

/**
 * A prompt of the AI SDK with what `write` makes of each text that may be compressed: results of tools, and what the user says if asked for. What is
 * given is never changed.
 */
export function rewritePrompt(prompt: unknown, write: Write, userTexts: boolean): unknown {
  return each(prompt, (message) => {
    if (message["role"] === "tool") {
      return change(message, "content", (content) => each(content, (part) => (part["type"] === "tool-result" ? change(part, "output", (output) => ofOutput(output, write)) : part)));
    }
    return message["role"] === "user" && userTexts
      ? change(message, "content", (content) => each(content, (part) => (part["type"] === "text" ? change(part, "text", (text) => ofString(text, write, edgesOf)) : part)))
      : message;
  });
}

function ofOutput(output: unknown, write: Write): unknown {
  if (!isObject(output)) {
    return output;
  }
  switch (output["type"]) {
    case "text":
    case "error-text":
      return change(output, "value", (value) => ofString(value, write, inOne));
    case "content":
      return change(output, "value", (parts) => each(parts, (part) => (part["type"] === "text" ? change(part, "text", (text) => ofString(text, write, inOne)) : part)));
    case "json":
      return ofJson(output, write);
    default:
      return output;
  }
}

/** JSON may become a table, which is no JSON: then it is sent as text, which is what the LLM reads in any case. */
function ofJson(output: Value, write: Write): Value {
  const json = JSON.stringify(output["value"]);
  const shorter = write(inOne(json));
  if (shorter === json) {
    return output;
  }
  try {
    return { ...output, value: JSON.parse(shorter) };
  } catch {
    return { ...output, type: "text", value: shorter };
  }
}

const ofString = (value: unknown, write: Write, pieces: (text: string) => Text): unknown => (typeof value === "string" ? write(pieces(value)) : value);

const inOne = (text: string): Text => ({ first: "", body: text, last: "" });

function edgesOf(text: string): Text {
  const head = text.indexOf("\n", text.length - text.trimStart().length) + 1;
  const tail = text.trimEnd().lastIndexOf("\n");
  const start = head > 0 && tokensOf(text.slice(0, head)) <= edgeTokens ? head : 0;
  const end = tail >= 0 && tokensOf(text.slice(tail)) <= edgeTokens ? tail : text.length;
  return start < end ? { first: text.slice(0, start), body: text.slice(start, end), last: text.slice(end) } : inOne(text);
}

const isObject = (value: unknown): value is Value => typeof value === "object" && value !== null && !Array.isArray(value);

const each = (list: unknown, map: (item: Value) => Value): unknown =>
  Array.isArray(list) ? list.map((item: unknown) => (isObject(item) ? map(item) : item)) : list;

const change = (owner: Value, key: string, map: (value: unknown) => unknown): Value => ({ ...owner, [key]: map(owner[key]) });
