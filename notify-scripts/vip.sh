#!/bin/sh
# Moves a virtual address: the machine that has the new master takes it, and tells its neighbours (gratuitous ARP);
# every other gives it up.
#
#   sentinel client-reconfig-script <group> /path/notify-scripts/vip.sh
#
# Arguments    1 group  2 leader|observer  3 start  4 from-ip  5 from-port  6 to-ip  7 to-port
# Settings     VEDETTE_VIP             the address with its prefix, such as 10.0.0.100/24. Must be set
#              VEDETTE_VIP_DEVICE      the network device, such as eth0. Must be set
#              VEDETTE_VIP_BY          what ip and arping are run by, such as "sudo -n"; nothing when unset
#              VEDETTE_MASTER_COMMAND  see common.sh
#              All may stand in /etc/vedette/notify.d/vip.env; see common.sh
# Exit codes   0 the address is where it belongs, as far as this machine goes
#              1 not possible now: a coordinator tries again later, up to 10 times
#              2 called or set up the wrong way: it is not tried again
# Needs        ip (iproute2), arping for IPv4; the right to change addresses (CAP_NET_ADMIN, CAP_NET_RAW). With the systemd unit:
#              AmbientCapabilities=CAP_NET_ADMIN CAP_NET_RAW in a drop-in
#
# For coordinators that run beside the servers: each looks after its own machine. A machine that is cut off from the others keeps the
# address until its coordinator hears of the new master: who needs more wants a fence, not a script.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname -- "$(readlink -f -- "$0")")/common.sh"

read_settings
reconfig_arguments "$@"
must_be_set VEDETTE_VIP
must_be_set VEDETTE_VIP_DEVICE
need ip
address=${VEDETTE_VIP%/*}
family=$(address_family "$address")
case $VEDETTE_VIP/$family in
  */name) never "VEDETTE_VIP is '$VEDETTE_VIP': expected address/prefix" ;;
  *[!0-9A-Fa-f.:/]*/ipv?) never "VEDETTE_VIP is '$VEDETTE_VIP': expected address/prefix" ;;
  */*/*) ;;
  *) never "VEDETTE_VIP is '$VEDETTE_VIP': expected address/prefix" ;;
esac
case $VEDETTE_VIP_DEVICE in -* | *[!A-Za-z0-9_.@-]*) never "VEDETTE_VIP_DEVICE is '$VEDETTE_VIP_DEVICE': no network device" ;; esac

as_root() {
  # shellcheck disable=SC2086 # in words
  within 20 ${VEDETTE_VIP_BY:-} "$@" 2>&1
}

# Whether this machine has the address $1; on the device $2, if that is given.
has() {
  found=$(within 10 ip -o addr show to "$1" ${2:+dev "$2"} 2>/dev/null) && [ -n "$found" ]
}

[ "$(address_family "$to_ip")" != name ] || never "the new master is known by a name, $to_ip: addresses are needed here"
only_if_still_master
if ! has "$to_ip"; then
  has "$address" "$VEDETTE_VIP_DEVICE" || exit 0
  why=$(as_root ip addr del "$VEDETTE_VIP" dev "$VEDETTE_VIP_DEVICE") ||
    later "can't give up $VEDETTE_VIP on $VEDETTE_VIP_DEVICE: $why"
  exit 0
fi
if ! has "$address" "$VEDETTE_VIP_DEVICE"; then
  # No waiting for a duplicate of an IPv6 address to answer: this very machine has to answer now.
  set -- ip addr add "$VEDETTE_VIP" dev "$VEDETTE_VIP_DEVICE"
  [ "$family" != ipv6 ] || set -- "$@" nodad
  # Another group's run may have been quicker.
  why=$(as_root "$@") || has "$address" "$VEDETTE_VIP_DEVICE" || later "can't take $VEDETTE_VIP on $VEDETTE_VIP_DEVICE: $why"
fi
[ "$family" = ipv4 ] || exit 0
need arping
why=$(as_root arping -U -c 3 -I "$VEDETTE_VIP_DEVICE" "$address")
code=$?
# iputils' arping ends with 1 when nobody answers, which nobody has to.
case $code/$why in
  0/*) ;;
  1/*ent*probe*) ;;
  *) later "has $address now, but can't tell its neighbours: $why" ;;
esac
