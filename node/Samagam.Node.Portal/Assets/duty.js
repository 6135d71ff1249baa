'use strict';
// Makes the volunteer page live and loud. Without it the page asks again by itself.
(() => {
  const body = document.body, list = document.getElementById('cases'), none = document.getElementById('none');
  const gone = document.getElementById('gone'), link = document.getElementById('link'), sound = document.getElementById('sound');
  const retry = body.dataset.retry * 1000;
  if (!list) return;
  if (!window.EventSource) { setTimeout(() => location.reload(), retry); return; }
  const parse = html => { const t = document.createElement('template'); t.innerHTML = html.trim(); return t.content.firstElementChild; };
  const cardOf = id => document.getElementById('case-' + id);

  // A form on its way must not be overtaken by a reload: the answer would be lost, and with it the signing out.
  let leaving = 0;
  document.addEventListener('submit', e => { if (!list.contains(e.target)) leaving = performance.now() + 10000; });
  const reload = () => { if (performance.now() > leaving) location.reload(); else setTimeout(reload, 1000); };

  // Sound needs a touch first; vibration goes with it.
  let audio = null, alarm = 0;
  const Audio = window.AudioContext || window.webkitAudioContext;
  if (Audio) {
    sound.hidden = false;
    sound.onclick = () => { audio = audio || new Audio(); audio.resume(); tone(880, 0, .15); sound.hidden = true; };
  }
  const tone = (hertz, after, seconds) => {
    const o = audio.createOscillator(), g = audio.createGain(), at = audio.currentTime + after;
    o.type = 'square'; o.frequency.value = hertz; g.gain.value = .4;
    o.connect(g); g.connect(audio.destination); o.start(at); o.stop(at + seconds);
  };
  const hush = () => { clearInterval(alarm); alarm = 0; if (navigator.vibrate) navigator.vibrate(0); };
  const ring = () => {
    hush();
    let left = 15; // half a minute: the window in which this phone is asked
    const once = () => {
      if (audio) { tone(988, 0, .25); tone(740, .3, .25); tone(988, .6, .25); }
      if (navigator.vibrate) navigator.vibrate([400, 150, 400]);
      if (--left <= 0) hush();
    };
    once(); alarm = setInterval(once, 2000);
  };
  addEventListener('pointerdown', hush, { passive: true });

  // Tells the box that this phone has the offer; tried again until it is heard.
  const told = new Set();
  const tell = (id, wait) => fetch('/api/v1/emergency/' + id + '/received', { method: 'POST' })
    .then(r => { if (r.status >= 500) throw r; })
    .catch(() => { if (told.has(id)) setTimeout(() => tell(id, Math.min(wait * 2, 10000)), wait); });
  const has = (view, loud) => {
    if (view.state !== 'offered') { told.delete(view.alertId); return; }
    if (!told.has(view.alertId)) { told.add(view.alertId); tell(view.alertId, 500); if (loud) ring(); }
  };
  // A card is not torn away from under a finger: a press that began on it would be lost.
  let down = false;
  const held = [];
  addEventListener('pointerdown', () => { down = true; }, { passive: true, capture: true });
  const lifted = () => setTimeout(() => { down = false; held.splice(0).forEach(then => then()); }, 50);
  for (const end of ['pointerup', 'pointercancel']) addEventListener(end, lifted, { passive: true, capture: true });
  const stamp = card => { card.shownAt = performance.now(); return card; };
  const put = view => {
    if (down) { held.push(() => put(view)); return; }
    const card = stamp(parse(view.html)), old = cardOf(view.alertId);
    // What is being typed is not torn away by a step of the case.
    if (old && old.dataset.state === view.state && old.contains(document.activeElement) && /^(INPUT|SELECT)$/.test(document.activeElement.tagName)) return;
    if (old) { card.querySelectorAll('details').forEach((d, i) => { const o = old.querySelectorAll('details')[i]; if (o) d.open = o.open; }); old.replaceWith(card); } else list.prepend(card);
    none.hidden = true;
  };
  list.querySelectorAll('[data-case]').forEach(c => { stamp(c); told.add(c.dataset.case); });

  const stream = new EventSource('/api/v1/stream?view=page&lang=' + document.documentElement.lang);
  const on = (name, then) => stream.addEventListener(name, e => then(JSON.parse(e.data)));
  stream.onopen = () => { link.textContent = body.dataset.live; };
  stream.onerror = () => {
    link.textContent = body.dataset.lost;
    // A refusal closes a stream for good: signed out, or too busy just now. The page itself tells which.
    if (stream.readyState === 2) setTimeout(reload, retry);
  };
  let duty = null;
  on('snapshot', all => {
    if (duty !== null && duty !== all.duty.onDuty) { reload(); return; }
    duty = all.duty.onDuty;
    const ids = new Set(all.cases.map(c => c.alertId));
    list.querySelectorAll('[data-case]').forEach(c => { if (!ids.has(c.dataset.case)) { c.remove(); told.delete(c.dataset.case); } });
    all.cases.slice().reverse().forEach(c => { put(c); has(c, true); });
    none.hidden = all.cases.length > 0;
  });
  on('sos-offered', view => { gone.hidden = true; put(view); has(view, true); });
  on('sos-updated', view => { put(view); has(view, true); });
  const withdraw = w => {
    if (down) { held.push(() => withdraw(w)); return; }
    const card = cardOf(w.alertId);
    if (card) card.remove();
    told.delete(w.alertId);
    if (told.size === 0) hush();
    none.hidden = list.children.length > 0;
    if (w.reason !== 'declined') { gone.textContent = w.text; gone.hidden = false; }
  };
  on('sos-withdrawn', withdraw);

  // Answers go without leaving the page, so that sound and stream live on; when that fails the plain form does it.
  list.addEventListener('submit', e => {
    const form = e.target, data = new URLSearchParams(new FormData(form, e.submitter));
    e.preventDefault(); hush();
    form.querySelectorAll('button').forEach(b => { b.disabled = true; });
    fetch(form.action, { method: 'POST', body: data, redirect: 'manual' })
      .then(r => { if (r.type !== 'opaqueredirect') reload(); })
      .catch(() => { form.querySelectorAll('button').forEach(b => { b.disabled = false; }); link.textContent = body.dataset.lost; });
  });

  const words = age => age < 60 ? body.dataset.s.replace('{0}', age) : age < 3600 ? body.dataset.m.replace('{0}', Math.floor(age / 60)) : body.dataset.h.replace('{0}', Math.floor(age / 3600));
  setInterval(() => list.querySelectorAll('[data-case]').forEach(c => c.querySelectorAll('time[data-age]').forEach(t => {
    t.textContent = words(+t.dataset.age + Math.floor((performance.now() - c.shownAt) / 1000));
  })), 1000);
})();
