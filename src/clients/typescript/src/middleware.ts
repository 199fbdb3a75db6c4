import type { CompressRequest, CompressResponse, PromptCompressor } from "./client.js";
import { rewritePrompt, tokensOf, whole, type Text } from "./texts.js";

/** Which texts of a conversation are compressed, and how far. */
export interface PromptCompressionOptions {
  /** Share of the tokens to keep, above 0 and at most 1; default 0.5. */
  rate?: number;

  /** Tokens from which on a text is compressed, at four bytes a token; default 300. */
  minTokens?: number;

  /** Whether texts of the user are compressed, not only results of tools; default false. Their first and last line stay whole if they are short. */
  userTexts?: boolean;

  /** Milliseconds that compression may take of a call; default 1000. Texts that are not done by then go on as they are. */
  timeBudgetMs?: number;

  /** The compressing model; default the service's. */
  model?: string;

  /** The LLM whose tokens are counted, such as `gpt-4o`; default the service's. */
  tokenizer?: string;

  /** What texts are, as in the API's field `content`; default the service's. */
  content?: NonNullable<CompressRequest["content"]>;

  /** Is called after each call with long texts, before the LLM is asked. */
  onCompressed?: (report: CompressionReport) => void;
}

/** What was done before a call of the LLM. */
export interface CompressionReport {
  /** Long texts that were found. */
  texts: number;

  /** Tokens that the LLM need not read. */
  savedTokens: number;

  /** Milliseconds it took. */
  elapsedMs: number;

  /** Why the texts went on as they were; undefined if they did not. */
  error?: unknown;
}

/** Middleware for `wrapLanguageModel` of the AI SDK 7; its shape is that of LanguageModelV4Middleware, without that package. */
export interface PromptCompressionMiddleware {
  specificationVersion: "v4";
  transformParams<P extends { prompt: unknown; abortSignal?: AbortSignal | undefined }>(call: { params: P }): Promise<P>;
}

/**
 * Sends long results of tools to the model in fewer tokens. A text becomes the same whenever it is sent, so that the provider's prompt cache stays
 * valid. No call fails because of it: where compression fails or takes too long, texts go on as they are.
 */
export function promptCompression(compressor: PromptCompressor, options: PromptCompressionOptions = {}): PromptCompressionMiddleware {
  const { rate = 0.5, minTokens = 300, userTexts = false, timeBudgetMs = 1000, onCompressed, model, tokenizer, content } = options;
  require(rate > 0 && rate <= 1, "rate must be above 0 and at most 1.");
  require(minTokens >= 1, "minTokens must be at least 1.");
  require(timeBudgetMs > 0, "timeBudgetMs must be above 0.");
  const fields = { rate, ...given({ model, tokenizer, content }) };

  async function shorten(texts: string[], caller: AbortSignal | undefined): Promise<CompressResponse> {
    // Each is a message of its own: with a rate what becomes of one does not depend on the others.
    const messages = texts.map((text) => ({ role: "tool", content: text }));
    const timeout = AbortSignal.timeout(timeBudgetMs);
    return await compressor.compressMessages(messages, { ...fields, signal: caller === undefined ? timeout : AbortSignal.any([caller, timeout]) });
  }

  return {
    specificationVersion: "v4",
    async transformParams({ params }) {
      const bodies = find(params.prompt, minTokens, userTexts);
      if (bodies.length === 0) {
        return params;
      }
      const start = performance.now();
      let response: CompressResponse | undefined;
      let error: unknown;
      try {
        response = await shorten(bodies, params.abortSignal);
      } catch (reason) {
        params.abortSignal?.throwIfAborted();
        error = reason;
      }
      onCompressed?.({ texts: bodies.length, savedTokens: response?.saved_tokens ?? 0, elapsedMs: performance.now() - start, ...(error === undefined ? {} : { error }) });
      const shorter = new Map(bodies.map((body, i) => [body, response?.messages?.[i]?.content]));
      return response === undefined ? params : { ...params, prompt: rewritePrompt(params.prompt, (text) => shortened(text, shorter), userTexts) };
    },
  };
}

function find(prompt: unknown, minTokens: number, userTexts: boolean): string[] {
  const bodies = new Set<string>();
  rewritePrompt(
    prompt,
    (text) => {
      if (tokensOf(whole(text)) >= minTokens) {
        bodies.add(text.body);
      }
      return whole(text);
    },
    userTexts,
  );
  return [...bodies];
}

function shortened(text: Text, shorter: ReadonlyMap<string, unknown>): string {
  const body = shorter.get(text.body);
  return typeof body === "string" ? text.first + body + text.last : whole(text);
}

function given<T extends object>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: NonNullable<T[K]> };
}

function require(holds: boolean, message: string): void {
  if (!holds) {
    throw new RangeError(message);
  }
}
