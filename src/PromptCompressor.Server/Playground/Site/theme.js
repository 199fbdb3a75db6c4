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
    document.getElementById('theme').addEventListener('click', () => {
      const current = root.getAttribute('data-theme') ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
      const next = current === 'dark' ? 'light' : 'dark';
      apply(next);
      try { localStorage.setItem(key, next); } catch { /* Then it lasts as long as the page. */ }
    });
  });
})();
