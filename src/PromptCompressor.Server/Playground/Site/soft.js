// The text as a self-hosted LLM gets it: which segment becomes which rows, and whether the cache had them.
import * as api from './api.js';
import { explore } from './explore.js';
import { sourceNotes, sourceOf } from './sources.js';

const blockSegments = 30; // Laid out together, where they are seen.
const colours = 4;

const element = (id) => document.getElementById(id);
const view = element('soft');
const number = new Intl.NumberFormat('en');

let text = ''; // Of what is shown or under way.
let segments = [];
let running = null;
let isToRetry = false; // It failed at something that may be over.

/** The tab is there if a soft model is. */
export function offer(models) {
  const model = models.find((each) => each.default);
  element('tab-soft').hidden = !model;
  if (model) {
    element('soft-model').textContent = `${model.id}: rows of ${number.format(model.hidden_size)} numbers that ${model.generator} alone can read. Budget, question and options have no say here.`;
  }
}

/** Shows a text; nothing happens if it is shown already. */
export function show(next) {
  if (next !== text || isToRetry) {
    run(next);
  }
}

async function run(next) {
  running?.abort();
  isToRetry = false;
  text = next;
  draw([]);
  element('soft-error').hidden = true;
  if (next === '') {
    setRunning(null);
    element('soft-totals').textContent = '';
    return;
  }

  const controller = new AbortController();
  setRunning(controller);
  element('soft-totals').textContent = 'Under way…';
  const begun = performance.now();
  try {
    const answer = await api.soft({ context: next }, controller.signal);
    controller.signal.throwIfAborted(); // The answer may have come just before.
    draw(answer.segments);
    showTotals(answer, Math.round(performance.now() - begun));
  } catch (error) {
    if (controller === running) {
      isToRetry = error.name !== 'AbortError' && !isForGood(error.problem?.status);
      showError(error);
    }
  } finally {
    if (controller === running) {
      setRunning(null);
    }
  }
}

/** What is wrong with the text itself stays so. */
const isForGood = (status) => status >= 400 && status < 500 && status !== 401 && status !== 429;

function setRunning(controller) {
  running = controller;
  element('soft-again').textContent = controller ? 'Cancel' : 'Again';
  element('soft-again').disabled = text === '';
}

function draw(next) {
  segments = next;
  explorer.reset();
  const blocks = [];
  for (let first = 0; first < segments.length; first += blockSegments) {
    const block = document.createElement('div');
    block.className = 'block';
    block.append(...segments.slice(first, first + blockSegments).map((segment, offset) => spanOf(segment, first + offset)));
    blocks.push(block);
  }

  view.replaceChildren(...blocks);
  view.scrollTop = 0;
}

function spanOf(segment, i) {
  // A character whose bytes fall into two segments is in both; it is shown once.
  const start = Math.max(segment.start, segments[i - 1]?.end ?? 0);
  const span = document.createElement('span');
  span.className = `seg seg-${i % colours} ${sourceOf(segment.source).name}`;
  span.dataset.i = i;
  span.dataset.note = `${segment.tokens}→${segment.rows}${segment.source === 'computed' ? ' new' : ''}`;
  span.textContent = text.slice(start, segment.end);
  return span;
}

function showTotals({ origin_tokens, rows, payload_bytes, timings_ms }, milliseconds) {
  const totals = document.createElement('span');
  totals.textContent = `${number.format(origin_tokens)} tokens → ${number.format(rows)} rows · ${number.format(payload_bytes)} bytes · `
    + `${number.format(milliseconds)} ms, ${number.format(Math.round(timings_ms.total))} ms of it in the service`;
  element('soft-totals').replaceChildren(...sourceNotes(segments.map((segment) => segment.source)), totals);
}

function showError(error) {
  element('soft-totals').textContent = error.name === 'AbortError' ? 'Cancelled.' : '';
  if (error.name !== 'AbortError') {
    const { title, detail, errors } = error.problem ?? { title: 'This page failed', detail: String(error) };
    const fields = Object.entries(errors ?? {}).map(([field, messages]) => `${field} ${messages.join(' ')}`);
    element('soft-error').textContent = [`${title}.`, detail, ...fields].join(' ');
    element('soft-error').hidden = false;
  }
}

const explorer = explore(view, {
  count: () => segments.length,
  elementOf: (i) => view.querySelector(`[data-i="${i}"]`),
  describe: (i) => {
    const { tokens, rows, row, source } = segments[i];
    return {
      title: `Segment ${number.format(i + 1)} of ${number.format(segments.length)}: ${tokens} ${tokens === 1 ? 'token' : 'tokens'} → ${rows} ${rows === 1 ? 'row' : 'rows'}`,
      detail: `rows ${number.format(row + 1)} to ${number.format(row + rows)} · ${source === 'computed' ? 'miss' : 'hit'}: ${sourceOf(source).label}`,
    };
  },
});

element('soft-again').addEventListener('click', () => running ? running.abort() : run(text));
