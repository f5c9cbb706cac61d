// Sets a key to 1, 2, 3... by node-redis's Sentinel support. Options and output: see options.mjs.
import { createSentinel } from 'redis';
import { readOptions, TIMEOUT_MS, writeOn } from './options.mjs';

const options = readOptions();

function connection(username, password) {
  return { username, password, socket: { connectTimeout: TIMEOUT_MS, ...(options.tls && { tls: true, ...options.tls }) } };
}

const sentinel = createSentinel({
  name: options.group,
  sentinelRootNodes: options.coordinators,
  nodeClientOptions: connection(options.user, options.password),
  sentinelClientOptions: connection(options.coordinatorUser, options.coordinatorPassword),
  RESP: options.resp3 ? 3 : 2,
  // So that it opens connections to replicas too.
  replicaPoolSize: 1,
});
let master;
sentinel.on('error', (e) => console.log(`error ${e}`));
sentinel.on('topology-change', ({ type, node }) => {
  if (type === 'MASTER_CHANGE') {
    master = `${node.host}:${node.port}`;
  }
});
await sentinel.connect();
await writeOn(
  options.key,
  (key, value) => sentinel.set(key, value),
  () => master,
);
