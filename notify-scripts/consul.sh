#!/bin/sh
# Writes the new master's address, as host:port, under a key of Consul's key-value store.
#
#   sentinel client-reconfig-script <group> /path/notify-scripts/consul.sh
#
# Arguments    1 group  2 leader|observer  3 start  4 from-ip  5 from-port  6 to-ip  7 to-port
# Settings     CONSUL_HTTP_ADDR        where Consul answers; http://127.0.0.1:8500 when unset
#              CONSUL_HTTP_TOKEN       the ACL token, a secret, if one is needed
#              VEDETTE_CONSUL_KEY      the key; vedette/%g/master when unset. %g in it is the group's name
#              VEDETTE_MASTER_COMMAND  see common.sh
#              All may stand in /etc/vedette/notify.d/consul.env; see common.sh
# Exit codes   0 written
#              1 not possible now: a coordinator tries again later, up to 10 times
#              2 called or set up the wrong way, or refused for good: it is not tried again
# Needs        curl
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname -- "$(readlink -f -- "$0")")/common.sh"

read_settings
reconfig_arguments "$@"
only_if_still_master
base=${CONSUL_HTTP_ADDR:-http://127.0.0.1:8500}
case $base in http://* | https://*) ;; *) base=http://$base ;; esac
key=$(printf '%s' "${VEDETTE_CONSUL_KEY:-vedette/%g/master}" | sed "s/%g/$group/g")
path=
IFS=/
for part in $key; do path=$path/$(url_part "$part"); done
unset IFS

value=$to_ip:$to_port
[ "$(address_family "$to_ip")" != ipv6 ] || value="[$to_ip]:$to_port"
http Consul PUT "${base%/}/v1/kv$path" "$value" 'Content-Type: text/plain' ${CONSUL_HTTP_TOKEN:+"X-Consul-Token: $CONSUL_HTTP_TOKEN"}
case $answer in
  true*) ;;
  *) later "Consul did not write $key: $answer" ;;
esac
