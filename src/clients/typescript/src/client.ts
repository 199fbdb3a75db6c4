import type { components } from "./api.js";
import { PromptCompressorError } from "./errors.js";
import { Http } from "./http.js";

type Schemas = components["schemas"];

/** A message in the shape of OpenAI's or Anthropic's API, with whatever fields it has. */
export type Message = Schemas["ChatMessage"] & Record<string, unknown>;

export type CompressRequest = Omit<Schemas["CompressRequest"], "messages"> & { messages?: Message[] | null };
export type CompressResponse = Omit<Schemas["CompressResponse"], "messages"> & { messages?: Message[] | null };
export type ExplainResponse = Schemas["ExplainResponse"];
export type BatchItem = Schemas["BatchItem"];
export type WarmResult = Schemas["WarmResult"];
export type SoftCompressResponse = Schemas["SoftCompressResponse"];
export type SoftPromptResponse = Schemas["SoftPromptResponse"];
export type OriginalText = Schemas["RetrieveResponse"];
export type OriginalPart = Schemas["OriginalResponse"];
export type ModelsResponse = Schemas["ModelsResponse"];

/** Every field of a request but its text, by its name in the API. */
export type CompressOptions = Omit<CompressRequest, "context" | "messages"> & CallOptions;
export type SoftCompressOptions = Omit<Schemas["SoftCompressRequest"], "context"> & Pick<CallOptions, "signal">;
export type SoftPromptOptions = Omit<Schemas["SoftPromptRequest"], "context"> & Pick<CallOptions, "signal">;

/** Which lines of an original are wanted; without any, all. */
export interface OriginalOptions {
  first_line?: number;
  last_line?: number;
  search?: string;
  max_characters?: number;
}

/** Is called with the segments that are scored and with all segments of the request. */
export type OnProgress = (done: number, total: number) => void;

interface CallOptions {
  /** Ends the call, and the service's work on it. */
  signal?: AbortSignal;

  /** For long texts: is called while their segments are scored. */
  onProgress?: OnProgress;
}

export interface PromptCompressorSettings {
  /** The service's address; default `http://localhost:5080`. */
  url?: string;

  /** A key of the service, if it wants one. */
  apiKey?: string;

  /** Milliseconds for a call with all its attempts; default 100,000. */
  timeoutMs?: number;

  /** How often a call is sent again that finds the service busy, as Retry-After says; default 2. */
  retries?: number;
}

type Line<T> = { progress?: Schemas["ProgressResponse"]; result?: T; error?: Schemas["Problem"] };

// So few that their answers wait in the socket while the body is still being sent.
const warmLines = 100;

/** The PromptCompressor service. All calls only read: they may be repeated, and the same request gives the same output. */
export class PromptCompressor {
  readonly #http: Http;

  constructor(settings: PromptCompressorSettings | string = {}) {
    const { url = "http://localhost:5080", apiKey, timeoutMs = 100_000, retries = 2 } = typeof settings === "string" ? { url: settings } : settings;
    this.#http = new Http(url, apiKey, timeoutMs, retries);
  }

  /** Compresses a text, or several that share one budget. */
  compress(context: string | string[], options: CompressOptions = {}): Promise<CompressResponse> {
    return this.#answer("/v1/compress", { context }, options);
  }

  /** Compresses chat messages in the shapes of OpenAI's and Anthropic's APIs; `messages` of the answer differs in compressed text alone. */
  compressMessages(messages: Message[], options: CompressOptions = {}): Promise<CompressResponse> {
    return this.#answer("/v1/compress", { messages }, options);
  }

