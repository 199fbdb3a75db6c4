// The controls: from what they show to a request, and from a problem's fields back to them.

const element = (id) => document.getElementById(id);
const flags = ['force_reserve_digit', 'drop_consecutive'];
const largePaste = 20_000; // Characters.
const texts = ['question', 'tokenizer', 'model', 'mode', 'content'];

/** Fields of the API whose errors are shown at a control, by the control's id. */
const places = { context: 'context', rate: 'budget', target_token: 'budget', question: 'question', force_tokens: 'force_tokens', model: 'model', tokenizer: 'tokenizer', mode: 'mode', content: 'content' };

/** The most tokens that the slider offers, once they are known. */
let originTokens = 1000;

export const unit = () => document.querySelector('input[name="unit"]:checked').value;

export const context = () => element('context').value;

/** The body of a request, with nothing in it that is as it is by default. */
export function request() {
  const body = { context: context() };
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

  return body;
}

/** What the service offers. */
export function describe(info) {
  const select = element('model');
  const chosen = select.value; // Of an earlier answer.
  select.dataset.default = info.default_model;
  select.replaceChildren(...info.models.map((model) => new Option(model.id, model.id, model.default, model.default)));
  if (info.models.some((model) => model.id === chosen)) {
    select.value = chosen;
  }

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

  for (const name of ['context', 'question', 'force_tokens', 'tokenizer']) {
    element(name).addEventListener('input', onEdit);
  }

  element('context').addEventListener('paste', pasteAtOnce);
  for (const name of ['model', 'mode', 'content', ...flags]) {
    element(name).addEventListener('change', onEdit);
  }

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
    element(place === 'budget' ? 'amount' : place).setAttribute('aria-invalid', 'true');
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
