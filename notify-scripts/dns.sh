#!/bin/sh
# Changes a DNS record to the new master's address, by a dynamic update (RFC 2136).
#
#   sentinel client-reconfig-script <group> /path/notify-scripts/dns.sh
#
# Arguments    1 group  2 leader|observer  3 start  4 from-ip  5 from-port  6 to-ip  7 to-port
# Settings     VEDETTE_DNS_NAME       the record, such as redis.example.com. Must be set; %g in it is the group's name
#              VEDETTE_DNS_ZONE       its zone; found by asking when unset
#              VEDETTE_DNS_SERVER     the server that takes updates; the zone's own when unset
#              VEDETTE_DNS_PORT       its port; 53 when unset
#              VEDETTE_DNS_KEYFILE    the key (TSIG) as nsupdate -k takes it; without a key when unset
#              VEDETTE_DNS_TTL        seconds, 0 to 86400; 5 when unset
#              VEDETTE_MASTER_COMMAND  see common.sh
#              All may stand in /etc/vedette/notify.d/dns.env; see common.sh
# Exit codes   0 changed
#              1 not possible now: a coordinator tries again later, up to 10 times
#              2 called or set up the wrong way, or refused for good: it is not tried again
# Needs        nsupdate (bind9-dnsutils)
#
# The name gets one record, A, AAAA or (where the master is known by name) CNAME, and loses those it had of these. The port is not in
# it: all servers of the group must have the same. Clients go on to use the old address for the TTL, and some for longer.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname -- "$(readlink -f -- "$0")")/common.sh"

read_settings
reconfig_arguments "$@"
must_be_set VEDETTE_DNS_NAME
need nsupdate

record=$(printf '%s' "$VEDETTE_DNS_NAME" | sed "s/%g/$group/g")
# Each word by itself: a line of its own would be another command for nsupdate.
for word in "$record" "${VEDETTE_DNS_ZONE:-x}" "${VEDETTE_DNS_SERVER:-x}" "${VEDETTE_DNS_PORT:-53}" "${VEDETTE_DNS_TTL:-5}"; do
  case $word in *[!A-Za-z0-9._:-]* | '' | -*) never "'$word' can't be part of a DNS update" ;; esac
done
for word in "${VEDETTE_DNS_PORT:-53}" "${VEDETTE_DNS_TTL:-5}"; do
  case $word in *[!0-9]* | ??????*) never "'$word' is no port or TTL" ;; esac
done
case $(address_family "$to_ip") in
  ipv4) type=A value=$to_ip ;;
  ipv6) type=AAAA value=${to_ip%%%*} ;;
  *) type=CNAME value=${to_ip%.}. ;;
esac
only_if_still_master

commands=$(
  [ -z "${VEDETTE_DNS_SERVER:-}" ] || printf 'server %s %s\n' "$VEDETTE_DNS_SERVER" "${VEDETTE_DNS_PORT:-53}"
  [ -z "${VEDETTE_DNS_ZONE:-}" ] || printf 'zone %s\n' "$VEDETTE_DNS_ZONE"
  for old in A AAAA CNAME; do printf 'update delete %s %s\n' "${record%.}." "$old"; done
  printf 'update add %s %s %s %s\nsend\n' "${record%.}." "${VEDETTE_DNS_TTL:-5}" "$type" "$value"
)
set -- -t 20
[ -z "${VEDETTE_DNS_KEYFILE:-}" ] || set -- "$@" -k "$VEDETTE_DNS_KEYFILE"
why=$(printf '%s\n' "$commands" | within 25 nsupdate "$@" 2>&1)
code=$?
case $code/$why in
  0/*) ;;
  */*REFUSED* | */*NOTAUTH* | */*NOTZONE* | */*BADKEY* | */*BADSIG* | */*'could not read key'* | */*FORMERR*)
    never "the update of $record is refused: $why"
    ;;
  124/* | 137/*) later "the update of $record: no answer in time" ;;
  *) later "the update of $record: ${why:-exit code $code}" ;;
esac
