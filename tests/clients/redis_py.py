"""Sets a key to 1, 2, 3... by redis-py's Sentinel support. Options and output: see options.mjs."""

import argparse
import time

import redis.exceptions
import redis.sentinel

PAUSE_S = 0.02
TIMEOUT_S = 1
LIFETIME_S = 300


def parse_options():
    parser = argparse.ArgumentParser()
    parser.add_argument("--coordinator", action="append", required=True)
    parser.add_argument("--group", required=True)
    parser.add_argument("--key", required=True)
    parser.add_argument("--user")
    parser.add_argument("--password")
    parser.add_argument("--coordinator-user")
    parser.add_argument("--coordinator-password")
    parser.add_argument("--ca")
    parser.add_argument("--cert")
    parser.add_argument("--cert-key")
    parser.add_argument("--resp3", action="store_true", help="for others: this speaks RESP2 only")
    return parser.parse_args()


def connection(options, user, password):
    arguments = {"username": user, "password": password, "socket_timeout": TIMEOUT_S}
    if options.ca:
        arguments.update(
            ssl=True,
            ssl_ca_certs=options.ca,
            ssl_certfile=options.cert,
            ssl_keyfile=options.cert_key,
            ssl_check_hostname=True,
        )
    return arguments


def say(*words):
    print(*words, flush=True)


def main():
    options = parse_options()
    coordinators = [place.rsplit(":", 1) for place in options.coordinator]
    sentinel = redis.sentinel.Sentinel(
        [(host, int(port)) for host, port in coordinators],
        sentinel_kwargs=connection(
            options, options.coordinator_user, options.coordinator_password
        ),
        **connection(options, options.user, options.password),
    )
    client = sentinel.master_for(options.group)
    master = None
    number = 0
    end = time.monotonic() + LIFETIME_S
    while time.monotonic() < end:
        number += 1
        try:
            client.set(options.key, number)
            if client.connection_pool.master_address != master:
                master = client.connection_pool.master_address
                say("master", f"{master[0]}:{master[1]}")
            say("ok", number)
        except redis.exceptions.RedisError as e:
            say("failed", number, repr(e))
        time.sleep(PAUSE_S)


main()
