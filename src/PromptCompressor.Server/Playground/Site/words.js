// The text with its words drawn by their fate. Only blocks near the window hold an element for each word; the others are plain
// text of the same size, so that 100,000 words scroll, select and search like ten.
import { classOf, detailOf, reasonOf } from './explanation.js';
import { explore } from './explore.js';

const softBlock = 120; // Words after which a block ends at the next line break,
const hardBlock = 400; // or without one.

const view = document.getElementById('words');

let text = null;
let blocks = [];
let firsts = [];
const near = new Set();

const observer = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      const block = blocks[target.block];
      if (block?.element !== target) {
        continue;
      }

      if (isIntersecting) {
        drawOnce(block);
      } else if (near.delete(block)) {
        target.textContent = text.source.slice(block.start, block.end);
      }
    }
  },
  { root: view, rootMargin: '400px 0px' },
);

/** Draws a text; the same text with other decisions keeps its place. */
export function show(next) {
  const isSame = text !== null && next !== null && text.source === next.source && areEqual(text.ends, next.ends) && areEqual(text.starts, next.starts);
  text = next;
  explorer.leave();
  if (isSame) {
    near.forEach(repaint);
    return;
  }

  explorer.reset();
  near.clear();
  observer.disconnect();
  blocks = text === null ? [] : blocksOf(text);
  firsts = blocks.map((block) => block.first);
  view.replaceChildren(...blocks.map((block) => block.element));
  view.scrollTop = 0;

  // What can be seen is drawn at once, not when the observer gets to it.
  blocks.slice(0, 4).forEach(drawOnce);
  blocks.forEach((block) => observer.observe(block.element));
}

/** Brings the word or line at a place in the text into view. */
export function showWord(place) {
  const i = text?.ends.findIndex((end) => end > place) ?? -1;
  if (i >= 0) {
    explorer.moveTo(i);
  }
}

function areEqual(one, other) {
  return one.length === other.length && one.every((value, i) => value === other[i]);
}

function blocksOf({ source, count, starts, ends }) {
  const found = [];
  let first = 0;
  let start = 0;
  for (let i = 0; i < count; i++) {
    const isLast = i === count - 1;
    const gapEnd = isLast ? source.length : starts[i + 1];
    const lineEnd = i + 1 - first >= softBlock ? source.slice(ends[i], gapEnd).lastIndexOf('\n') : -1;
    if (isLast || lineEnd >= 0 || i + 1 - first >= hardBlock) {
      const end = isLast || lineEnd < 0 ? gapEnd : ends[i] + lineEnd + 1;
      const element = document.createElement('div');
      element.className = 'block';
      element.block = found.length;
      element.textContent = source.slice(start, end);
      found.push({ element, first, last: i, start, end });
      first = i + 1;
      start = end;
    }
  }

  return found;
}

/** A block that is drawn keeps its elements, and with them the mark of the current word. */
function drawOnce(block) {
  if (!near.has(block)) {
    near.add(block);
    draw(block);
  }
}

function draw(block) {
  const { source, starts, ends } = text;
  const parts = document.createDocumentFragment();
  let at = block.start;
  for (let i = block.first; i <= block.last; i++) {
    if (starts[i] > at) {
      parts.append(source.slice(at, starts[i]));
    }

    const span = document.createElement('span');
    span.className = classOf(text, i);
    span.dataset.i = i;
    span.textContent = source.slice(starts[i], ends[i]);
    parts.append(span);
    at = ends[i];
  }

  if (at < block.end) {
    parts.append(source.slice(at, block.end));
  }

  block.element.replaceChildren(parts);
}

/** New colours for words that are drawn already: nothing moves, so nothing is laid out again. */
function repaint(block) {
  for (const span of block.element.children) {
    const name = classOf(text, Number(span.dataset.i));
    if (span.className !== name) {
      span.className = name;
    }
  }
}

// Reasons: by pointer, by touch, by keyboard.
const explorer = explore(view, {
  count: () => text?.count ?? 0,
  elementOf: (i) => {
    const block = blocks[firsts.findLastIndex((first) => first <= i)];
    drawOnce(block);
    return block.element.querySelector(`[data-i="${i}"]`);
  },
  describe: (i) => ({ title: reasonOf(text, i), detail: detailOf(text, i) }),
});
