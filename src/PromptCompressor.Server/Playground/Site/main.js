// Wires the page: controls → one request at a time → views.
import * as api from './api.js';
import * as blocks from './blocks.js';
import * as chart from './chart.js';
import * as compare from './compare.js';
import * as contents from './contents.js';
import { toClipboard } from './clipboard.js';
import { explainedText } from './explanation.js';
import * as figures from './figures.js';
import * as files from './files.js';
import * as form from './form.js';
import { showText } from './longtext.js';
import { recall, remember } from './memory.js';
import { samples } from './samples.js';
import { snippet } from './snippets.js';
import * as soft from './soft.js';
import * as tabs from './tabs.js';
import { pairsOf, TextError } from './texts.js';
import * as words from './words.js';

const element = (id) => document.getElementById(id);
const typingPause = 250; // Milliseconds without a key before a text is sent.
const progressDelay = 150; // Milliseconds before progress is worth showing.
const snippetLength = 20_000; // Characters on screen; all of them are copied.
const noWords = {
  reference: 'The reference mode does not explain itself. See “Compressed”.',
  messages: 'Messages are shown whole: see “Before and after”.',
  none: 'Paste a text to see which of its words are kept.',
};

let info = null;
let answer = null; // What is on screen: `request`, `result`, and the explained `texts`, null where there are none.
let picked = 0; // Index of the text among them that is on screen.
let tab = 'tab-words';
let timer = 0;
let running = null; // The controller of the request under way.
let hasMoved = false; // The budget has moved since that request was sent.

// Requests

/** The budget moves faster than answers come: the newest is sent once the one before is answered. */
function onSlide() {
  if (running) {
    hasMoved = true;
  } else {
    run();
  }
}

/** Another text or option: what is under way is of no use. */
function onEdit() {
  showLength();
  hasMoved = false;
  running?.abort();
  clearTimeout(timer);
  timer = setTimeout(run, typingPause);
}

async function run() {
  clearTimeout(timer);
  running?.abort();
  let request;
  try {
    request = form.request();
  } catch (error) {
    showWrongText(error);
    return;
  }

  if (request === null) {
    clear();
    return;
  }

  if (tab === 'tab-soft') {
    soft.show(form.context());
  }

  const controller = new AbortController();
  running = controller;
  hasMoved = false;
  const begun = performance.now();
  try {
    await ask(request, controller.signal, begun);
  } catch (error) {
    if (error.name !== 'AbortError') {
      showProblem(error);
    }
  } finally {
    if (running === controller) {
      running = null;
      showProgress(null);
      if (hasMoved) {
        run();
      }
    }
  }
}

async function ask(request, signal, begun) {
  if (request.mode === 'reference' || request.messages) {
    show({ request, result: await api.compress(request, signal), texts: null }, begun);
    return;
  }

  const explanation = await api.explain(request, signal, (progress) => {
    if (performance.now() - begun > progressDelay) {
      showProgress(progress);
    }
  });
  // Drawing is a task of its own: after reading a long answer in the same one the page would stand still.
  await new Promise((resolve) => { setTimeout(resolve); });
  signal.throwIfAborted();
  const sources = [request.context].flat();
  const texts = explanation.texts.map((columns, i) => explainedText(sources[i], columns, explanation.result.blocks?.[i]));
  show({ request, result: explanation.result, texts }, begun);
}

// Views

function show(next, begun) {
  answer = next;
  const { result } = answer;
  form.clearErrors();
  element('problem').hidden = true;
  showStale('');
  form.setOriginTokens(result.origin_tokens);
  figures.show(result);
  showPicker();
  showPicked();
  const notes = [...result.warnings, ...(result.skipped === 'no_gain' ? ['Nothing was dropped: the output would not have been shorter.'] : [])];
  element('warning').hidden = notes.length === 0;
  element('warning').textContent = notes.join(' ');
  const total = Math.round(performance.now() - begun);
  element('time').textContent = `${total} ms, ${Math.round(result.timings_ms.total)} ms of it in the service`;
  element('result').dataset.answer = String(Number(element('result').dataset.answer ?? 0) + 1);
}

/** Of several texts one is drawn at a time. */
function showPicker() {
  const count = answer?.texts?.length ?? 0;
  const dropped = answer?.result.dropped_contexts ?? [];
  picked = Math.min(picked, Math.max(0, count - 1));
  element('picker').hidden = count < 2;
  element('pick').replaceChildren(...Array.from({ length: count }, (_, i) => new Option(`Text ${i + 1} of ${count}${dropped.includes(i) ? ', left out' : ''}`, i, i === picked, i === picked)));
}

function showPicked() {
  const text = answer?.texts?.[picked] ?? null;
  chart.show(text);
  contents.show(text?.contents ?? []);
  words.show(text);
  element('words').dataset.empty = answer === null ? noWords.none : answer.request.messages ? noWords.messages : noWords.reference;
  element('legend').hidden = text === null;
  showTab();
}

/** Says that what is on screen is not of what is in the form; nothing if it is. */
function showStale(why) {
  element('stale').hidden = why === '';
  element('stale-text').textContent = why;
  element('results').classList.toggle('is-stale', why !== '' && answer !== null);
  showCopy();
}

function clear() {
  running?.abort();
  answer = null;
  form.clearErrors();
  figures.show(null);
  element('problem').hidden = true;
  element('warning').hidden = true;
  element('time').textContent = '';
  showStale('');
  showPicker();
  showPicked();
}

const output = () => answer === null ? '' : answer.result.messages ? JSON.stringify(answer.result.messages, null, 2) : answer.result.compressed_prompt;

