'use strict';
// Makes the page of a call live. Without it the page asks again by itself.
(() => {
  const body = document.body, call = body.dataset.call, lang = document.documentElement.lang;
  const ladder = document.getElementById('ladder'), now = document.getElementById('now');
  const link = document.getElementById('link'), retry = body.dataset.retry * 1000;
  if (!call) return;
  if (!window.EventSource) { setTimeout(() => location.reload(), retry); return; }
  let shownAt = performance.now(), stream = null;
  const show = event => {
    const view = JSON.parse(event.data);
    if (!view.html) return;
    ladder.innerHTML = view.html; // markup made and encoded by the box, never by another caller
    if (now.textContent !== view.sentence) now.textContent = view.sentence;
    shownAt = performance.now();
    if (view.endedBy) { stream.close(); link.textContent = ''; document.querySelectorAll('#stay, form[action^="/sos/"]').forEach(e => (e.closest('section') || e).remove()); }
  };
  const open = () => {
    stream = new EventSource('/api/v1/stream?view=page&lang=' + lang + '&sos=' + call);
    stream.addEventListener('snapshot', show);
    stream.addEventListener('sos-updated', show);
    stream.onopen = () => { link.textContent = ''; };
    stream.onerror = () => {
      link.textContent = body.dataset.lost;
      // A refusal (too busy just now) closes a stream for good, unlike a lost connection.
      if (stream.readyState === 2) setTimeout(open, retry);
    };
  };
  open();
  const words = age => age < 60 ? body.dataset.s.replace('{0}', age) : age < 3600 ? body.dataset.m.replace('{0}', Math.floor(age / 60)) : body.dataset.h.replace('{0}', Math.floor(age / 3600));
  setInterval(() => {
    const passed = Math.floor((performance.now() - shownAt) / 1000);
    document.querySelectorAll('time[data-age]').forEach(t => { t.textContent = words(+t.dataset.age + passed); });
  }, 1000);
  const gps = document.querySelector('[data-gps]');
  if (gps && navigator.geolocation && window.isSecureContext) {
    gps.hidden = false;
    gps.onclick = () => navigator.geolocation.getCurrentPosition(p => {
      const form = gps.form;
      form.lat.value = p.coords.latitude; form.lng.value = p.coords.longitude; form.accuracy.value = p.coords.accuracy;
      form.submit();
    }, () => { gps.disabled = true; }, { enableHighAccuracy: true, timeout: 15000 });
  }
})();
