// What is in the form outlives a reload, in this tab alone: the browser forgets it with the tab.

const storageKey = 'promptcompressor.form';
const most = 1_000_000; // Characters; browsers keep a few megabytes.

export function remember(state) {
  try {
    const text = JSON.stringify(state);
    if (text.length <= most) {
      sessionStorage.setItem(storageKey, text);
    } else {
      sessionStorage.removeItem(storageKey);
    }
  } catch { /* Then a reload starts anew. */ }
}

/** @returns What was remembered, or null. */
export function recall() {
  try {
    return JSON.parse(sessionStorage.getItem(storageKey));
  } catch {
    return null;
  }
}
