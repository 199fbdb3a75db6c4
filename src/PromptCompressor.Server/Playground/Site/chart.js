// How probabilities are distributed, what the threshold makes of them, and where they came from.
import { isKept } from './explanation.js';
import { sourceNotes, sourceOf } from './sources.js';

const bins = 50;
const height = 100; // Of the drawing, in units of its own.
const keptBars = bars('bar-kept');
const droppedBars = bars('bar-dropped');

export function show(text) {
  const card = document.getElementById('chart-card');
  card.hidden = text === null || text.scores.every(Number.isNaN);
  if (!card.hidden) {
    showBars(text);
    showSegments(text);
  }
}

function showBars(text) {
  const kept = new Array(bins).fill(0);
  const dropped = new Array(bins).fill(0);
  for (let i = 0; i < text.count; i++) {
    if (!Number.isNaN(text.scores[i])) {
      (isKept(text, i) ? kept : dropped)[Math.min(bins - 1, Math.floor(text.scores[i] * bins))]++;
    }
  }

  // Square roots, or one tall bar would leave nothing of the others to be seen.
  const most = Math.sqrt(Math.max(1, ...kept.map((count, bin) => count + dropped[bin])));
  for (let bin = 0; bin < bins; bin++) {
    const total = kept[bin] + dropped[bin];
    const tall = total === 0 ? 0 : Math.max(2, (height * Math.sqrt(total)) / most);
    const keptTall = total === 0 ? 0 : (tall * kept[bin]) / total;
    resize(keptBars[bin], 0, keptTall);
    resize(droppedBars[bin], keptTall, tall - keptTall);
  }

  const chart = document.getElementById('chart');
  const named = text.threshold === null ? 'no threshold' : `threshold ${text.threshold.toFixed(2)}`;
  const line = document.getElementById('threshold');
  line.hidden = text.threshold === null;
  line.className = text.threshold > 0.7 ? 'threshold flip' : 'threshold';
  line.style.left = `${100 * text.threshold}%`;
  line.firstElementChild.textContent = named;
  const [wordsKept, words] = [text.keptCount - text.linesKept, text.count - text.lines];
  chart.setAttribute('aria-label', `${wordsKept} of ${words} words kept, ${named}.`);
  document.getElementById('chart-note').textContent =
    `${wordsKept.toLocaleString('en')} of ${words.toLocaleString('en')} words kept${text.byQuestion ? ', ranked with the question' : ''}`;
}

function bars(name) {
  const made = Array.from({ length: bins }, (_, bin) => {
    const rect = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
    rect.setAttribute('x', bin + 0.08);
    rect.setAttribute('width', 0.84);
    rect.setAttribute('class', name);
    return rect;
  });
  document.getElementById('bars').append(...made);
  return made;
}

function resize(rect, from, tall) {
  rect.setAttribute('y', height - from - tall);
  rect.setAttribute('height', Math.max(0, tall));
}

/** A strip with the segments in order, neighbours from the same source as one, and a count of each source. */
function showSegments({ segmentWords, segmentSources }) {
  const runs = [];
  for (let i = 0; i < segmentWords.length; i++) {
    if (runs.at(-1)?.letter === segmentSources[i]) {
      runs.at(-1).words += segmentWords[i];
    } else {
      runs.push({ letter: segmentSources[i], words: segmentWords[i] });
    }
  }

  document.getElementById('segments').replaceChildren(...runs.map(({ letter, words }) => {
    const piece = document.createElement('i');
    piece.className = sourceOf(letter).name;
    piece.style.flexGrow = Math.max(1, words);
    return piece;
  }));
  document.getElementById('segments-note').replaceChildren(...sourceNotes(segmentSources));
}
