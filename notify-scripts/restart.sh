#!/bin/sh
# Restarts, or reloads, units of systemd on this machine when there is a new master: for programs that read its address only
# when they start.
#
#   sentinel client-reconfig-script <group> /path/notify-scripts/restart.sh
#
# Arguments    1 group  2 leader|observer  3 start  4 from-ip  5 from-port  6 to-ip  7 to-port
# Settings     VEDETTE_RESTART_UNITS   the units, divided by blanks. Must be set
#              VEDETTE_RESTART_HOW     a verb of systemctl: try-restart when unset, which leaves alone what does not run;
#                                      restart, reload, try-reload-or-restart, reload-or-restart
#              VEDETTE_RESTART_BY      what systemctl is run by, such as "sudo -n"; nothing when unset
#              VEDETTE_MASTER_FILE     written before, if set: a file of lines REDIS_HOST=... and REDIS_PORT=..., for
#                                      EnvironmentFile= in the units; %g in it is the group's name
#              VEDETTE_MASTER_COMMAND  see common.sh
#              All may stand in /etc/vedette/notify.d/restart.env; see common.sh
# Exit codes   0 systemd has taken the order
#              1 not possible now: a coordinator tries again later, up to 10 times
#              2 called or set up the wrong way, or not allowed: it is not tried again
# Needs        systemctl, and the right to use it (a rule of polkit, or sudo)
#
# The units are not waited for: one that takes minutes to stop is none of a coordinator's business.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname -- "$(readlink -f -- "$0")")/common.sh"

read_settings
reconfig_arguments "$@"
must_be_set VEDETTE_RESTART_UNITS
need systemctl
how=${VEDETTE_RESTART_HOW:-try-restart}
case $how in
  restart | try-restart | reload | reload-or-restart | try-reload-or-restart) ;;
  *) never "VEDETTE_RESTART_HOW is '$how': expected try-restart, restart, reload, try-reload-or-restart or reload-or-restart" ;;
esac
for unit in $VEDETTE_RESTART_UNITS; do
  case $unit in -* | *[!A-Za-z0-9:_.@\\-]*) never "'$unit' is no unit of systemd" ;; esac
done
only_if_still_master

if [ -n "${VEDETTE_MASTER_FILE:-}" ]; then
  file=$(printf '%s' "$VEDETTE_MASTER_FILE" | sed "s/%g/$group/g")
  # A name of its own: coordinators on one host write at once.
  if ! { printf 'REDIS_HOST=%s\nREDIS_PORT=%s\n' "$to_ip" "$to_port" >"$file.$$" && mv -f "$file.$$" "$file"; } 2>/dev/null; then
    later "can't write $file"
  fi
fi
# shellcheck disable=SC2086 # in words
why=$(within 30 ${VEDETTE_RESTART_BY:-} systemctl --no-ask-password --no-block "$how" $VEDETTE_RESTART_UNITS 2>&1)
code=$?
case $code/$why in
  0/*) ;;
  5/* | */*'not found'* | */*ccess\ denied* | */*'uthentication'* | */*'a password is required'*)
    never "systemctl $how $VEDETTE_RESTART_UNITS: $why"
    ;;
  *) later "systemctl $how $VEDETTE_RESTART_UNITS: ${why:-exit code $code}" ;;
esac
