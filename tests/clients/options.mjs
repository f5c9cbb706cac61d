// What the programs in this folder have in common: their options, and their loop.
//
//   --coordinator HOST:PORT   again for each
//   --group NAME              whose master is wanted
//   --key KEY                 what is set to 1, 2, 3...
//   --user, --password        for the master
//   --coordinator-user, --coordinator-password
//   --ca, --cert, --cert-key  files; with them, TLS is spoken to everybody
//   --resp3                   where the library can
//
// Output: `master HOST:PORT` when the library has another one, `ok NUMBER` for a write that was acknowledged,
// `failed NUMBER WHY` for one that was not. They end by themselves after five minutes.
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const PAUSE_MS = 20;
const LIFETIME_MS = 300_000;
export const TIMEOUT_MS = 1_000;

const text = { type: 'string' };

export function readOptions() {
  const { values } = parseArgs({
    options: {
      coordinator: { type: 'string', multiple: true },
      group: text,
      key: text,
      user: text,
      password: text,
      'coordinator-user': text,
      'coordinator-password': text,
      ca: text,
      cert: text,
      'cert-key': text,
      resp3: { type: 'boolean' },
    },
  });
  const coordinators = values.coordinator.map((place) => {
    const colon = place.lastIndexOf(':');
    return { host: place.slice(0, colon), port: Number(place.slice(colon + 1)) };
  });
  const tls = values.ca && {
    ca: readFileSync(values.ca),
    cert: readFileSync(values.cert),
    key: readFileSync(values['cert-key']),
  };
  return {
    ...values,
    coordinators,
    coordinatorUser: values['coordinator-user'],
    coordinatorPassword: values['coordinator-password'],
    tls,
  };
}

/** Writes until its time is over. `set` takes a key and a value, `master` gives `HOST:PORT`. */
export async function writeOn(key, set, master) {
  const end = Date.now() + LIFETIME_MS;
  let last;
  for (let number = 1; Date.now() < end; number++) {
    try {
      await set(key, String(number));
      const now = master();
      if (now !== last) {
        last = now;
        console.log(`master ${now}`);
      }
      console.log(`ok ${number}`);
    } catch (e) {
      console.log(`failed ${number} ${e}`);
    }
    await sleep(PAUSE_MS);
  }
  process.exit(0);
}
