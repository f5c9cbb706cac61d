#!/bin/sh
# Labels the pod of the new master role=master and all other pods of the group role=replica, so that a Service that selects
# role=master leads to it.
#
#   sentinel client-reconfig-script <group> /path/notify-scripts/kubernetes.sh
#
# Arguments    1 group  2 leader|observer  3 start  4 from-ip  5 from-port  6 to-ip  7 to-port
# Settings     VEDETTE_K8S_SELECTOR    which pods are the group's servers, such as app=redis. Must be set
#              VEDETTE_K8S_NAMESPACE   their namespace; kubectl's own when unset, which in a pod is the pod's
#              VEDETTE_K8S_LABEL       the label; role when unset
#              VEDETTE_MASTER_COMMAND  see common.sh
#              All may stand in /etc/vedette/notify.d/kubernetes.env; see common.sh
# Exit codes   0 labelled
#              1 not possible now: a coordinator tries again later, up to 10 times
#              2 called or set up the wrong way: it is not tried again
# Needs        kubectl, for the API answers in JSON, which no shell reads safely; a service account that may get, list and patch pods
#
# The old master loses the label first: for a moment the Service leads nowhere, but never to two.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname -- "$(readlink -f -- "$0")")/common.sh"

read_settings
reconfig_arguments "$@"
must_be_set VEDETTE_K8S_SELECTOR
need kubectl
label=${VEDETTE_K8S_LABEL:-role}
case $VEDETTE_K8S_SELECTOR in -*) never "VEDETTE_K8S_SELECTOR is '$VEDETTE_K8S_SELECTOR': no selector" ;; esac
case $label in -* | *[!A-Za-z0-9._/-]*) never "VEDETTE_K8S_LABEL is '$label': no label's name" ;; esac

kube() {
  within 20 kubectl --request-timeout=15s ${VEDETTE_K8S_NAMESPACE:+"--namespace=$VEDETTE_K8S_NAMESPACE"} "$@" 2>&1
}

# Ends as kubectl's complaint $1 demands.
failed() {
  case $1 in
    *orbidden* | *nauthorized* | *'unable to parse'* | *invalid*) never "kubectl: $1" ;;
    *) later "kubectl: ${1:-no answer in time}" ;;
  esac
}

case $(address_family "$to_ip") in
  # A pod behind a headless service has its own name in front.
  name) master=pod/${to_ip%%.*} ;;
  *)
    master=$(kube get pods "--selector=$VEDETTE_K8S_SELECTOR" "--field-selector=status.podIP=$to_ip" --output=name) ||
      failed "$master"
    [ -n "$master" ] || later "no pod of $VEDETTE_K8S_SELECTOR has the address $to_ip"
    ;;
esac
case $master in pod/*[!A-Za-z0-9.-]* | pod/) later "more than one pod, or none, has the address $to_ip: $master" ;; pod/*) ;; *) failed "$master" ;; esac
only_if_still_master

pods=$(kube get pods "--selector=$VEDETTE_K8S_SELECTOR" --output=name) || failed "$pods"
for pod in $pods; do
  [ "$pod" != "$master" ] || continue
  why=$(kube label --overwrite "$pod" "$label=replica") || failed "$why"
done
why=$(kube label --overwrite "$master" "$label=master") || failed "$why"
