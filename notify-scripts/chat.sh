#!/bin/sh
# Tells a channel of Slack or of Teams what happens, by an incoming webhook; anything that takes Slack's
# {"text": ...}, such as Mattermost and Rocket.Chat, will do.
#
#   sentinel notification-script <group> /path/notify-scripts/chat.sh
#
# Arguments    1 event    its name, e.g. +odown, +switch-master
#              2 message  what it says, e.g. "master mymaster 10.0.0.1 6379"
#              As a client-reconfig-script: its seven arguments
# Settings     VEDETTE_CHAT_URL        the webhook's address, a secret. Must be set
#              VEDETTE_CHAT_KIND       slack or teams; when unset, teams for hosts of Microsoft's, else slack
#              VEDETTE_CHAT_FROM       who speaks; this machine's name when unset
#              VEDETTE_NOTIFY_EVENTS   which events; when unset, those below that somebody should know of
#              All may stand in /etc/vedette/notify.d/chat.env; see common.sh
# Exit codes   0 the message was taken, or the event is none to report
#              1 not possible now: a coordinator tries again later, up to 10 times
#              2 called or set up the wrong way, or refused for good: it is not tried again
# Needs        curl
#
# Each coordinator reports what it sees: three of them, three messages.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname -- "$(readlink -f -- "$0")")/common.sh"

read_settings
event_arguments "$@"
only_wanted '+odown -odown +switch-master new-master -failover-abort-* +failover-end-for-timeout +data-lost +candidate-behind
  +failover-paused -failover-paused +failover-held-back'
must_be_set VEDETTE_CHAT_URL

kind=${VEDETTE_CHAT_KIND:-}
if [ -z "$kind" ]; then
  host=${VEDETTE_CHAT_URL#*://}
  case ${host%%/*} in
    *.office.com | *.azure.com | *.microsoft.com | *.powerplatform.com | *.office.com:* | *.azure.com:*) kind=teams ;;
    *) kind=slack ;;
  esac
fi
from=${VEDETTE_CHAT_FROM:-$(uname -n)}
text="$sentence
[$from] $event $message"
case $kind in
  slack)
    # Three characters mean something in Slack's texts.
    text=$(printf '%s' "$text" | sed 's/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g')
    body="{\"text\":$(json "$text")}"
    ;;
  teams)
    card="\"\$schema\":\"http://adaptivecards.io/schemas/adaptive-card.json\",\"type\":\"AdaptiveCard\",\"version\":\"1.2\""
    body="{\"type\":\"message\",\"attachments\":[{\"contentType\":\"application/vnd.microsoft.card.adaptive\",\"content\":{$card,"
    body="$body\"body\":[{\"type\":\"TextBlock\",\"wrap\":true,\"weight\":\"Bolder\",\"text\":$(json "$sentence")},"
    body="$body{\"type\":\"TextBlock\",\"wrap\":true,\"isSubtle\":true,\"text\":$(json "[$from] $event $message")}]}}]}"
    ;;
  *) never "VEDETTE_CHAT_KIND is '$kind': expected slack or teams" ;;
esac

http 'the chat' POST "$VEDETTE_CHAT_URL" "$body" 'Content-Type: application/json; charset=utf-8'
