#!/bin/sh
# Opens an incident at PagerDuty when something breaks, and resolves it when it is mended, by version 2 of
# its Events API, which others speak, too.
#
#   sentinel notification-script <group> /path/notify-scripts/pagerduty.sh
#
# Arguments    1 event    its name, e.g. +odown, +switch-master
#              2 message  what it says, e.g. "master mymaster 10.0.0.1 6379"
# Settings     VEDETTE_PAGERDUTY_KEY   the integration's routing key, a secret. Must be set
#              VEDETTE_PAGERDUTY_URL   https://events.pagerduty.com/v2/enqueue when unset
#              VEDETTE_PAGERDUTY_FROM  the source of the incident; this machine's name when unset
#              VEDETTE_NOTIFY_EVENTS   which of the events in the table; * when unset
#              All may stand in /etc/vedette/notify.d/pagerduty.env; see common.sh
# Exit codes   0 the event was taken, or is none of the table
#              1 not possible now: a coordinator tries again later, up to 10 times
#              2 called or set up the wrong way, or refused for good: it is not tried again
# Needs        curl
#
#   +odown, -failover-abort-*, +failover-end-for-timeout   critical: no master
#   -odown, +switch-master                                 resolve that
#   +data-lost, +candidate-behind                          error: data is missing, to be resolved by hand
#   +sdown of a replica or a coordinator                   warning
#   -sdown of it                                           resolves that
#
# All coordinators report to one incident: its dedup_key says what it is about, not who saw it.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname -- "$(readlink -f -- "$0")")/common.sh"

read_settings
event_arguments "$@"
only_wanted '*'

severity=
case $event in
  +odown | -failover-abort-* | +failover-end-for-timeout) action=trigger severity=critical key=$group/master ;;
  -odown | +switch-master) action=resolve key=$group/master ;;
  +data-lost | +candidate-behind) action=trigger severity=error key=$group/data ;;
  +sdown | -sdown)
    # Of a master the quorum's word counts, not one coordinator's.
    [ "$kind" != master ] || exit 0
    action=trigger severity=warning key=$group/$kind/$name
    [ "$event" = +sdown ] || action=resolve
    ;;
  *) exit 0 ;;
esac
must_be_set VEDETTE_PAGERDUTY_KEY

from=${VEDETTE_PAGERDUTY_FROM:-$(uname -n)}
body="{\"routing_key\":$(json "$VEDETTE_PAGERDUTY_KEY"),\"event_action\":\"$action\",\"dedup_key\":$(json "vedette/$key")"
if [ "$action" = trigger ]; then
  body="$body,\"payload\":{\"summary\":$(json "$sentence"),\"source\":$(json "$from"),\"severity\":\"$severity\""
  body="$body,\"component\":\"redis\",\"group\":$(json "$group"),\"class\":$(json "$event")"
  body="$body,\"custom_details\":{\"event\":$(json "$event"),\"message\":$(json "$message")}}"
fi

http PagerDuty POST "${VEDETTE_PAGERDUTY_URL:-https://events.pagerduty.com/v2/enqueue}" "$body}" 'Content-Type: application/json'
