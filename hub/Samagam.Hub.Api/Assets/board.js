// Keeps the page live: fetches the part that changes when the stream rings, counts ages on by itself, and says so when it is not live.
(() => {
  'use strict';
  const body = document.body.dataset;
  const main = document.getElementById('content');
  const part = document.getElementById('part') || main;
  const live = document.getElementById('live');
  const news = document.getElementById('news');
  const units = body.units.split('|');
  const Every = 10000, Gather = 150, Late = 25000;
  let base = Number(main.dataset.now), since = performance.now();
  let shownAt = since, due = 0, busy = false, again = false;
  let known = null;

  const duration = (s) => {
    s = Math.max(0, Math.floor(s));
    if (s < 60) return `${s} ${units[0]}`;
    if (s < 3600) return `${Math.floor(s / 60)} ${units[1]} ${s % 60} ${units[0]}`;
    if (s < 86400) return `${Math.floor(s / 3600)} ${units[2]} ${Math.floor(s % 3600 / 60)} ${units[1]}`;
    return `${Math.floor(s / 86400)} ${units[3]} ${Math.floor(s % 86400 / 3600)} ${units[2]}`;
  };
  const now = () => base + (performance.now() - since);

  const count = () => {
    const t = now();
    for (const e of document.querySelectorAll('time.ago')) e.textContent = duration((t - Number(e.dataset.at)) / 1000);
    for (const e of document.querySelectorAll('[data-due]')) {
      const left = (Number(e.dataset.due) - t) / 1000;
      e.classList.toggle('late', left < 0);
      e.textContent = (left < 0 ? body.late : body.eta) + ' ' + duration(Math.abs(left));
    }
    const off = performance.now() - shownAt > Late;
    live.classList.toggle('off', off);
    live.firstElementChild.textContent = off ? live.dataset.off : live.dataset.on;
  };

  const tell = () => {
    const pending = document.querySelector('.totals')?.dataset.pending;
    if (pending === undefined) return;
    const title = document.title.replace(/^\(\d+\) /, '');
    document.title = Number(pending) > 0 ? `(${pending}) ${title}` : title;
    const ids = new Set([...document.querySelectorAll('article[data-case]')].map((e) => e.dataset.case));
    if (known) {
      const fresh = [...ids].filter((id) => !known.has(id));
      for (const id of fresh) document.getElementById('c-' + id)?.classList.add('fresh');
      if (fresh.length) news.textContent = `${body.news} (${fresh.length})`;
    }
    known = ids;
  };

  // Nothing is torn away from under a finger: a press that began on it would be lost.
  let down = false, held = null;
  addEventListener('pointerdown', () => { down = true; }, { passive: true, capture: true });
  const lifted = () => setTimeout(() => { down = false; if (held) { const then = held; held = null; then(); } }, 50);
  for (const end of ['pointerup', 'pointercancel']) addEventListener(end, lifted, { passive: true, capture: true });

  const show = (html, serverNow) => {
    if (down) { held = () => show(html, serverNow); return; }
    const open = new Set([...part.querySelectorAll('details[open]')].map((d) => d.dataset.key));
    const focus = document.activeElement?.closest?.('[data-case] a') ? document.activeElement.getAttribute('href') : null;
    part.innerHTML = html;
    for (const d of part.querySelectorAll('details')) if (open.has(d.dataset.key)) d.open = true;
    if (focus) part.querySelector(`a[href="${CSS.escape(focus)}"]`)?.focus({ preventScroll: true });
    if (serverNow) { base = serverNow; since = performance.now(); }
    shownAt = performance.now();
    live.lastElementChild.textContent = new Date(now() + Number(body.offset)).toISOString().slice(11, 19);
    count();
    tell();
  };

  const refresh = async () => {
    due = 0;
    if (busy) { again = true; return; }
    busy = true;
    try {
      const answer = await fetch(main.dataset.source, { cache: 'no-store', credentials: 'same-origin', signal: AbortSignal.timeout(8000) });
      if (answer.ok) show(await answer.text(), Number(answer.headers.get('X-Board-Now')));
    } catch {
      // The age of what is shown tells; the next round tries again.
    } finally {
      busy = false;
      if (again) { again = false; ring(); }
    }
  };
  const ring = () => { due ||= setTimeout(refresh, Gather); };

  const stream = new EventSource('/api/v1/stream');
  stream.addEventListener('case', ring);
  stream.addEventListener('board', ring);
  setInterval(() => { if (performance.now() - shownAt > Every) refresh(); }, 2000);
  setInterval(count, 1000);
  document.addEventListener('visibilitychange', () => { if (!document.hidden) refresh(); });
  tell();
  count();
})();
