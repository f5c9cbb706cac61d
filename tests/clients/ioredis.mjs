// Sets a key to 1, 2, 3... by ioredis's Sentinel support. Options and output: see options.mjs.
import Redis from 'ioredis';
import { readOptions, TIMEOUT_MS, writeOn } from './options.mjs';

const options = readOptions();
const redis = new Redis({
  sentinels: options.coordinators,
  name: options.group,
  username: options.user,
  password: options.password,
  sentinelUsername: options.coordinatorUser,
  sentinelPassword: options.coordinatorPassword,
  tls: options.tls,
  sentinelTLS: options.tls,
  enableTLSForSentinelMode: Boolean(options.tls),
  // failoverDetector stays off, as it is by default: up to 6.0 it can end the client for good when +switch-master comes
  // while the client is connecting anew, whoever publishes it.
  commandTimeout: TIMEOUT_MS,
});
redis.on('error', (e) => console.log(`error ${e}`));
redis.on('sentinelError', (e) => console.log(`sentinelError ${e}`));
await writeOn(
  options.key,
  (key, value) => redis.set(key, value),
  () => `${redis.stream.remoteAddress}:${redis.stream.remotePort}`,
);
