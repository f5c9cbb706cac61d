#!/bin/sh
# Points a server of running HAProxies to the new master, by their runtime API: no reload, no restart. Connections that
# still go to the old master are closed.
#
#   sentinel client-reconfig-script <group> /path/notify-scripts/haproxy.sh
#
# Arguments    1 group  2 leader|observer  3 start  4 from-ip  5 from-port  6 to-ip  7 to-port
# Settings     VEDETTE_HAPROXY_SOCKET  the sockets of the HAProxies, divided by blanks: a path, or host:port. Each needs
#                                      "level admin". /run/haproxy/admin.sock when unset
#              VEDETTE_HAPROXY_SERVER  backend/server; <group>/master when unset. The backend has this one server:
#                                        backend mymaster
#                                          server master 10.0.0.21:6379 check
#              VEDETTE_HAPROXY_CUT     no: leave the old connections alone
#              VEDETTE_MASTER_COMMAND  see common.sh
#              All may stand in /etc/vedette/notify.d/haproxy.env; see common.sh
# Exit codes   0 all of them have the new address
#              1 not possible now: a coordinator tries again later, up to 10 times
#              2 called or set up the wrong way: it is not tried again
# Needs        socat
#
# HAProxy forgets it when it is restarted: its own configuration, or server-state-file, should follow.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname -- "$(readlink -f -- "$0")")/common.sh"

read_settings
reconfig_arguments "$@"
need socat
only_if_still_master
server=${VEDETTE_HAPROXY_SERVER:-$group/master}
case $server in
  */*/* | *[!A-Za-z0-9._:/-]*) never "VEDETTE_HAPROXY_SERVER is '$server': expected backend/server" ;;
  ?*/?*) ;;
  *) never "VEDETTE_HAPROXY_SERVER is '$server': expected backend/server" ;;
esac
[ "$(address_family "$to_ip")" != name ] || never "HAProxy is told addresses only, not names such as $to_ip"

# Sends a line to the socket $1, and prints what is answered.
ask() {
  case $1 in
    /*) where=UNIX-CONNECT:$1 ;;
    *:*) where=TCP:$1,connect-timeout=5 ;;
    *) never "VEDETTE_HAPROXY_SOCKET has '$1': expected a path or host:port" ;;
  esac
  printf '%s\n' "$2" | within 10 socat -t 8 - "$where" 2>&1
}

# Whether the HAProxy at the socket $1 sends to the new master. Its columns are named by its own first line.
is_there() {
  ask "$1" "show servers state ${server%/*}" | awk -v server="${server#*/}" -v ip="$to_ip" -v port="$to_port" '
    $1 == "#" { for (i = 2; i <= NF; i++) column[$i] = i - 1; next }
    column["srv_name"] && $column["srv_name"] == server { found = $column["srv_addr"] == ip && $column["srv_port"] == port }
    END { exit !found }'
}

failed=
for socket in ${VEDETTE_HAPROXY_SOCKET:-/run/haproxy/admin.sock}; do
  if ! answer=$(ask "$socket" "set server $server addr $to_ip port $to_port"); then
    failed="$failed; $socket can't be reached: $answer"
  elif ! is_there "$socket"; then
    failed="$failed; $socket: ${answer:-no answer}"
  elif [ "${VEDETTE_HAPROXY_CUT:-yes}" != no ]; then
    answer=$(ask "$socket" "shutdown sessions server $server") || failed="$failed; $socket: $answer"
  fi
done
[ -z "$failed" ] || later "$server${failed#;}"
