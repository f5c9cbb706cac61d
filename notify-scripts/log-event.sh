#!/bin/sh
# Logs each event of a group, to syslog or to a file.
#
#   sentinel notification-script <group> /path/notify-scripts/log-event.sh
#
# Arguments    1 event    its name, e.g. +sdown, +odown, +switch-master
#              2 message  what it says, e.g. "master mymaster 10.0.0.1 6379"
# Environment  VEDETTE_EVENT_LOG  a file to append to; when unset, syslog (daemon.warning) by logger(1)
# Exit codes   0 logged
#              1 not possible now: a coordinator tries again later, up to 10 times
#              2 called the wrong way: it is not tried again
set -u

if [ $# -ne 2 ]; then
  echo "usage: $0 event message" >&2
  exit 2
fi

if [ -n "${VEDETTE_EVENT_LOG:-}" ]; then
  printf '%s %s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$1" "$2" >>"$VEDETTE_EVENT_LOG" || exit 1
else
  logger -t vedette -p daemon.warning -- "$1 $2" || exit 1
fi
