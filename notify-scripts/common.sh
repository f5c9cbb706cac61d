# shellcheck shell=sh
# What the scripts of this folder share; each reads it at its start (. common.sh). Not to be run itself.
#
# Needs a POSIX shell, awk, tr, date and timeout (coreutils or busybox); logger(1) where there is one.
#
# Settings     VEDETTE_NOTIFY_DIR      where NAME.env is looked for, NAME being the script's name without .sh, as it was called
#                                      (a symbolic link has a file of its own); /etc/vedette/notify.d when unset
#              VEDETTE_NOTIFY_EVENTS   which events are reported: names or patterns, divided by blanks; each script has its own
#                                      default, * is all of them
#              VEDETTE_MASTER_COMMAND  a command that prints the address of the master as host:port, or as "host port", and is
#                                      given the group's name as its last word, such as "vedette master". Where it is set,
#                                      scripts that act on a new master do so only if it still is the master: a run that failed
#                                      is tried again for hours, and there may have been another failover meanwhile
#              VEDETTE_NOTIFY_LIMIT_S  how long it may take, in seconds; 50 when unset. More makes sense only where script-max-runtime
#                                      (SENTINEL DEBUG) was raised
#
# NAME.env has a VARIABLE=value in each line, blank lines and lines that begin with #; the value may stand in quotation marks,
# nothing in it is expanded. What is set in the environment already wins over it.

set -u
# No script here wants a pattern to become file names.
set -f

# Names and messages are bytes, whatever the coordinator's language is.
LC_ALL=C
export LC_ALL

me=${0##*/}
me=${me%.sh}
started=$(date +%s)

# A coordinator kills a script after 60 s: this one has ended by then, having said why.
longest_s=50

# Anything on one line, for a log.
plain() {
  printf '%s' "$*" | tr '\000-\037\177' ' '
}

# To standard error, which stands in the coordinator's log, and to the system's.
say() {
  said=$(plain "$*")
  printf '%s: %s\n' "$me" "$said" >&2
  if command -v logger >/dev/null 2>&1; then
    timeout 3 logger -t "vedette-$me" -p daemon.warning -- "$said" >/dev/null 2>&1 || :
  fi
}

# Ends: not possible now, a coordinator tries again later.
later() {
  say "$*; it will be tried again"
  exit 1
}

# Ends: it can't work this way, however often it is tried.
never() {
  say "$*"
  exit 2
}

# Runs a command for at most $1 seconds, and never beyond this script's own time.
within() {
  limit=$1
  shift
  left=$((started + longest_s - $(date +%s)))
  [ "$left" -ge "$limit" ] || limit=$left
  [ "$limit" -gt 0 ] || return 124
  timeout -k 2 "$limit" "$@"
}

need() {
  for tool; do
    command -v "$tool" >/dev/null 2>&1 || never "$tool is needed and not in PATH"
  done
}

# --- Settings ---

read_settings() {
  settings=${VEDETTE_NOTIFY_DIR:-/etc/vedette/notify.d}/$me.env
  [ ! -e "$settings" ] || read_file
  longest_s=${VEDETTE_NOTIFY_LIMIT_S:-50}
  case $longest_s in *[!0-9]*) never "VEDETTE_NOTIFY_LIMIT_S is '$longest_s': expected seconds" ;; esac
}

read_file() {
  [ -r "$settings" ] || never "can't read $settings"
  number=0
  while IFS= read -r line || [ -n "$line" ]; do
    number=$((number + 1))
    case $line in
      '' | '#'*) continue ;;
      [A-Z_]*=*) ;;
      *) never "$settings:$number: expected VARIABLE=value, in capitals" ;;
    esac
    key=${line%%=*}
    value=${line#*=}
    case $key in *[!A-Z0-9_]*) never "$settings:$number: expected VARIABLE=value, in capitals" ;; esac
    case $value in
      \"*\") value=${value#?} value=${value%?} ;;
      \'*\') value=${value#?} value=${value%?} ;;
    esac
    eval "known=\${$key+known}"
    [ -n "$known" ] || export "$key=$value"
  done <"$settings"
}

# Ends unless the variable of this name is set.
must_be_set() {
  eval "value=\${$1:-}"
  [ -n "$value" ] || never "$1 must be set, in the environment or in $settings"
}

# --- What a coordinator says ---

# The two arguments of a notification-script, or the seven of a client-reconfig-script, which counts as the event
# "new-master". Sets event, message, group (empty where it is about none), and sentence: the same for people.
event_arguments() {
  case $# in
    2)
      event=$1
      message=$2
      ;;
    7)
      event=new-master
      message="$1 $4 $5 $6 $7"
      ;;
    *) never "usage: $0 event message, or $0 group leader|observer state from-ip from-port to-ip to-port" ;;
  esac
  # shellcheck disable=SC2086 # in words
  set -- $message
  group=
  case $event in
    +switch-master | new-master) group=${1:-} ;;
    *)
      case $message in
        *' @ '*)
          group=${message#* @ }
          group=${group%% *}
          ;;
        'master '*) group=${2:-} ;;
      esac
      ;;
  esac
  kind=${1:-} name=${2:-}
  # shellcheck disable=SC2034 # for the scripts
  case $event in
    +switch-master | new-master) sentence="$group: the master is now $4:$5, was $2:$3" ;;
    +odown) sentence="$group: the master ${3:-}:${4:-} is down, the quorum agrees" ;;
    -odown) sentence="$group: the master ${3:-}:${4:-} is not down any more" ;;
    +sdown) sentence="${group:+$group: }$kind $name seems down" ;;
    -sdown) sentence="${group:+$group: }$kind $name is back" ;;
    -failover-abort-no-good-slave) sentence="$group: the failover failed, no replica can be promoted" ;;
    -failover-abort-*) sentence="$group: the failover failed" ;;
    +data-lost) sentence="$group: the master was restarted and has lost data" ;;
    *) sentence="$event $message" ;;
  esac
}

