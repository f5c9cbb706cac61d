#!/bin/sh
# Runs several scripts for one event, side by side: a group can have only one of each kind.
#
#   sentinel notification-script    <group> /path/notify-scripts/several.sh
#   sentinel client-reconfig-script <group> /path/notify-scripts/several.sh
#
# Arguments    those of a notification-script or of a client-reconfig-script, handed on
# Settings     VEDETTE_NOTIFICATION_SCRIPTS     run with two arguments, divided by blanks: names in this folder, or paths
#              VEDETTE_CLIENT_RECONFIG_SCRIPTS  run with seven
#              Both may stand in /etc/vedette/notify.d/several.env; see common.sh
# Exit codes   0 all of them were done, or there is none of this kind
#              1 one of them wants to be tried again: all are, so the others' messages come twice
#              2 one of them failed for good, and none wants to be tried again; or called or set up the wrong way
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname -- "$(readlink -f -- "$0")")/common.sh"

read_settings
case $# in
  2) scripts=${VEDETTE_NOTIFICATION_SCRIPTS:-} ;;
  7) scripts=${VEDETTE_CLIENT_RECONFIG_SCRIPTS:-} ;;
  *) never "usage: $0 event message, or $0 group leader|observer state from-ip from-port to-ip to-port" ;;
esac
folder=$(dirname -- "$(readlink -f -- "$0")")
for script in $scripts; do
  case $script in
    /*) ;;
    */* | several.sh | common.sh) never "'$script' is neither a path nor a script of $folder" ;;
    *) script=$folder/$script ;;
  esac
  [ -x "$script" ] || never "$script is not there, or not executable"
done
children=
for script in $scripts; do
  case $script in /*) ;; *) script=$folder/$script ;; esac
  # Killed a little before a coordinator would kill this one, and then to be tried again.
  timeout -k 1 "$((longest_s + 5))" "$script" "$@" &
  children="$children $!"
done
outcome=0
for child in $children; do
  code=0
  wait "$child" || code=$?
  case $code in
    0) ;;
    1 | 124 | 137) outcome=1 ;;
    *) [ "$outcome" -eq 1 ] || outcome=2 ;;
  esac
done
exit "$outcome"