  /** Answers 1 to 100 requests, each by itself: one that is wrong does not fail the others. */
  async compressBatch(requests: CompressRequest[], { signal }: Pick<CallOptions, "signal"> = {}): Promise<BatchItem[]> {
    return (await this.#http.post<Schemas["BatchResponse"]>("/v1/compress/batch", { items: requests }, signal)).items;
  }

  /** Compresses, and tells of every word why it was kept or dropped. */
  explain(context: string | string[], options: CompressOptions = {}): Promise<ExplainResponse> {
    return this.#answer("/v1/explain", { context }, options);
  }

  /**
   * Scores texts ahead, so that later requests find them in the service's cache. Yields an answer for each request, as soon as it is done and so in
   * any order; `line` is its place, from 1.
   */
  async *warm(
    requests: Iterable<string | CompressRequest>,
    { model, signal }: { model?: string } & Pick<CallOptions, "signal"> = {},
  ): AsyncGenerator<WarmResult, void, undefined> {
    const path = model === undefined ? "/v1/cache/warm" : `/v1/cache/warm?model=${encodeURIComponent(model)}`;
    let before = 0;
    for (const chunk of chunksOf(typeof requests === "string" ? [requests] : requests, warmLines)) {
      const body = chunk.map((request) => JSON.stringify(request) + "\n").join("");
      for await (const result of this.#http.lines<WarmResult>(path, body, "application/x-ndjson", signal)) {
        yield { ...result, line: before + result.line };
      }
      before += chunk.length;
    }
  }

  /** Turns text into embeddings that one generator can read. */
  softCompress(context: string | string[], { signal, ...fields }: SoftCompressOptions = {}): Promise<SoftCompressResponse> {
    return this.#http.post("/v1/soft/compress", { context, ...fields }, signal);
  }

  /** Builds a request for a vLLM server whose context goes as embeddings. */
  softPrompt(context: string | string[], { signal, ...fields }: SoftPromptOptions = {}): Promise<SoftPromptResponse> {
    return this.#http.post("/v1/soft/prompt", { context, ...fields }, signal);
  }

  /** The text behind the mark that the sidecar or the Headroom route has left; undefined if it is not, or no longer, there. */
  original(hash: string, { signal }: Pick<CallOptions, "signal"> = {}): Promise<OriginalText | undefined> {
    return this.#found(`/compat/headroom/v1/retrieve/${encodeURIComponent(hash)}`, signal);
  }

  /** Lines of the text behind a mark's hash, or those that hold what is searched for; undefined if it is not, or no longer, there. */
  originalPart(hash: string, { signal, ...query }: OriginalOptions & Pick<CallOptions, "signal"> = {}): Promise<OriginalPart | undefined> {
    const given = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
    return this.#found(`/v1/originals/${encodeURIComponent(hash)}?${given}`, signal);
  }

  async #found<T>(path: string, signal?: AbortSignal): Promise<T | undefined> {
    try {
      return await this.#http.get(path, signal);
    } catch (error) {
      if (error instanceof PromptCompressorError && error.status === 404) {
        return undefined;
      }
      throw error;
    }
  }

  /** The models that requests can name. */
  models({ signal }: Pick<CallOptions, "signal"> = {}): Promise<ModelsResponse> {
    return this.#http.get("/v1/models", signal);
  }

  async #answer<T>(path: string, text: Partial<CompressRequest>, { signal, onProgress, ...fields }: CompressOptions): Promise<T> {
    const body = { ...text, ...fields };
    if (onProgress === undefined) {
      return await this.#http.post<T>(path, body, signal);
    }
    for await (const line of this.#http.lines<Line<T>>(`${path}/stream`, JSON.stringify(body), "application/json", signal)) {
      if (line.progress !== undefined) {
        onProgress(line.progress.done, line.progress.total);
      } else if (line.error !== undefined) {
        throw PromptCompressorError.of(line.error, line.error.status);
      } else if (line.result !== undefined) {
        return line.result;
      }
    }
    throw new PromptCompressorError("The answer ended before its last line.");
  }
}

function* chunksOf<T>(items: Iterable<T>, size: number): Generator<T[], void, undefined> {
  let chunk: T[] = [];
  for (const item of items) {
    chunk.push(item);
    if (chunk.length === size) {
      yield chunk;
      chunk = [];
    }
  }
  if (chunk.length > 0) {
    yield chunk;
  }
}
