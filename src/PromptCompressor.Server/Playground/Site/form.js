// The controls: from what they show to a request, and from a problem's fields back to them.
import * as protection from './protection.js';
import { fieldsOf } from './texts.js';

const element = (id) => document.getElementById(id);
const flags = ['force_reserve_digit', 'drop_consecutive'];
const largePaste = 20_000; // Characters.
const texts = ['question', 'tokenizer', 'model', 'mode', 'content'];
const kept = [...texts, ...['context', 'force_tokens', 'min_score', 'amount']]; // What outlives a reload, with the switches.
const switches = [...flags, 'use_tags', 'reshape'];

/** What is remembered of a form whose choices are not offered yet. */
let wanted = {};

/** Fields of the API whose errors are shown at a control, by the control's id. */
const places = { context: 'context', messages: 'context', protect: 'protect', min_score: 'min_score', use_tags: 'context', rate: 'budget', target_token: 'budget', question: 'question', force_tokens: 'force_tokens', model: 'model', tokenizer: 'tokenizer', mode: 'mode', content: 'content' };

/** The most tokens that the slider offers, once they are known. */
let originTokens = 1000;

export const unit = () => document.querySelector('input[name="unit"]:checked').value;

export const kind = () => document.querySelector('input[name="kind"]:checked').value;

export const context = () => element('context').value;

/** The body of a request, with nothing in it that is as it is by default; null without a text. Throws a TextError. */
export function request() {
  const body = fieldsOf(kind(), context());
  if (body === null) {
    return null;
  }

  const amount = Number(element('amount').value);
  body[unit()] = unit() === 'rate' ? Number((amount / 100).toFixed(6)) : amount;
  for (const name of texts) {
    const value = element(name).value.trim();
    if (value !== '' && value !== element(name).dataset.default) {
      body[name] = value;
    }
  }

  const forced = element('force_tokens').value.split(',').map((token) => token.trim()).filter((token) => token !== '');
  if (forced.length > 0) {
    body.force_tokens = forced;
  }

  for (const name of flags) {
    if (element(name).checked) {
      body[name] = true;
    }
  }

  if (!element('reshape').checked) {
    body.reshape = false;
  }

  if (!element('use_tags').checked && body.context) {
    body.use_tags = false;
  }

  const least = element('min_score').value.trim();
  if (least !== '') {
    body.min_score = Number(least);
  }

  const protect = protection.chosen();
  if (protect) {
    body.protect = protect;
  }

  return body;
}

/** All that the form is set to. */
export function state() {
  return {
    ...Object.fromEntries(kept.map((name) => [name, element(name).value])), ...Object.fromEntries(switches.map((name) => [name, element(name).checked])),
    kind: kind(), unit: unit(), originTokens, protect: protection.chosen() ?? null,
  };
}

/** Sets the form to what is given, and leaves the rest as it is. */
export function restore(given) {
  wanted = given;
  originTokens = given.originTokens ?? originTokens;
  for (const name of ['kind', 'unit']) {
    const radio = document.querySelector(`input[name="${name}"][value="${given[name]}"]`);
    if (radio) {
      radio.checked = true;
    }
  }

  for (const name of kept) {
    if (given[name] !== undefined) {
      element(name).value = given[name];
    }
  }

  for (const name of switches) {
    element(name).checked = given[name] ?? element(name).checked;
  }

  element('slider').max = unit() === 'rate' ? 100 : originTokens;
  element('slider').value = element('amount').value;
  element('amount-unit').textContent = unit() === 'rate' ? '%' : '';
  paintSlider();
  tellKind();
}

/** What the service offers. */
export function describe(info) {
  const select = element('model');
  const chosen = select.value || wanted.model; // Of an earlier answer, or before a reload.
  select.dataset.default = info.default_model;
  select.replaceChildren(...info.models.map((model) => new Option(model.id, model.id, model.default, model.default)));
  if (info.models.some((model) => model.id === chosen)) {
    select.value = chosen;
  }

  protection.offer(info.protection_rules, protection.chosen() ?? wanted.protect);
  wanted = {};
  element('tokenizers').replaceChildren(...info.tokenizers.filter((name) => !name.includes('*')).map((name) => new Option(name)));
}

