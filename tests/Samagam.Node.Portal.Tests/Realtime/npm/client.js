// Drives the npm client by lines of JSON: { op, line, ... } on stdin; what happens comes back on stdout.
import readline from 'node:readline';
import { createRequire } from 'node:module';
const signalr = createRequire(import.meta.url)('@microsoft/signalr');

const events = ['member-location-update', 'member-joined', 'member-left', 'sos-acknowledged', 'crowd-update',
  'sos-offered', 'sos-withdrawn', 'sos-updated', 'public-warning', 'fence-entered', 'fence-left', 'fence-crossed'];
const transports = { ws: signalr.HttpTransportType.WebSockets, sse: signalr.HttpTransportType.ServerSentEvents, poll: signalr.HttpTransportType.LongPolling };
const lines = new Map();
const say = what => process.stdout.write(JSON.stringify(what) + '\n');

async function connect({ line, url, token, cursor, transport, calls }) {
  const query = new URLSearchParams();
  if (cursor) query.set('cursor', cursor);
  for (const call of calls ?? []) query.append('sos', call);
  const connection = new signalr.HubConnectionBuilder()
    .withUrl(`${url}realtime?${query}`, { transport: transports[transport ?? 'ws'], accessTokenFactory: token ? () => token : undefined })
    .configureLogging(signalr.LogLevel.None)
    .build();
  for (const name of events) connection.on(name, (body, mark) => say({ line, event: name, body, mark }));
  connection.onclose(error => say({ line, event: 'closed', body: { error: error ? String(error) : null } }));
  await connection.start();
  lines.set(line, connection);
  return {};
}

async function act(ask) {
  switch (ask.op) {
    case 'connect': return connect(ask);
    case 'invoke': return lines.get(ask.line).invoke(ask.name, ask.body);
    case 'stop': return lines.get(ask.line).stop();
    default: throw new Error('unknown op ' + ask.op);
  }
}

readline.createInterface({ input: process.stdin }).on('line', async text => {
  const ask = JSON.parse(text);
  try {
    say({ answer: ask.number, value: (await act(ask)) ?? null });
  } catch (error) {
    say({ answer: ask.number, error: String(error) });
  }
}).on('close', () => process.exit(0));
say({ ready: true });
