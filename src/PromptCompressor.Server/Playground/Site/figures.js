// Token counts and what they cost.
import { onPrice, price } from './price.js';

const element = (id) => document.getElementById(id);
const number = new Intl.NumberFormat('en');
const speechPause = 700; // Milliseconds in which nothing has changed, before a change is said.
let saved = null;
let speech = 0;

export function show(result) {
  saved = result?.saved_tokens ?? null;
  element('origin').textContent = result ? number.format(result.origin_tokens) : '–';
  element('compressed').textContent = result ? number.format(result.compressed_tokens) : '–';
  element('saved').textContent = result ? `${(100 * (1 - result.rate)).toFixed(1)} %` : '–';
  element('origin-note').textContent = result ? `tokens of ${result.tokenizer.name}${result.tokenizer.exact ? '' : ', estimated'}` : 'tokens';
  element('compressed-note').textContent = !result ? 'tokens' : result.ratio === 1 ? 'tokens, as many' : `tokens, ${result.ratio.toFixed(result.ratio < 10 ? 2 : 1)}× fewer`;
  element('saved-note').textContent = result ? `${number.format(result.saved_tokens)} tokens` : 'of the tokens';
  showCost();
  clearTimeout(speech);
  if (result) {
    speech = setTimeout(() => {
      element('announce').textContent = `${number.format(result.origin_tokens)} tokens became ${number.format(result.compressed_tokens)}.`;
    }, speechPause);
  }
}

function showCost() {
  if (saved === null || !(price() >= 0)) {
    element('cost').textContent = '–';
    return;
  }

  const dollars = (saved * 1000 * price()) / 1e6;
  element('cost').textContent = `$${dollars.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: dollars < 1 ? 3 : 2 })}`;
}

onPrice(showCost);
