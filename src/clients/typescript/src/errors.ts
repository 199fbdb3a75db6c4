import type { components } from "./api.js";

export type Problem = components["schemas"]["Problem"];

/** The service could not be reached or refused the request. */
export class PromptCompressorError extends Error {
  override readonly name = "PromptCompressorError";

  /** The HTTP status; undefined if there was no answer. */
  readonly status: number | undefined;

  /** What is wrong, for programs, such as `invalid` or `overloaded`; undefined if something else than the service answered. */
  readonly code: string | undefined;

  /** All wrong fields by their names on the wire, each with what it must be. */
  readonly errors: Readonly<Record<string, readonly string[]>>;

  constructor(message: string, details: { status?: number; problem?: Problem; cause?: unknown } = {}) {
    super(message, { cause: details.cause });
    this.status = details.status ?? details.problem?.status;
    this.code = details.problem?.code;
    this.errors = details.problem?.errors ?? {};
  }

  /** @param problem - Problem details as in RFC 9457. */
  static of(problem: Problem, status: number): PromptCompressorError {
    const fields = Object.entries(problem.errors ?? {}).flatMap(([field, messages]) => messages.map((message) => `${field} ${message}`));
    return new PromptCompressorError([problem.detail ?? problem.title, ...fields].join(" "), { status, problem });
  }
}
