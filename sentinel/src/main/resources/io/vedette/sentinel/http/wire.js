// What goes over the wire: questions, orders, and the stream of events.

const TOKEN = 'vedette-token';

export const token = {
  get: () => sessionStorage.getItem(TOKEN) ?? '',
  set: value => value ? sessionStorage.setItem(TOKEN, value) : sessionStorage.removeItem(TOKEN),
};

const headers = () => token.get() ? {Authorization: `Bearer ${token.get()}`} : {};

/** An answer that is not what was hoped for. */
export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function checked(response) {
  if (response.ok) return response;
  const answer = await response.json().catch(() => ({}));
  throw new Refused(response.status, answer.error ?? `HTTP ${response.status}`);
}

export async function ask(path) {
  return (await checked(await fetch(path, {headers: headers()}))).json();
}

export async function order(path) {
  return (await checked(await fetch(path, {method: 'POST', headers: headers()}))).json();
}

/** Reads server-sent events until the connection ends. */
async function read(response, on) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const {value, done} = await reader.read();
    if (done) return;
    const parts = (rest + value).split('\n\n');
    rest = parts.pop();
    for (const part of parts) {
      const type = /^event: (.*)$/m.exec(part);
      const data = /^data: (.*)$/m.exec(part);
      if (type && data) on(type[1], JSON.parse(data[1]));
    }
  }
}

/** Listens for as long as the page is open; after a loss again, later each time. */
export async function listen(on, state) {
  for (let pause = 500; ; pause = Math.min(pause * 2, 8000)) {
    try {
      const response = await checked(await fetch('v1/events', {headers: headers()}));
      state('live');
      pause = 250;
      await read(response, on);
    } catch (e) {
      if (e instanceof Refused && e.status === 401) {
        await state('locked');
        continue;
      }
    }
    state('lost');
    await new Promise(resolve => setTimeout(resolve, pause));
  }
}
