#!/bin/sh
# Keeps a file that holds the master's address, for programs that know nothing of coordinators.
# The file is replaced in one step: who reads it sees the old address or the new one, never a half.
#
#   sentinel client-reconfig-script <group> /path/notify-scripts/write-master-address.sh
#
# Arguments    1 group  2 leader|observer  3 start  4 from-ip  5 from-port  6 to-ip  7 to-port
# Settings     VEDETTE_MASTER_DIR      where <group>.master is written; /var/lib/vedette when unset
#              VEDETTE_MASTER_COMMAND  see common.sh
#              Both may stand in /etc/vedette/notify.d/write-master-address.env; see common.sh
# Exit codes   0 written: the file says "to-ip to-port"
#              1 not possible now: a coordinator tries again later, up to 10 times
#              2 called or set up the wrong way: it is not tried again
#
# Each coordinator calls it once for a failover: on a machine with several of them it runs several
# times with the same addresses, which does no harm.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname -- "$(readlink -f -- "$0")")/common.sh"

read_settings
reconfig_arguments "$@"
case $group in .*) never "$group can't be a file's name" ;; esac
only_if_still_master

dir=${VEDETTE_MASTER_DIR:-/var/lib/vedette}
new=$(mktemp "$dir/.$group.XXXXXX" 2>&1) || later "can't write to $dir: $new"
if printf '%s %s\n' "$to_ip" "$to_port" >"$new" && chmod 644 "$new" && mv -f "$new" "$dir/$group.master"; then
  exit 0
fi
rm -f "$new"
later "can't write $dir/$group.master"
