// Before the first paint, so that a chosen theme does not flash: a plain script, not a module.
(() => {
  const key = 'promptcompressor.theme';
  const root = document.documentElement;
  const apply = (theme) => theme ? root.setAttribute('data-theme', theme) : root.removeAttribute('data-theme');
  const read = () => {
    try { return localStorage.getItem(key); } catch { return null; }
  };
  apply(read());

  addEventListener('DOMContentLoaded', () => {
    const button = document.getElementById('theme');
    const isDark = () => (root.getAttribute('data-theme') ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
    const tell = () => button.setAttribute('aria-pressed', String(isDark()));
    tell();
    button.addEventListener('click', () => {
      const next = isDark() ? 'light' : 'dark';
      apply(next);
      tell();
      try { localStorage.setItem(key, next); } catch { /* Then it lasts as long as the page. */ }
    });
  });
})();
