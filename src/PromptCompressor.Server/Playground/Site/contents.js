// What a text consists of: its blocks by kind, and what became of each.
import { kindOf, outcomeOf } from './explanation.js';
import { showWord } from './words.js';

const most = 200; // Blocks on screen; the answer has all of them.
const list = document.getElementById('contents');

/** A text that is all prose needs no list. */
export function show(blocks) {
  const told = blocks.filter((block) => block.origin_tokens > 0);
  list.hidden = told.every((block) => block.kind === 'prose');
  list.replaceChildren(...(list.hidden ? [] : told.slice(0, most).map(entryOf)));
}

function entryOf(block) {
  const entry = document.createElement('li');
  const button = document.createElement('button');
  button.type = 'button';
  const kind = document.createElement('strong');
  kind.textContent = kindOf(block);
  const share = document.createElement('i');
  share.style.setProperty('--kept', `${Math.min(100, (100 * block.compressed_tokens) / Math.max(1, block.origin_tokens))}%`);
  share.setAttribute('aria-hidden', 'true');
  const outcome = document.createElement('span');
  outcome.textContent = outcomeOf(block);
  button.append(kind, share, outcome);
  button.title = block.methods.join(', ');
  button.addEventListener('click', () => showWord(block.start));
  entry.append(button);
  return entry;
}