/** Lets the slider of tokens end where the text does. */
export function setOriginTokens(tokens) {
  originTokens = Math.max(1, tokens);
  if (unit() === 'target_token') {
    element('slider').max = originTokens;
    paintSlider();
  }
}

/**
 * Wires the controls.
 * @param onSlide Told of a new budget: scores are the same, so that the answer comes at once.
 * @param onEdit Told of any other change.
 */
export function listen(onSlide, onEdit) {
  const slider = element('slider');
  const amount = element('amount');
  slider.addEventListener('input', () => {
    amount.value = slider.value;
    paintSlider();
    onSlide();
  });
  amount.addEventListener('input', () => {
    slider.value = amount.value;
    paintSlider();
    onSlide();
  });
  for (const radio of document.querySelectorAll('input[name="unit"]')) {
    radio.addEventListener('change', () => {
      changeUnit();
      onSlide();
    });
  }

  for (const radio of document.querySelectorAll('input[name="kind"]')) {
    radio.addEventListener('change', () => {
      tellKind();
      onEdit();
    });
  }

  for (const name of ['context', 'question', 'force_tokens', 'tokenizer', 'min_score']) {
    element(name).addEventListener('input', onEdit);
  }

  element('context').addEventListener('paste', pasteAtOnce);
  for (const name of ['model', 'mode', 'content', ...switches]) {
    element(name).addEventListener('change', onEdit);
  }

  protection.listen(onEdit);

  element('form').addEventListener('submit', (event) => event.preventDefault());
  paintSlider();
}

/** Shows errors at the controls they are about. Returns those that have no control, as `[field, messages]`. */
export function showErrors(errors) {
  clearErrors();
  const elsewhere = [];
  for (const [field, messages] of Object.entries(errors)) {
    const place = places[field.replace(/\[.*/, '')];
    if (!place) {
      elsewhere.push([field, messages]);
      continue;
    }

    const message = element(`${place}-error`);
    message.textContent += `${message.hidden ? '' : ' '}${field} ${messages.join(' ')}`;
    message.hidden = false;
    element(place === 'budget' ? 'amount' : place === 'protect' ? 'rules' : place).setAttribute('aria-invalid', 'true');
  }

  return elsewhere;
}

export function clearErrors() {
  for (const message of element('form').querySelectorAll('.field-error')) {
    message.hidden = true;
    message.textContent = '';
  }

  for (const control of element('form').querySelectorAll('[aria-invalid]')) {
    control.removeAttribute('aria-invalid');
  }
}

const hints = {
  text: 'Paste a text, or drop a file anywhere on this page',
  texts: 'Several texts share one budget. A line with --- alone stands between them',
  messages: '[{"role": "user", "content": "..."}, {"role": "tool", "content": "..."}]',
};

function tellKind() {
  element('context').placeholder = hints[kind()];
  element('kind-note').textContent = kind() === 'texts' ? 'A line with --- alone stands between texts.'
    : kind() === 'messages' ? 'A list of chat messages in JSON; what users say and what tools return is compressed.' : '';
}

/** A browser's own paste takes a minute for a book: it edits line by line. The price is that a large paste cannot be undone. */
function pasteAtOnce(event) {
  const text = event.clipboardData.getData('text/plain');
  if (text.length > largePaste) {
    event.preventDefault();
    event.target.setRangeText(text, event.target.selectionStart, event.target.selectionEnd, 'end');
    event.target.dispatchEvent(new Event('input'));
  }
}

/** The same amount in the other unit, as far as the text is known. */
function changeUnit() {
  const [slider, amount] = [element('slider'), element('amount')];
  const value = Number(amount.value);
  if (unit() === 'rate') {
    slider.max = 100;
    amount.value = Math.min(100, Math.max(1, Math.round((100 * value) / originTokens)));
    element('amount-unit').textContent = '%';
  } else {
    slider.max = originTokens;
    amount.value = Math.max(1, Math.round((value / 100) * originTokens));
    element('amount-unit').textContent = '';
  }

  slider.value = amount.value;
  paintSlider();
}

function paintSlider() {
  const slider = element('slider');
  slider.style.setProperty('--fill', `${(100 * (slider.value - slider.min)) / Math.max(1, slider.max - slider.min)}%`);
  slider.setAttribute('aria-valuetext', unit() === 'rate' ? `${slider.value} percent` : `${slider.value} tokens`);
}
