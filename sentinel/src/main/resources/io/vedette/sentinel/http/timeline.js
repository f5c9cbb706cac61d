// Failovers: the one that runs, phase by phase, and past ones as timelines.

import {bytes, details, duration, h, pill, short, sign} from './dom.js';

/** The steps that everybody waits for, in order, with the words for them. */
const PHASES = [
  ['down', 'Seen down'],
  ['agreed', 'Agreed'],
  ['elected', 'Leader elected'],
  ['chosen', 'Replica chosen'],
  ['promoted', 'Promoted'],
  ['switched', 'Clients told'],
  ['ended', 'Replicas follow'],
];

const WORDS = {
  down: 'this coordinator sees the master down',
  agreed: 'a quorum sees it down',
  'held-back': 'due, and held back',
  stands: 'stands for election',
  voted: 'gives its vote',
  elected: 'is elected',
  chosen: 'chooses a replica',
  told: 'tells it',
  promoted: 'it is master',
  heard: 'hears of a new master',
  switched: 'clients are told',
  follows: 'a replica follows',
  note: 'note',
  aborted: 'attempt given up',
  back: 'the old master is well again',
  ended: 'over',
};

const CAUSES = {
  down: 'the master was down',
  ordered: 'ordered',
  'handed-over': 'ordered, the master handed over',
  heard: 'told by another coordinator',
};

const RESULTS = {
  running: ['busy', 'running'],
  done: ['good', 'done'],
  failed: ['bad', 'failed'],
  interrupted: ['warn', 'interrupted'],
};

const at = (failover, step) => failover.steps.findLast(each => each.step === step)?.after_ms;

/** Which phases there are for this coordinator: who did not lead sees fewer. */
function phasesOf(failover) {
  const isOrdered = failover.cause !== 'down';
  const leads = at(failover, 'elected') != null || at(failover, 'stands') != null;
  return PHASES.filter(([step]) =>
    at(failover, step) != null
    || (!(isOrdered && (step === 'down' || step === 'agreed'))
      && (leads || failover.result === 'running' && step === 'switched')));
}

export const total = failover =>
  at(failover, 'switched') ?? failover.steps.at(-1)?.after_ms;

/** Why it ended so, or why it does not go on. */
function why(failover) {
  const last = failover.steps.at(-1);
  const waits = failover.result === 'running' && (last?.step === 'aborted' || last?.step === 'held-back');
  const reason = waits ? `${WORDS[last.step]}: ${last.detail}` : failover.reason;
  return reason ? ` (${reason})` : '';
}

/** The one that runs, or has just ended, as steps to follow. */
export function progress(failover) {
  const phases = phasesOf(failover);
  const current = failover.result === 'running'
    ? phases.find(([step]) => at(failover, step) == null)?.[0] : null;
  const [tone, word] = RESULTS[failover.result];
  return h('div', {class: 'progress', 'data-tone': tone},
    h('p', {class: 'progress-title'}, pill(tone, `failover ${word}`),
      ` ${failover.from}${failover.to ? ` → ${failover.to}` : ''}, ${CAUSES[failover.cause]}`,
      why(failover)),
    h('ol', {class: 'phases'}, phases.map(([step, title]) => {
      const ms = at(failover, step);
      const state = ms != null ? 'good' : step === current ? 'busy' : 'off';
      return h('li', {'data-tone': state, 'aria-current': step === current ? 'step' : null},
        sign(state), h('span', {class: 'phase'}, title),
        h('span', {class: 'when'}, ms != null ? duration(ms) : state === 'busy' ? 'now' : ''));
    })));
}

/** Its parts by length, as a bar; every part is named below it too. */
function bar(failover) {
  const marks = PHASES.map(([step, title]) => ({step, title, ms: at(failover, step)}))
    .filter(mark => mark.ms != null);
  const end = Math.max(1, failover.steps.at(-1)?.after_ms ?? 1);
  let before = 0;
  const parts = marks.map(mark => {
    const part = {...mark, from: before, length: Math.max(0, mark.ms - before)};
    before = Math.max(before, mark.ms);
    return part;
  }).filter(part => part.length > 0);
  const shown = h('div', {class: 'bar-of-time', 'aria-hidden': 'true'}, parts.map(part => {
    const piece = h('span', {class: 'piece', 'data-step': part.step,
      title: `${part.title} after ${duration(part.ms)}`});
    piece.style.flexGrow = Math.max(part.length / end, 0.015);
    return piece;
  }));
  const legend = h('ul', {class: 'legend'}, parts.map(part =>
    h('li', {}, h('span', {class: 'key', 'data-step': part.step, 'aria-hidden': 'true'}),
      `${part.title} `, h('b', {}, `+${duration(part.length)}`))));
  return [shown, legend];
}

function table(titles, rows) {
  return h('div', {class: 'scroll', tabindex: '0'}, h('table', {},
    h('thead', {}, h('tr', {}, titles.map(title => h('th', {scope: 'col'}, title)))),
    h('tbody', {}, rows.map(row => h('tr', {}, row.map(cell => h('td', {}, cell)))))));
}

function story(failover) {
  const who = address => address || 'this coordinator';
  const voters = failover.votes.map(vote => {
    const choice = failover.votes.find(each => each.runid === vote.choice);
    const named = choice ? who(choice.address) : vote.choice ? short(vote.choice) : 'nobody';
    return [who(vote.address), vote.choice ? `for ${named}` : 'not known to have voted'];
  });
  return [
    table(['After', 'What', 'More'], failover.steps.map(step =>
      [duration(step.after_ms), WORDS[step.step] ?? step.step, step.detail])),
    failover.candidates.length > 0 && table(['Replica', 'Priority', 'Offset', 'Why'],
      failover.candidates.map(one => [one.address, one.priority, bytes(one.offset),
        one.chosen ? h('b', {}, `chosen: ${one.reason}`) : one.reason])),
    voters.length > 0 && table([`Voter (${failover.votes_needed} needed)`, 'Vote'], voters),
  ];
}

/** A past one. */
export function past(failover) {
  const [tone, word] = RESULTS[failover.result];
  const started = new Date(failover.started_at);
  const led = failover.role === 'leader' ? 'led by this coordinator'
    : failover.leader_address ? `led by ${failover.leader_address}` : '';
  const key = `${failover.group} ${failover.started_at}`;
  return h('li', {class: 'past', 'data-tone': tone},
    h('div', {class: 'past-head'},
      h('time', {datetime: failover.started_at},
        started.toLocaleString(undefined, {dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23'})),
      pill(tone, word),
      h('span', {class: 'mono'}, failover.from, failover.to ? ` → ${failover.to}` : ''),
      h('b', {class: 'took'}, duration(total(failover)))),
    h('p', {class: 'hint'},
      [CAUSES[failover.cause], `epoch ${failover.epoch}`, led, failover.reason]
        .filter(Boolean).join(' · ')),
    bar(failover),
    details(key, 'Step by step', ...story(failover)));
}
