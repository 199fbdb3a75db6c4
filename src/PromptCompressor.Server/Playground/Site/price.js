// Dollars for a million input tokens: one for all pages, kept in this browser.

const storageKey = 'promptcompressor.price';
const input = document.getElementById('price');

export const price = () => Number(input.value);

export function onPrice(onChange) {
  input.addEventListener('input', () => {
    onChange();
    try {
      localStorage.setItem(storageKey, input.value);
    } catch { /* Then it lasts as long as the page. */ }
  });
}

try {
  input.value = localStorage.getItem(storageKey) ?? input.value;
} catch { /* Then the price is the page's own. */ }