function showCopy() {
  element('copy').disabled = tab === 'tab-code' ? form.context() === '' : output() === '' || !element('stale').hidden;
}

function showTab() {
  element('copy').hidden = tab === 'tab-soft';
  element('time').hidden = tab === 'tab-soft'; // It has a time of its own.
  showCopy();
  if (tab === 'tab-compressed') {
    showText(element('output'), output());
  } else if (tab === 'tab-compare') {
    compare.show(answer === null ? [] : pairsOf(answer.request, answer.result));
  } else if (tab === 'tab-blocks') {
    const source = answer?.texts?.[picked]?.source ?? '';
    blocks.show(source, answer?.result.blocks?.[picked], (place) => {
      element('tab-words').click();
      words.showWord(place);
    });
  } else if (tab === 'tab-soft') {
    soft.show(form.context());
  } else if (tab === 'tab-code') {
    const code = snippetOnScreen();
    element('snippet').textContent = code.length > snippetLength ? `${code.slice(0, snippetLength)}\n… Copy takes all of it.` : code;
  }
}

function snippetOnScreen() {
  try {
    return snippet(document.querySelector('input[name="language"]:checked').value, form.request() ?? { context: '' });
  } catch {
    return ''; // What is wrong with the text stands beside it.
  }
}

function showProgress(progress) {
  element('progress').hidden = progress === null;
  element('results').classList.toggle('is-busy', progress !== null);
  if (progress !== null) {
    const { done, total } = progress;
    element('progress-fill').style.width = `${(100 * done) / Math.max(1, total)}%`;
    element('progress-bar').setAttribute('aria-valuemax', total);
    element('progress-bar').setAttribute('aria-valuenow', done);
    element('progress-text').textContent = `${done.toLocaleString('en')} of ${total.toLocaleString('en')} segments`;
  }
}

const ofBefore = () => answer === null ? '' : ' What is shown is of the text before.';

function showWrongText(error) {
  if (!(error instanceof TextError)) {
    throw error;
  }

  form.showErrors({ [form.kind() === 'messages' ? 'messages' : 'context']: [error.message] });
  showStale(`The text cannot be sent.${ofBefore()}`);
}

function showProblem(error) {
  const problem = error.problem ?? { title: 'This page failed', status: 0, detail: String(error) };
  const elsewhere = form.showErrors(problem.errors ?? {});
  element('problem-title').textContent = problem.code ? `${problem.title} (${problem.code})` : problem.title;
  element('problem-detail').textContent = problem.detail;
  element('problem-errors').replaceChildren(...elsewhere.map(([field, messages]) => {
    const item = document.createElement('li');
    const name = document.createElement('code');
    name.textContent = field;
    item.append(name, ` ${messages.join(' ')}`);
    return item;
  }));
  element('key-form').hidden = problem.status !== 401;
  element('problem').hidden = false;
  showStale(`There is no answer.${ofBefore()}`);
  if (problem.status === 503) {
    timer = setTimeout(start, 1000);
  }
}

function showLength() {
  const length = form.context().length;
  element('length').textContent = length === 0 ? '' : `${length.toLocaleString('en')} characters`;
}

function setText(text) {
  element('context').value = text;
  onEdit();
}

function showSample(name) {
  const sample = samples[name];
  if (sample) {
    form.restore({ kind: 'text', question: '', amount: 50, unit: 'rate', ...sample, context: sample.text });
    picked = 0;
    onEdit();
  }

  element('sample').value = '';
}

async function copy() {
  const text = tab === 'tab-code' ? snippetOnScreen() : output();
  element('copy').textContent = await toClipboard(text) ? 'Copied' : 'Not copied';
  setTimeout(() => { element('copy').textContent = 'Copy'; }, 1500);
}

/** Asks what the service offers, as often as it takes, then answers what is in the form. */
async function start() {
  try {
    info = await api.info();
    form.describe(info);
    soft.offer(info.soft_models);
    element('status').textContent = info.ready ? `version ${info.version.split('+')[0]} on ${info.execution_provider}` : 'models are loading';
    run();
  } catch (error) {
    showProblem(error);
  }
}

form.listen(onSlide, onEdit);
files.listen(() => info?.limits.body_bytes ?? Infinity, setText, (message) => {
  showProblem({ problem: { title: 'Not this file', status: 0, detail: message } });
});
tabs.listen(document.querySelector('.tabs'), (id) => {
  tab = id;
  showTab();
});
for (const radio of document.querySelectorAll('input[name="language"]')) {
  radio.addEventListener('change', showTab);
}

element('sample').append(...Object.entries(samples).map(([name, sample]) => new Option(sample.name, name)));
element('sample').addEventListener('change', () => showSample(element('sample').value));
element('pick').addEventListener('change', () => {
  picked = Number(element('pick').value);
  showPicked();
});
element('copy').addEventListener('click', copy);
element('again').addEventListener('click', run);
element('cancel').addEventListener('click', () => {
  hasMoved = false;
  running?.abort();
  showStale(`Cancelled.${ofBefore()}`);
});
element('key-form').addEventListener('submit', (event) => {
  event.preventDefault();
  try {
    api.useKey(element('key').value.trim());
    start();
  } catch (error) {
    showProblem(error);
  }
});

// On a small screen what is needed first comes first; the rest is a touch away.
if (matchMedia('(max-width: 980px)').matches) {
  element('options').open = false;
  element('chart-card').open = false;
}

form.restore(recall() ?? { context: samples.meeting.text });
addEventListener('pagehide', () => remember(form.state()));
showLength();
start();
