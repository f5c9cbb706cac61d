#!/bin/sh
# Logs each event of a group, to syslog, here or elsewhere, or to a file.
#
#   sentinel notification-script <group> /path/notify-scripts/log-event.sh
#
# Arguments    1 event    its name, e.g. +sdown, +odown, +switch-master
#              2 message  what it says, e.g. "master mymaster 10.0.0.1 6379"
#              As a client-reconfig-script: its seven arguments, logged as new-master
# Settings     VEDETTE_EVENT_LOG         a file to append to; when unset, syslog by logger(1)
#              VEDETTE_SYSLOG_PRIORITY   facility and level; daemon.warning when unset
#              VEDETTE_SYSLOG_SERVER     host or host:port to send to by UDP; when unset, this machine's own log
#              VEDETTE_NOTIFY_EVENTS     which events; * when unset
#              All may stand in /etc/vedette/notify.d/log-event.env; see common.sh
# Exit codes   0 logged
#              1 not possible now: a coordinator tries again later, up to 10 times
#              2 called or set up the wrong way: it is not tried again
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname -- "$(readlink -f -- "$0")")/common.sh"

read_settings
event_arguments "$@"
only_wanted '*'
line=$(plain "$event $message")

if [ -n "${VEDETTE_EVENT_LOG:-}" ]; then
  { printf '%s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$line" >>"$VEDETTE_EVENT_LOG"; } 2>/dev/null ||
    later "can't write to $VEDETTE_EVENT_LOG"
  exit 0
fi
need logger
set -- -t vedette -p "${VEDETTE_SYSLOG_PRIORITY:-daemon.warning}"
case ${VEDETTE_SYSLOG_SERVER:-} in
  '') ;;
  *:*) set -- "$@" -d -n "${VEDETTE_SYSLOG_SERVER%:*}" -P "${VEDETTE_SYSLOG_SERVER##*:}" ;;
  *) set -- "$@" -d -n "$VEDETTE_SYSLOG_SERVER" ;;
esac
why=$(within 20 logger "$@" -- "$line" 2>&1) || later "logger: ${why:-no success}"
