#!/bin/sh
# Sends a mail for each event that somebody should know of, by this machine's sendmail (Postfix, Exim, msmtp, busybox ...) or
# straight to a server by SMTP.
#
#   sentinel notification-script <group> /path/notify-scripts/email.sh
#
# Arguments    1 event    its name, e.g. +odown, +switch-master
#              2 message  what it says, e.g. "master mymaster 10.0.0.1 6379"
#              As a client-reconfig-script: its seven arguments
# Settings     VEDETTE_MAIL_TO         who gets it, addresses divided by blanks or commas. Must be set
#              VEDETTE_MAIL_FROM       vedette@<this machine> when unset
#              VEDETTE_MAIL_SMTP       smtp://host:port or smtps://host:port; when unset, sendmail
#              VEDETTE_MAIL_USER, VEDETTE_MAIL_PASSWORD   for that server; only by TLS, unless VEDETTE_MAIL_TLS is no
#              VEDETTE_MAIL_TLS        yes: smtp:// must go on by STARTTLS; no: never; when unset, if the server can and
#                                      there is no password
#              VEDETTE_SENDMAIL        /usr/sbin/sendmail when unset
#              VEDETTE_NOTIFY_EVENTS   which events; when unset, those below
#              All may stand in /etc/vedette/notify.d/email.env; see common.sh
# Exit codes   0 the mail was taken, or the event is none to report
#              1 not possible now: a coordinator tries again later, up to 10 times
#              2 called or set up the wrong way: it is not tried again
# Needs        base64; sendmail, or curl
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname -- "$(readlink -f -- "$0")")/common.sh"

read_settings
event_arguments "$@"
only_wanted '+odown -odown +switch-master new-master -failover-abort-* +failover-end-for-timeout +data-lost +candidate-behind'
must_be_set VEDETTE_MAIL_TO
need base64

from=${VEDETTE_MAIL_FROM:-vedette@$(uname -n)}
to=$(printf '%s' "$VEDETTE_MAIL_TO" | tr ',\t\n' '   ')
for address in "$from" $to; do
  case $address in
    -* | *[!A-Za-z0-9.@_+=/~-]*) never "'$address' is no mail address" ;;
    ?*@?*) ;;
    *) never "'$address' is no mail address" ;;
  esac
done

# Of a mail's header only plain letters are safe: what else there is stands in the text.
subject=$(plain "[vedette] $sentence" | tr '\200-\377' '?' | cut -c 1-150)
mail() {
  # shellcheck disable=SC2086 # in words
  set -- $to
  list=$1
  shift
  for address; do list="$list, $address"; done
  printf 'From: %s\nTo: %s\nSubject: %s\nDate: %s\n' "$from" "$list" "$subject" "$(date '+%a, %d %b %Y %H:%M:%S %z')"
  printf 'Message-ID: <%s.%s.%s>\n' "$started" "$$" "$from"
  printf 'MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n'
  printf 'Auto-Submitted: auto-generated\n\n'
  printf '%s\n\nEvent:    %s\nMessage:  %s\nGroup:    %s\nSeen by:  %s\nAt:       %s\n' "$sentence" "$event" "$message" \
    "${group:--}" "$(uname -n)" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" | base64
}

if [ -n "${VEDETTE_MAIL_SMTP:-}" ]; then
  need curl
  config=$(
    curl_line url "$VEDETTE_MAIL_SMTP"
    curl_line mail-from "$from"
    for address in $to; do curl_line mail-rcpt "$address"; done
    [ -z "${VEDETTE_MAIL_USER:-}" ] || curl_line user "$VEDETTE_MAIL_USER:${VEDETTE_MAIL_PASSWORD:-}"
    case ${VEDETTE_MAIL_TLS:-}/${VEDETTE_MAIL_USER:+login} in
      yes/* | /login) echo ssl-reqd ;;
      /) echo ssl ;;
    esac
  )
  why=$(
    mail | {
      within 25 curl -q --silent --show-error --config /dev/fd/3 --upload-file - --crlf --proto =smtp,smtps --connect-timeout 8 \
        --max-time 20 3<<END_OF_CONFIG 2>&1
$config
END_OF_CONFIG
    }
  )
  code=$?
  case $code in
    0) exit 0 ;;
    67) never "the mail server refuses the login: $why" ;;
    1 | 3) never "VEDETTE_MAIL_SMTP must be smtp://host:port or smtps://host:port: $why" ;;
    *) later "the mail was not taken: $why" ;;
  esac
fi

sendmail=${VEDETTE_SENDMAIL:-/usr/sbin/sendmail}
[ -x "$sendmail" ] || never "$sendmail is not there: install one, or set VEDETTE_MAIL_SMTP or VEDETTE_SENDMAIL"
why=$(
  # shellcheck disable=SC2086 # in words, each checked above
  mail | within 30 "$sendmail" -i -f "$from" $to 2>&1
)
code=$?
[ "$code" -eq 0 ] || later "$sendmail: exit code $code, ${why:-and nothing said}"
