import { PromptCompressorError, type Problem } from "./errors.js";

const apiKeyHeader = "x-promptcompressor-key";
const busy = [429, 503];
const maxWaitMs = 30_000;

/** JSON over fetch; every answer that is not the service's own success is an error. */
export class Http {
  readonly #address: string;
  readonly #headers: Record<string, string>;
  readonly #timeoutMs: number;
  readonly #retries: number;

  constructor(url: string, apiKey: string | undefined, timeoutMs: number, retries: number) {
    this.#address = addressOf(url);
    this.#headers = apiKey === undefined ? {} : { [apiKeyHeader]: apiKey };
    this.#timeoutMs = timeoutMs;
    this.#retries = retries;
  }

  async get<T>(path: string, signal?: AbortSignal): Promise<T> {
    return await read<T>(await this.#send(path, { headers: this.#headers }, signal));
  }

  async post<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
    return await read<T>(await this.#post(path, JSON.stringify(body), "application/json", signal));
  }

  /** The JSON of each line of the answer, as it comes. */
  async *lines<T>(path: string, body: string, contentType: string, signal?: AbortSignal): AsyncGenerator<T, void, undefined> {
    const response = await this.#post(path, body, contentType, signal);
    let rest = "";
    for await (const piece of decoded(response)) {
      const lines = (rest + piece).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        if (line !== "") {
          yield parse<T>(line, response.status);
        }
      }
    }
  }

  #post(path: string, body: string, contentType: string, signal?: AbortSignal): Promise<Response> {
    return this.#send(path, { method: "POST", headers: { ...this.#headers, "content-type": contentType }, body }, signal);
  }

  /** Calls only read, so one that finds the service busy is sent again, as Retry-After says. */
  async #send(path: string, init: RequestInit, caller?: AbortSignal): Promise<Response> {
    const timeout = AbortSignal.timeout(this.#timeoutMs);
    const signal = caller === undefined ? timeout : AbortSignal.any([caller, timeout]);
    for (let attempt = 0; ; attempt++) {
      const response = await this.#fetch(path, { ...init, signal, redirect: "error" }, caller);
      if (response.ok) {
        return response;
      }
      const wait = retryAfterMs(response.headers.get("retry-after"));
      const failure = await failureOf(response);
      if (attempt >= this.#retries || !busy.includes(response.status) || wait > maxWaitMs) {
        throw failure;
      }
      await pause(wait, signal);
    }
  }

  async #fetch(path: string, init: RequestInit, caller?: AbortSignal): Promise<Response> {
    try {
      return await fetch(this.#address + path, init);
    } catch (cause) {
      caller?.throwIfAborted();
      throw new PromptCompressorError(`${this.#address} cannot be reached`, { cause });
    }
  }
}

/** http:// is put before a bare host. */
function addressOf(url: string): string {
  const address = url.includes("://") ? url : `http://${url}`;
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
    throw new TypeError(`The address of the service must be like http://localhost:5080, not ${JSON.stringify(url)}.`);
  }
  return address.replace(/\/+$/, "");
}

async function read<T>(response: Response): Promise<T> {
  return parse<T>(await response.text(), response.status);
}

function parse<T>(text: string, status: number): T {
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new PromptCompressorError("The answer is not PromptCompressor's; is the address right?", { status });
  }
}

async function failureOf(response: Response): Promise<PromptCompressorError> {
  const text = await response.text();
  try {
    const problem: unknown = JSON.parse(text);
    if (typeof problem === "object" && problem !== null) {
      return PromptCompressorError.of(problem as Problem, response.status);
    }
  } catch {
    // The status still says what there is to say.
  }
  return new PromptCompressorError(`The service answered ${response.status} ${response.statusText}: ${text.slice(0, 200)}`, { status: response.status });
}

async function* decoded(response: Response): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder();
  for await (const bytes of response.body ?? []) {
    yield decoder.decode(bytes, { stream: true });
  }
  yield decoder.decode() + "\n";
}

function retryAfterMs(value: string | null): number {
  const seconds = Number(value ?? "1");
  return Number.isFinite(seconds) ? Math.max(0, seconds * 1000) : 1000;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal.addEventListener("abort", stop, { once: true });
  });
}
