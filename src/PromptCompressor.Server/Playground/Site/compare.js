// Before and after, side by side.
import { showText } from './longtext.js';

const most = 200; // Pairs on screen; Copy takes all of them.
const view = document.getElementById('compare');

export function show(pairs) {
  view.replaceChildren(...pairs.slice(0, most).flatMap(({ name, before, after }) => [
    columnOf(name === '' ? 'Before' : `${name}: before`, before),
    columnOf(after === before ? 'After: the same' : after === '' ? 'After: left out' : 'After', after),
  ]));
}

function columnOf(title, text) {
  const column = document.createElement('section');
  const heading = document.createElement('h2');
  heading.textContent = title;
  const body = document.createElement('div');
  body.className = 'plain';
  body.tabIndex = 0;
  body.setAttribute('role', 'group');
  body.setAttribute('aria-label', title);
  showText(body, text);
  column.append(heading, body);
  return column;
}
