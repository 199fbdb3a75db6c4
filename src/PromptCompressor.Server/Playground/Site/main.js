// Wires the page: controls → one request at a time → views.
import * as api from './api.js';
import * as chart from './chart.js';
import * as contents from './contents.js';
import { toClipboard } from './clipboard.js';
import { explainedText } from './explanation.js';
import * as figures from './figures.js';
import * as files from './files.js';
import * as form from './form.js';
import { showText } from './longtext.js';
import { sample } from './sample.js';
import { snippet } from './snippets.js';
import * as soft from './soft.js';
import * as tabs from './tabs.js';
import * as words from './words.js';

const element = (id) => document.getElementById(id);
const typingPause = 250; // Milliseconds without a key before a text is sent.
const progressDelay = 150; // Milliseconds before progress is worth showing.
const snippetLength = 20_000; // Characters on screen; all of them are copied.

let info = null;
let output = '';
let tab = 'tab-words';
let timer = 0;
let running = null; // The controller of the request under way.
let isStale = false; // The budget has moved since that request was sent.

// Requests

/** The budget moves faster than answers come: the newest is sent once the one before is answered. */
function onSlide() {
  if (running) {
    isStale = true;
  } else {
    run();
  }
}

/** Another text or option: what is under way is of no use. */
function onEdit() {
  showLength();
  isStale = false;
  running?.abort();
  clearTimeout(timer);
  timer = setTimeout(run, typingPause);
}

async function run() {
  clearTimeout(timer);
  running?.abort();
  const request = form.request();
  if (request.context === '') {
    clear();
    return;
  }

  if (tab === 'tab-soft') {
    soft.show(request.context);
  }

  const controller = new AbortController();
  running = controller;
  isStale = false;
  const begun = performance.now();
  try {
    await answer(request, controller.signal, begun);
  } catch (error) {
    if (error.name !== 'AbortError') {
      showProblem(error);
    }
  } finally {
    if (running === controller) {
      running = null;
      showProgress(null);
      if (isStale) {
        run();
      }
    }
  }
}

async function answer(request, signal, begun) {
  if (request.mode === 'reference') {
    const result = await api.compress(request, signal);
    show(request, result, null, begun);
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
  show(request, explanation.result, explainedText(request.context, explanation.texts[0], explanation.result.blocks?.[0]), begun);
}

// Views

function show(request, result, text, begun) {
  form.clearErrors();
  element('problem').hidden = true;
  output = result.compressed_prompt;
  form.setOriginTokens(result.origin_tokens);
  figures.show(result);
  chart.show(text);
  contents.show(result.blocks?.[0] ?? []);
  words.show(text);
  element('words').dataset.empty = text === null ? 'The reference mode does not explain itself. See “Compressed”.' : '';
  element('legend').hidden = text === null;
  showTab();
  const notes = [...result.warnings, ...(result.skipped === 'no_gain' ? ['Nothing was dropped: the output would not have been shorter.'] : [])];
  element('warning').hidden = notes.length === 0;
  element('warning').textContent = notes.join(' ');
  const total = Math.round(performance.now() - begun);
  element('time').textContent = `${total} ms, ${Math.round(result.timings_ms.total)} ms of it in the service`;
  element('result').dataset.answer = String(Number(element('result').dataset.answer ?? 0) + 1);
}

function clear() {
  running?.abort();
  output = '';
  form.clearErrors();
  figures.show(null);
  chart.show(null);
  contents.show([]);
  words.show(null);
  element('problem').hidden = true;
  element('warning').hidden = true;
  element('words').dataset.empty = 'Paste a text to see which of its words are kept.';
  element('time').textContent = '';
  showTab();
}

function showTab() {
  element('copy').hidden = tab === 'tab-soft';
  element('time').hidden = tab === 'tab-soft'; // It has a time of its own.
  element('copy').disabled = tab === 'tab-code' ? form.context() === '' : output === '';
  if (tab === 'tab-compressed') {
    showText(element('output'), output);
  } else if (tab === 'tab-soft') {
    soft.show(form.context());
  } else if (tab === 'tab-code') {
    const code = snippetOnScreen();
    element('snippet').textContent = code.length > snippetLength ? `${code.slice(0, snippetLength)}\n… Copy takes all of it.` : code;
  }
}

function snippetOnScreen() {
  return snippet(document.querySelector('input[name="language"]:checked').value, form.request());
}

function showProgress(progress) {
  element('progress').hidden = progress === null;
  element('result').classList.toggle('busy', progress !== null);
  if (progress !== null) {
    const { done, total } = progress;
    element('progress-fill').style.width = `${(100 * done) / Math.max(1, total)}%`;
    element('progress-bar').setAttribute('aria-valuemax', total);
    element('progress-bar').setAttribute('aria-valuenow', done);
    element('progress-text').textContent = `${done.toLocaleString('en')} of ${total.toLocaleString('en')} segments`;
  }
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

async function copy() {
  const text = tab === 'tab-code' ? snippetOnScreen() : output;
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

element('sample').addEventListener('click', () => setText(sample));
element('copy').addEventListener('click', copy);
element('cancel').addEventListener('click', () => {
  isStale = false;
  running?.abort();
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

// A browser brings back what was in the form before a reload.
if (form.context() === '') {
  element('context').value = sample;
}

showLength();
start();
