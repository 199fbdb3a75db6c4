// What stands in the text field: one text, several, or messages. From there to the request's fields.

/** Stands alone in a line between texts. */
const separator = /^---[ \t]*\n/m;

/** Thrown for what is no request; the message is for the field. */
export class TextError extends Error {}

/**
 * @param kind `text`, `texts` or `messages`.
 * @returns `{ context }` or `{ messages }`; null if there is nothing.
 */
export function fieldsOf(kind, value) {
  if (value.trim() === '') {
    return null;
  }

  if (kind === 'messages') {
    return { messages: messagesOf(value) };
  }

  return { context: kind === 'texts' ? value.split(separator).map((text) => text.replace(/\n$/, '')) : value };
}

function messagesOf(value) {
  let messages;
  try {
    messages = JSON.parse(value);
  } catch (error) {
    throw new TextError(`is no JSON: ${error.message}`);
  }

  if (!Array.isArray(messages)) {
    throw new TextError('must be a list of messages: [{"role": "user", "content": "..."}].');
  }

  return messages;
}

/** The texts of a request and of its answer, in pairs, with a name for each. */
export function pairsOf(request, result) {
  if (request.messages) {
    return request.messages.map((message, i) => ({
      name: `${i + 1}. ${message?.role ?? message?.type ?? 'message'}`, before: textOf(message), after: textOf(result.messages[i]),
    }));
  }

  const texts = [request.context].flat();
  return texts.map((before, i) => ({ name: texts.length > 1 ? `Text ${i + 1}` : '', before, after: result.compressed_prompt_list[i] }));
}

/** What a message says, its parts one after the other; a message without text as JSON. */
function textOf(message) {
  const content = message?.content ?? message?.output;
  if (typeof content === 'string') {
    return content;
  }

  const texts = (Array.isArray(content) ? content : []).flatMap((part) => (typeof part?.text === 'string' ? part.text : Array.isArray(part?.content) || typeof part?.content === 'string' ? textOf(part) : []));
  return texts.length > 0 ? texts.join('\n') : JSON.stringify(message, null, 2);
}
