#!/bin/sh
# Keeps a file that holds the master's address, for programs that know nothing of coordinators.
# The file is replaced in one step: who reads it sees the old address or the new one, never a half.
#
#   sentinel client-reconfig-script <group> /path/notify-scripts/write-master-address.sh
#
# Arguments    1 group      its name
#              2 role       leader: this coordinator leads the failover; observer: it heard of it
#              3 state      start
#              4 from-ip    5 from-port  the old master
#              6 to-ip      7 to-port    the new master
# Environment  VEDETTE_MASTER_DIR  where <group>.master is written; /var/lib/vedette when unset
# Exit codes   0 written: the file says "to-ip to-port"
#              1 not possible now: a coordinator tries again later, up to 10 times
#              2 called the wrong way: it is not tried again
#
# Each coordinator calls it once for a failover: on a machine with several of them it runs several
# times with the same addresses, which does no harm.
set -u

if [ $# -ne 7 ]; then
  echo "usage: $0 group leader|observer state from-ip from-port to-ip to-port" >&2
  exit 2
fi
case $1 in
  */* | .*)
    echo "$0: $1 can't be a file's name" >&2
    exit 2
    ;;
esac

dir=${VEDETTE_MASTER_DIR:-/var/lib/vedette}
new=$(mktemp "$dir/.$1.XXXXXX") || exit 1
if printf '%s %s\n' "$6" "$7" >"$new" && chmod 644 "$new" && mv -f "$new" "$dir/$1.master"; then
  exit 0
fi
rm -f "$new"
exit 1
