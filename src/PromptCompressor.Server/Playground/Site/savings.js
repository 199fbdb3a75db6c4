// What the sidecar and the cache have saved, from /v1/proxy and /v1/cache.
import * as api from './api.js';
import { onPrice, price } from './price.js';

const refreshPause = 10_000; // Milliseconds.
const number = new Intl.NumberFormat('en');
const element = (id) => document.getElementById(id);

let sums = null;

async function refresh() {
  try {
    const [proxy, cache] = await Promise.all([api.proxy(), api.cache()]);
    element('problem').hidden = true;
    show(proxy, cache);
  } catch (error) {
    showProblem(error);
  }

  element('savings').dataset.answer = String(Number(element('savings').dataset.answer ?? 0) + 1);
}

function show(proxy, cache) {
  const outcomes = Object.entries(proxy.outcomes);
  sums = { days: proxy.days, saved: 0, before: 0, requests: 0, cost: 0 };
  for (const [, outcome] of outcomes) {
    sums.requests += outcome.requests;
    if (proxy.mode === 'compress') {
      sums.before += outcome.original_tokens;
      sums.saved += outcome.original_tokens - outcome.compressed_tokens;
      sums.cost += outcome.saved_cost;
    }
  }

  element('off').hidden = proxy.enabled;
  element('saved').textContent = number.format(sums.saved);
  element('saved-note').textContent = proxy.mode === 'audit' ? 'in audit mode nothing is compressed' : sums.before > 0 ? `${percent(sums.saved, sums.before)} of compressed texts` : 'by the sidecar';
  element('requests').textContent = number.format(sums.requests);
  element('requests-note').textContent = skippedNote(proxy.skipped_texts);
  element('hits').textContent = cache.hit_rate === null ? '–' : `${(100 * cache.hit_rate).toFixed(1)} %`;
  element('hits-note').textContent = `of ${number.format(cache.hits + cache.misses)} segments`;
  fill('statuses', outcomes.sort(([, a], [, b]) => b.requests - a.requests).map(([status, o]) => [
    status, number.format(o.requests), number.format(o.original_tokens), number.format(o.compressed_tokens), number.format(o.original_tokens - o.compressed_tokens),
    o.answers > 0 ? number.format(o.cache_read_tokens) : '–',
  ]), 6);
  showMoney();
  showCache(cache);
  element('status').textContent = `as of ${new Date().toLocaleTimeString('en-GB')}`;
}

function skippedNote(skipped) {
  const texts = Object.values(skipped).reduce((sum, count) => sum + count, 0);
  return texts === 0 ? 'through the sidecar' : `${number.format(texts)} texts went on as they came`;
}

function showMoney() {
  if (!sums) {
    return;
  }

  // The service's own prices know each LLM and the provider's cache, so they win over the one price of this page. Their currency is not known here.
  const hasPrices = sums.cost !== 0;
  element('one-price').hidden = hasPrices;
  element('own-prices').hidden = !hasPrices;
  element('cost').textContent = hasPrices ? amount(sums.cost) : money(sums.saved);
  fill('days', sums.days.toReversed().map((day) => [
    day.day, number.format(day.requests), number.format(day.original_tokens), number.format(day.compressed_tokens),
    number.format(day.original_tokens - day.compressed_tokens), hasPrices ? amount(day.saved_cost) : money(day.original_tokens - day.compressed_tokens),
  ]), 6);
}

function showCache({ hits, misses, saved_ms, memory, redis }) {
  const facts = [
    ['Hits and misses', `${number.format(hits)} and ${number.format(misses)}`],
    ['Model time saved, an estimate', `${number.format(Math.round(saved_ms / 1000))} s`],
    ['In memory', `${number.format(memory.entries)} segments, ${megabytes(memory.bytes)} of ${megabytes(memory.max_bytes)}`],
    ['Redis', redis === null ? 'not used' : `${redis.state}, ${number.format(redis.hits)} hits, ${number.format(redis.misses)} misses`],
  ];
  element('cache').replaceChildren(...facts.flatMap(([name, value]) => {
    const [term, detail] = [document.createElement('dt'), document.createElement('dd')];
    term.textContent = name;
    detail.textContent = value;
    return [term, detail];
  }));
}

function fill(id, rows, columns) {
  element(id).replaceChildren(...rows.map((values) => {
    const row = document.createElement('tr');
    row.append(...values.map((value, i) => {
      const cell = document.createElement(i === 0 ? 'th' : 'td');
      if (i === 0) {
        cell.scope = 'row';
      }

      cell.textContent = value;
      return cell;
    }));
    return row;
  }));
  if (rows.length === 0) {
    const cell = element(id).insertRow().insertCell();
    cell.colSpan = columns;
    cell.className = 'quiet';
    cell.textContent = 'Nothing yet.';
  }
}

function showProblem(error) {
  const problem = error.problem ?? { status: 0, detail: String(error) };
  element('problem-detail').textContent = problem.detail;
  element('key-form').hidden = problem.status !== 401;
  element('problem').hidden = false;
}

const amount = (value) => value.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: Math.abs(value) < 1 ? 4 : 2 });
const money = (tokens) => (price() >= 0 ? `$${amount((tokens * price()) / 1e6)}` : '–');
const percent = (part, whole) => `${((100 * part) / whole).toFixed(1)} %`;
const megabytes = (bytes) => `${(bytes / 1048576).toFixed(1)} MB`;

onPrice(showMoney);
element('key-form').addEventListener('submit', (event) => {
  event.preventDefault();
  try {
    api.useKey(element('key').value.trim());
    refresh();
  } catch (error) {
    showProblem(error);
  }
});
setInterval(() => {
  if (!document.hidden && element('problem').hidden) {
    refresh();
  }
}, refreshPause);
refresh();
