// What the text consists of: a row for each block, with what was lost.
import { kindOf } from './explanation.js';

const most = 200; // Blocks on screen; the answer has all of them.
const excerpt = 160; // Characters.
const number = new Intl.NumberFormat('en');
const body = document.getElementById('block-rows');

/**
 * @param source The text.
 * @param blocks What the service says of it; null where it says nothing.
 * @param onOpen Called with the place of a block that is to be shown.
 */
export function show(source, blocks, onOpen) {
  const told = (blocks ?? []).filter((block) => block.origin_tokens > 0);
  document.getElementById('blocks-empty').hidden = told.length > 0;
  document.getElementById('block-table').hidden = told.length === 0;
  body.replaceChildren(...told.slice(0, most).map((block) => rowOf(source, block, onOpen)));
}

function rowOf(source, block, onOpen) {
  const row = document.createElement('tr');
  const kind = document.createElement('th');
  kind.scope = 'row';
  const open = document.createElement('button');
  open.type = 'button';
  open.className = 'link';
  open.textContent = kindOf(block);
  open.title = 'Show it among the words';
  open.addEventListener('click', () => onOpen(block.start));
  kind.append(open);
  const { state, text } = lossOf(block);
  const loss = document.createElement('span');
  loss.className = `loss ${state}`;
  loss.textContent = text;
  const methods = document.createElement('span');
  methods.className = 'quiet';
  methods.textContent = block.methods.map((method) => method.replaceAll('_', ' ')).join(', ');
  const start = source.slice(block.start, Math.min(block.end, block.start + excerpt)).trim();
  const piece = document.createElement('span');
  piece.className = 'excerpt';
  piece.dir = 'auto';
  piece.textContent = start;
  row.append(kind, cell(number.format(block.origin_tokens)), cell(number.format(block.compressed_tokens)), cell(loss, methods), cell(piece));
  return row;
}

/** What a block no longer says. */
function lossOf(block) {
  return block.methods.length === 0 ? { state: 'same', text: 'As it came' }
    : block.omitted_records > 0 ? { state: 'lost', text: `${number.format(block.omitted_records)} left out` }
    : block.lossless ? { state: 'lossless', text: 'Nothing lost' }
    : { state: 'lost', text: block.methods.includes('words') ? 'Words dropped' : 'Parts left out' };
}

function cell(...content) {
  const made = document.createElement('td');
  made.append(...content);
  return made;
}
