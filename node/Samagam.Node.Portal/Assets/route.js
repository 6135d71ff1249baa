'use strict';
// Tells a walker at once when the way is no longer good. Without it the page has a link to ask.
(() => {
  const body = document.body, id = body.dataset.route, box = document.getElementById('changed');
  if (!id || !box || !window.EventSource) return;
  const text = box.querySelector('p'), link = box.querySelector('a'), ask = link.getAttribute('href');
  const open = () => {
    const stream = new EventSource('/api/v1/stream?lang=' + document.documentElement.lang + '&route=' + id);
    stream.addEventListener('route-changed', event => {
      const news = JSON.parse(event.data);
      if (news.routeId !== id || news.state === 'unknown') return;
      if (news.state === 'good') { box.hidden = true; return; }
      const why = news.because, hindi = document.documentElement.lang === 'hi';
      const reason = why ? (hindi && why.reasonHi) || why.reason || why.reasonHi : '';
      text.textContent = (body.dataset[news.state] || body.dataset.map) + (reason ? ' ' + body.dataset.why.replace('{0}', () => reason) : '');
      link.href = news.better ? ask.replace(id, news.better.routeId) : ask;
      link.hidden = box.hidden = false;
      if (navigator.vibrate) navigator.vibrate([300, 150, 300]);
    });
    stream.onerror = () => {
      // A refusal (too busy just now) closes a stream for good, unlike a lost connection.
      if (stream.readyState === 2) setTimeout(open, 5000);
    };
  };
  open();
})();
