// What lies behind the pieces of a text, told by pointer, by touch and by keyboard. A piece is an element with its index in `data-i`.
import { isShortcut } from './keys.js';

const tip = document.getElementById('tip');
const announce = document.getElementById('announce');
const shownLength = 60; // Characters of a piece.
const spokenLength = 80;

/**
 * @param view The scrolling element with the pieces, in the tab order.
 * @param pieces `count()`, `elementOf(i)`, `describe(i)` with `title` and `detail`.
 */
export function explore(view, pieces) {
  let current = -1;
  let shown = null; // The piece that the tip is about.

  const pieceAt = (target) => target instanceof Element ? target.closest('[data-i]') : null;

  function show(element) {
    const { title, detail } = pieces.describe(Number(element.dataset.i));
    const text = element.textContent.trim();
    document.getElementById('tip-word').textContent = text.length > shownLength ? `${text.slice(0, shownLength)}…` : text;
    document.getElementById('tip-reason').textContent = title;
    document.getElementById('tip-detail').textContent = detail;
    tip.hidden = false;
    shown = element;
    place();
  }

  /** Beside its piece; gone where that is out of sight. */
  function place() {
    const box = shown?.isConnected ? shown.getClientRects()[0] : undefined;
    const frame = view.getBoundingClientRect();
    if (!box || box.bottom < Math.max(0, frame.top) || box.top > Math.min(innerHeight, frame.bottom)) {
      hide();
      return;
    }

    const left = Math.min(Math.max(12, box.left), innerWidth - tip.offsetWidth - 12);
    const below = box.bottom + 8;
    tip.style.left = `${left}px`;
    tip.style.top = `${below + tip.offsetHeight > innerHeight ? box.top - tip.offsetHeight - 8 : below}px`;
  }

  function hide() {
    if (shown) {
      tip.hidden = true;
      shown = null;
    }
  }

  function leave() {
    hide();
    view.querySelector('.current')?.classList.remove('current');
  }

  function moveTo(i) {
    if (pieces.count() === 0) {
      return;
    }

    view.querySelector('.current')?.classList.remove('current');
    current = Math.min(pieces.count() - 1, Math.max(0, i));
    const element = pieces.elementOf(current);
    element.classList.add('current');
    element.scrollIntoView({ block: 'nearest' });
    show(element);
    const { title, detail } = pieces.describe(current);
    announce.textContent = `${element.textContent.slice(0, spokenLength)}: ${title}. ${detail}`;
  }

  view.addEventListener('pointerover', (event) => {
    const element = pieceAt(event.target);
    if (element) {
      show(element);
    } else {
      hide();
    }
  });
  view.addEventListener('pointerleave', hide);
  view.addEventListener('click', (event) => {
    const element = pieceAt(event.target);
    if (element && getSelection().isCollapsed) {
      moveTo(Number(element.dataset.i));
    }
  });
  for (const [target, name] of [[document, 'scroll'], [window, 'resize']]) {
    target.addEventListener(name, () => {
      if (shown) {
        place();
      }
    }, { passive: true, capture: true });
  }

  view.addEventListener('focus', () => {
    if (view.matches(':focus-visible')) {
      moveTo(Math.max(0, current));
    }
  });
  view.addEventListener('blur', hide);
  view.addEventListener('keydown', (event) => {
    const steps = { ArrowRight: current + 1, ArrowLeft: current - 1, Home: 0, End: Infinity };
    if (event.key in steps && !isShortcut(event)) {
      event.preventDefault();
      moveTo(steps[event.key]);
    } else if (event.key === 'Escape') {
      hide();
    }
  });

  return {
    /** The pieces change their looks, not their places. */
    leave,
    moveTo,
    /** There are other pieces now. */
    reset() {
      leave();
      current = -1;
    },
  };
}
