// The text with its words drawn by their fate. Only blocks near the window hold an element for each word; the others are plain
// text of the same size, so that 100,000 words scroll, select and search like ten.
import { classOf, detailOf, reasonOf } from './explanation.js';

const softBlock = 120; // Words after which a block ends at the next line break,
const hardBlock = 400; // or without one.

const view = document.getElementById('words');
const tip = document.getElementById('tip');
const announce = document.getElementById('announce');

let text = null;
let blocks = [];
let starts = [];
let current = -1;
const near = new Set();

const observer = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      const block = blocks[target.block];
      if (block?.element !== target) {
        continue;
      }

      if (isIntersecting) {
        near.add(block);
        draw(block);
      } else if (near.delete(block)) {
        target.textContent = text.source.slice(block.start, block.end);
      }
    }
  },
  { root: view, rootMargin: '400px 0px' },
);

/** Draws a text; the same text with other decisions keeps its place. */
export function show(next) {
  const isSame = text !== null && next !== null && text.source === next.source && text.words.length === next.words.length
    && text.words.every((word, i) => word.start === next.words[i].start && word.end === next.words[i].end);
  text = next;
  hideTip();
  view.querySelector('.current')?.classList.remove('current');
  if (isSame) {
    near.forEach(repaint);
    return;
  }

  current = -1;
  near.clear();
  observer.disconnect();
  blocks = text === null ? [] : blocksOf(text);
  starts = blocks.map((block) => block.first);
  view.replaceChildren(...blocks.map((block) => block.element));
  view.scrollTop = 0;

  // What can be seen is drawn at once, not when the observer gets to it.
  blocks.slice(0, 4).forEach((block) => {
    near.add(block);
    draw(block);
  });
  blocks.forEach((block) => observer.observe(block.element));
}

export const isEmpty = () => text === null;

function blocksOf({ source, words }) {
  const found = [];
  let first = 0;
  let start = 0;
  for (let i = 0; i < words.length; i++) {
    const gapEnd = words[i + 1]?.start ?? source.length;
    const lineEnd = i + 1 - first >= softBlock ? source.slice(words[i].end, gapEnd).lastIndexOf('\n') : -1;
    const isLast = i === words.length - 1;
    if (isLast || lineEnd >= 0 || i + 1 - first >= hardBlock) {
      const end = isLast || lineEnd < 0 ? gapEnd : words[i].end + lineEnd + 1;
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

function draw(block) {
  const { source, words } = text;
  const parts = document.createDocumentFragment();
  let at = block.start;
  for (let i = block.first; i <= block.last; i++) {
    if (words[i].start > at) {
      parts.append(source.slice(at, words[i].start));
    }

    const span = document.createElement('span');
    span.className = classOf(text, i);
    span.dataset.i = i;
    span.textContent = source.slice(words[i].start, words[i].end);
    parts.append(span);
    at = words[i].end;
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

function spanOf(target) {
  return target instanceof Element ? target.closest('span[data-i]') : null;
}

function showTip(span) {
  const i = Number(span.dataset.i);
  const word = span.textContent.trim();
  document.getElementById('tip-word').textContent = word.length > 60 ? `${word.slice(0, 60)}…` : word;
  document.getElementById('tip-reason').textContent = reasonOf(text.words[i]);
  document.getElementById('tip-detail').textContent = detailOf(text, i);
  tip.hidden = false;
  const box = span.getClientRects()[0];
  const left = Math.min(Math.max(12, box.left), innerWidth - tip.offsetWidth - 12);
  const below = box.bottom + 8;
  tip.style.left = `${left}px`;
  tip.style.top = `${below + tip.offsetHeight > innerHeight ? box.top - tip.offsetHeight - 8 : below}px`;
}

function hideTip() {
  tip.hidden = true;
}

function moveTo(i) {
  if (text === null || text.words.length === 0) {
    return;
  }

  view.querySelector('.current')?.classList.remove('current');
  current = Math.min(text.words.length - 1, Math.max(0, i));
  const block = blocks[starts.findLastIndex((first) => first <= current)];
  if (!near.has(block)) {
    near.add(block);
    draw(block);
  }

  const span = block.element.querySelector(`[data-i="${current}"]`);
  span.classList.add('current');
  span.scrollIntoView({ block: 'nearest' });
  showTip(span);
  announce.textContent = `${span.textContent.slice(0, 80)}: ${reasonOf(text.words[current])}. ${detailOf(text, current)}`;
}

view.addEventListener('pointerover', (event) => {
  const span = spanOf(event.target);
  if (span) {
    showTip(span);
  } else {
    hideTip();
  }
});
view.addEventListener('pointerleave', hideTip);
view.addEventListener('click', (event) => {
  const span = spanOf(event.target);
  if (span && getSelection().isCollapsed) {
    moveTo(Number(span.dataset.i));
  }
});
view.addEventListener('scroll', () => {
  if (document.activeElement !== view) {
    hideTip();
  }
}, { passive: true });
view.addEventListener('focus', () => {
  if (view.matches(':focus-visible')) {
    moveTo(Math.max(0, current));
  }
});
view.addEventListener('blur', hideTip);
view.addEventListener('keydown', (event) => {
  const steps = { ArrowRight: current + 1, ArrowLeft: current - 1, Home: 0, End: Infinity };
  if (event.key in steps) {
    event.preventDefault();
    moveTo(steps[event.key]);
  } else if (event.key === 'Escape') {
    hideTip();
  }
});