# Ends, all well, unless the event is one to report; $1: those that are by default.
only_wanted() {
  for wanted in ${VEDETTE_NOTIFY_EVENTS:-$1}; do
    # shellcheck disable=SC2254 # patterns
    case $event in $wanted) return 0 ;; esac
  done
  exit 0
}

# The seven arguments of a client-reconfig-script. Sets group, role, from_ip, from_port, to_ip and to_port, none of which has a
# character that means anything to a shell, to HAProxy, to nsupdate or in a URL.
reconfig_arguments() {
  [ $# -eq 7 ] || never "usage: $0 group leader|observer state from-ip from-port to-ip to-port"
  for word; do
    case $word in '' | -* | *[!A-Za-z0-9._:%-]*) never "'$word' is neither a name nor an address" ;; esac
  done
  for word in "$5" "$7"; do
    case $word in *[!0-9]* | ??????*) never "'$word' is no port" ;; esac
  done
  # shellcheck disable=SC2034 # for the scripts
  group=$1 role=$2 from_ip=$4 from_port=$5 to_ip=$6 to_port=$7
}

# Whether $1 is an address: ipv4, ipv6 or neither, which is a host name.
address_family() {
  case $1 in
    *:*) echo ipv6 ;;
    *[!0-9.]*) echo name ;;
    *.*.*.*) echo ipv4 ;;
    *) echo name ;;
  esac
}

# Ends, to be tried again, if somebody else is the master by now. A coordinator runs a script the moment it decides: what it
# answers may be a moment older.
only_if_still_master() {
  [ -n "${VEDETTE_MASTER_COMMAND:-}" ] || return 0
  for pause in 0 1 2 4; do
    sleep "$pause"
    # shellcheck disable=SC2086 # in words
    now=$(within 10 $VEDETTE_MASTER_COMMAND "$group" 2>/dev/null) || now=
    case $now in
      "$to_ip:$to_port" | "$to_ip $to_port") return 0 ;;
      '') break ;;
    esac
  done
  # Nobody to ask: what the coordinator said when it called counts.
  [ -n "$now" ] || return 0
  later "not done: the master of $group is $now, no more (or not yet) $to_ip:$to_port"
}

# --- JSON and HTTP ---

# $1 as a string of JSON, in quotation marks. Bytes that are no UTF-8 become U+FFFD.
json() {
  printf '%s' "$1" | awk '
    BEGIN { for (i = 1; i < 256; i++) code[sprintf("%c", i)] = i }
    {
      if (NR > 1) out = out "\\n"
      for (i = 1; i <= length($0); i++) {
        c = substr($0, i, 1)
        o = code[c]
        if (c == "\"" || c == "\\") out = out "\\" c
        else if (o < 32 || o == 127) out = out sprintf("\\u%04x", o)
        else if (o < 128) out = out c
        else {
          more = o >= 240 && o < 245 ? 3 : o >= 224 && o < 240 ? 2 : o >= 194 && o < 224 ? 1 : 0
          for (k = 1; k <= more; k++) {
            next_one = code[substr($0, i + k, 1)]
            if (next_one < 128 || next_one > 191) more = 0
          }
          if (more) { out = out substr($0, i, more + 1); i += more }
          else out = out "\\ufffd"
        }
      }
    }
    END { printf "\"%s\"", out }'
}

# $1 for a URL.
url_part() {
  printf '%s' "$1" | awk '
    BEGIN { for (i = 1; i < 256; i++) code[sprintf("%c", i)] = i }
    {
      if (NR > 1) printf "%%0A"
      for (i = 1; i <= length($0); i++) {
        c = substr($0, i, 1)
        if (c ~ /[A-Za-z0-9._~-]/) printf "%s", c
        else printf "%%%02X", code[c]
      }
    }'
}

# A line of curl's configuration: name $1, value $2.
curl_line() {
  printf '%s = "%s"\n' "$1" "$(printf '%s' "$2" | tr -d '\000-\037\177' | sed 's/[\\"]/\\&/g')"
}

# Sends $4 by method $2 to the URL $3 of what messages call $1, with the headers that follow. Sets answer to what it answered, at
# most 2000 bytes of it. Ends unless that was a success: to be tried again where that may help. URL and headers, which may be
# secrets, are not on curl's command line, where everybody sees them, nor in a message.
http() {
  need curl
  what=$1 method=$2 url=$3 body=$4
  shift 4
  config=$(
    curl_line url "$url"
    for header; do curl_line header "$header"; done
  )
  answer=$(
    printf '%s' "$body" | {
      within 25 curl -q --silent --show-error --request "$method" --config /dev/fd/3 --data-binary @- --proto =http,https \
        --connect-timeout 8 --max-time 20 --write-out '\n%{http_code}' 3<<END_OF_CONFIG 2>&1
$config
END_OF_CONFIG
    } | tail -c 2000
  )
  status=${answer##*
}
  # Without the newlines at its end.
  answer=$(printf '%s' "${answer%"$status"}")
  case $status in
    2??) ;;
    408 | 425 | 429 | 5??) later "$what answered $status: $answer" ;;
    [1-4]??) never "$what answered $status: $answer" ;;
    *)
      case $answer in 'curl: (1)'* | 'curl: (3)'*) never "$what has an address that can't be used: $answer" ;; esac
      later "$what can't be reached: ${answer:-no answer in time}"
      ;;
  esac
}
