// The service as this page sees it. Addresses are relative, so that the page works behind a path prefix.

const keyHeader = 'x-promptcompressor-key';
let key = '';

/** Sent with every call from now on; kept in memory only. Throws if no header can hold it. */
export function useKey(value) {
  if (/[^ -~]/.test(value)) {
    throw new ProblemError({ title: 'Not a key', status: 401, detail: 'A key has letters, digits and marks of ASCII only.' });
  }

  key = value;
}

export const hasKey = () => key !== '';

/** A refused or failed call; `problem` is what the service said (RFC 9457), or made up from what is known. */
export class ProblemError extends Error {
  constructor(problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

export async function info() {
  return jsonOf(await send('v1/info', { method: 'GET' }));
}

export async function proxy() {
  return jsonOf(await send('v1/proxy', { method: 'GET' }));
}

export async function cache() {
  return jsonOf(await send('v1/cache', { method: 'GET' }));
}

export async function compress(request, signal) {
  return jsonOf(await post('v1/compress', request, signal));
}

/** Which text becomes which rows; the rows stay where they are. */
export async function soft(request, signal) {
  return jsonOf(await post('v1/soft/compress', { ...request, return_data: false }, signal));
}

/**
 * What `/v1/explain` answers, as columns.
 * @param onProgress Told `{ done, total }`, in segments; never where all of them are cached.
 */
export async function explain(request, signal, onProgress) {
  const response = await post('v1/explain/columns', request, signal);
  for await (const line of lines(response.body)) {
    const { progress, result, error } = parse(line);
    if (error) {
      throw new ProblemError(error);
    }

    if (result) {
      return result;
    }

    onProgress(progress);
  }

  throw cutOff();
}

function post(path, body, signal) {
  return send(path, { method: 'POST', signal, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });
}

async function send(path, options) {
  let response;
  try {
    response = await fetch(path, { ...options, headers: { ...options.headers, ...(key && { [keyHeader]: key }) } });
  } catch (error) {
    if (error.name === 'AbortError') {
      throw error;
    }

    throw new ProblemError({ title: 'No answer', status: 0, detail: 'The service does not answer.' });
  }

  if (!response.ok) {
    throw new ProblemError(await problemOf(response));
  }

  return response;
}

async function problemOf(response) {
  let body = null;
  try {
    body = await response.json();
  } catch {
    // It comes from something in between, that has words of its own.
  }

  const { status } = response;
  return { title: response.statusText || 'No answer', detail: `The service answered ${status}.`, ...(typeof body === 'object' ? body : null), status };
}

async function jsonOf(response) {
  return parse(await whole(response.text()));
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new ProblemError({ title: 'Not an answer', status: 0, detail: 'What came is not what the service answers.' });
  }
}

/** What is read of an answer, or why it ended early. */
async function whole(reading) {
  try {
    return await reading;
  } catch (error) {
    throw error.name === 'AbortError' ? error : cutOff();
  }
}

const cutOff = () => new ProblemError({ title: 'Cut off', status: 0, detail: 'The answer ended before its result came.' });

async function* lines(body) {
  const reader = body.getReader();
  const decoder = new TextDecoder(); // Twice as fast as a pipe through a TextDecoderStream.
  let parts = [];
  for (let chunk = await whole(reader.read()); !chunk.done; chunk = await whole(reader.read())) {
    const pieces = decoder.decode(chunk.value, { stream: true }).split('\n');
    for (const piece of pieces.slice(0, -1)) {
      yield parts.join('') + piece;
      parts = [];
    }

    parts.push(pieces.at(-1));
  }
}
