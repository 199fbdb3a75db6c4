// Token counts and what they cost.

const element = (id) => document.getElementById(id);
const storageKey = 'promptcompressor.price';
const number = new Intl.NumberFormat('en');
let saved = null;

export function show(result) {
  saved = result?.saved_tokens ?? null;
  element('origin').textContent = result ? number.format(result.origin_tokens) : '–';
  element('compressed').textContent = result ? number.format(result.compressed_tokens) : '–';
  element('saved').textContent = result ? `${(100 * (1 - result.rate)).toFixed(1)} %` : '–';
  element('origin-note').textContent = result ? `tokens of ${result.tokenizer.name}${result.tokenizer.exact ? '' : ', estimated'}` : 'tokens';
  element('compressed-note').textContent = result ? `tokens, ${result.ratio.toFixed(2)}× fewer` : 'tokens';
  element('saved-note').textContent = result ? `${number.format(result.saved_tokens)} tokens` : 'of the tokens';
  showCost();
}

function showCost() {
  const price = Number(element('price').value);
  if (saved === null || !(price >= 0)) {
    element('cost').textContent = '–';
    return;
  }

  const dollars = (saved * 1000 * price) / 1e6;
  element('cost').textContent = `$${dollars.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: dollars < 1 ? 3 : 2 })}`;
}

try {
  element('price').value = localStorage.getItem(storageKey) ?? element('price').value;
} catch { /* Then the price is the page's own. */ }

element('price').addEventListener('input', () => {
  showCost();
  try {
    localStorage.setItem(storageKey, element('price').value);
  } catch { /* Then it lasts as long as the page. */ }
});
