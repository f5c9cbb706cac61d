// The page: what is known, and where it is drawn.

import {byId, draw, details, h, pill, short} from './dom.js';
import {Refused, ask, listen, order, token} from './wire.js';
import {past, progress} from './timeline.js';
import {topology} from './topology.js';

const MOST_EVENTS = 200;
const MOST_ASKED = 12;
const STATUS_MS = 3000;
const SAID_ANEW_MS = 1100;
const ENDED_SHOWN_MS = 60_000;

const known = {
  about: {version: '', run_id: '', actions: false},
  groups: new Map(),
  status: new Map(),
  failovers: new Map(),
  findings: null,
  events: [],
};
const places = new Map();
let drawing = false;

// --- What is known of a group ---

const keyOf = failover => `${failover.group} ${failover.started_at}`;

const failoversOf = name => [...known.failovers.values()]
  .filter(failover => failover.group === name)
  .sort((a, b) => b.started_at.localeCompare(a.started_at));

function stateOf(group) {
  const running = failoversOf(group.name).find(failover => failover.result === 'running');
  const flags = group.master.flags;
  if (group.failover_state !== 'none' || (running && flags.includes('o_down'))) {
    return {tone: 'busy', text: group.failover_state === 'reconf_slaves'
      ? 'repointing replicas' : 'failover in progress'};
  }
  if (flags.includes('o_down')) return {tone: 'bad', text: 'down, a quorum agrees'};
  if (flags.includes('s_down')) return {tone: 'bad', text: 'down, seen from here'};
  if (group.stale) return {tone: 'warn', text: 'cut off, perhaps old'};
  if (!group.master.up) return {tone: 'warn', text: 'no link to it'};
  return {tone: 'good', text: 'up'};
}

function troublesOf(group) {
  const found = [];
  const usable = group.coordinators_usable;
  if (usable < group.votes_needed) {
    found.push(['bad', `no failover is possible: ${usable} of ${group.coordinators} coordinators, ${group.votes_needed} needed`]);
  } else if (usable === group.votes_needed && group.coordinators > usable) {
    found.push(['warn', 'no further coordinator may be lost']);
  }
  if (group.replicas.length === 0) found.push(['bad', 'there is no replica']);
  else if (group.master.up && !group.replicas.some(r => r.up && r.master_link_up && r.priority > 0)) {
    found.push(['bad', 'no replica could be promoted']);
  }
  const away = group.replicas.filter(replica => !replica.up).length;
  if (away > 0) found.push(['warn', `${away} of ${group.replicas.length} replicas down`]);
  if (group.failover_paused) found.push(['warn', 'failovers are paused']);
  if (group.failover_held_back) found.push(['warn', 'too soon after the last failover']);
  const refusing = [group.master, ...group.replicas, ...group.peers].filter(one => one.login_refused);
  if (refusing.length > 0) found.push(['warn', `login refused by ${refusing[0].address}`]);
  return found;
}

/** This coordinator first, then the others: what each is, and what it says of the master. */
function coordinatorsOf(group) {
  const said = known.status.get(group.name)?.coordinators ?? [];
  const seesDown = group.master.flags.includes('s_down');
  const asked = said.find(each => each.run_id === known.about.run_id);
  // What this one says is known at once, without asking.
  const own = asked && {...asked, master: group.published, flags: group.master.flags,
    config_epoch: group.config_epoch, failover_state: group.failover_state};
  const self = {
    address: own?.address ?? 'this coordinator', self: true, seesDown, tone: 'good', opinion: own,
    says: seesDown ? 'sees the master down' : `gives ${group.published}`,
  };
  return [self, ...group.peers.map(peer => {
    const opinion = said.find(each => each.run_id === peer.run_id);
    const differs = opinion && opinion.master !== group.published;
    const down = opinion ? opinion.flags.includes('s_down') : peer.says_master_down;
    return {
      address: peer.address, seesDown: peer.up && down, opinion,
      error: said.find(each => each.error && each.address === peer.address)?.error,
      tone: !peer.up ? 'bad' : differs ? 'warn' : 'good',
      says: !peer.up ? 'is down, as seen from here'
        : differs ? `gives ${opinion.master}` : down ? 'sees the master down' : `gives ${group.published}`,
    };
  })];
}

// --- Drawing ---

function later() {
  if (drawing) return;
  drawing = true;
  requestAnimationFrame(() => {
    drawing = false;
    drawAll();
  });
}

function placeOf(name) {
  let place = places.get(name);
  if (place) return place;
  const part = () => h('div');
  place = {head: part(), progress: part(), picture: part(), opinions: part(), history: part()};
  place.whole = h('section', {class: 'card group', id: `group-${name}`, 'aria-label': `Group ${name}`},
    place.head, place.progress, place.picture, place.opinions, place.history);
  places.set(name, place);
  return place;
}

function drawAll() {
  const names = [...known.groups.keys()].sort();
  const around = byId('groups');
  for (const [name, place] of places) {
    if (!known.groups.has(name)) {
      place.whole.remove();
      places.delete(name);
    }
  }
  names.forEach((name, i) => {
    const whole = placeOf(name).whole;
    if (around.children[i] !== whole) around.insertBefore(whole, around.children[i] ?? null);
  });
  while (around.children.length > names.length) around.lastElementChild.remove();
  names.forEach(name => drawGroup(known.groups.get(name)));
  drawJump(names);
  drawEvents();
  document.title = titleOf(names);
}

function titleOf(names) {
  const bad = names.filter(name => stateOf(known.groups.get(name)).tone === 'bad').length;
  const busy = names.filter(name => stateOf(known.groups.get(name)).tone === 'busy').length;
  const sign = bad ? `✕ ${bad} down` : busy ? `◆ ${busy} failing over` : names.length ? '✓ all up' : '';
  return sign ? `${sign} – Vedette` : 'Vedette';
}

function drawJump(names) {
  const nav = byId('jump');
  nav.hidden = names.length < 2;
  draw(nav, names.map(name => [name, stateOf(known.groups.get(name))]), () => names.map(name => {
    const state = stateOf(known.groups.get(name));
    return h('a', {href: `#group-${name}`, 'data-focus': name}, pill(state.tone, name, state.text));
  }));
}

function drawGroup(group) {
  const place = placeOf(group.name);
  const state = stateOf(group);
  const failovers = failoversOf(group.name);
  draw(place.head, [group.published, state, troublesOf(group), known.about.actions, group.failover_paused],
    () => head(group, state));
  const shown = failovers[0]
    && (failovers[0].result === 'running' || Date.now() - failovers[0].seen < ENDED_SHOWN_MS)
    ? failovers[0] : null;
  draw(place.progress, shown, () => shown ? progress(shown) : []);
  const coordinators = coordinatorsOf(group);
  const width = Math.max(280, Math.min(place.whole.clientWidth - 38, 1060));
  draw(place.picture, [group, coordinators, width, state],
    () => topology(group, coordinators, state, width));
  draw(place.opinions, [coordinators, group.published, known.status.get(group.name)?.troubles],
    () => opinions(group, coordinators));
  const over = failovers.filter(failover => failover.result !== 'running');
  draw(place.history, over, () => history(group, over));
}

function head(group, state) {
  const act = known.about.actions;
  return [
    h('div', {class: 'head'},
      h('h2', {}, group.name),
      h('span', {class: 'address mono'}, group.published),
      pill(state.tone, state.text),
      h('span', {class: 'fill'}),
      act && h('div', {class: 'buttons'},
        h('button', {type: 'button', 'data-focus': 'failover', onclick: () => failOver(group.name)}, 'Fail over'),
        group.failover_paused
          ? h('button', {type: 'button', 'data-focus': 'pause', onclick: () => resume(group.name)}, 'Resume')
          : h('button', {type: 'button', 'data-focus': 'pause', onclick: () => pause(group.name)}, 'Pause'))),
    h('ul', {class: 'troubles'}, troublesOf(group).map(([tone, text]) => h('li', {}, pill(tone, text)))),
  ];
}

function opinions(group, coordinators) {
  const titles = ['Coordinator', 'Gives as master', 'Sees it', 'Votes', 'Epoch', 'Failover'];
  const cell = (title, content, isOdd) => h('td', {'data-title': title, class: isOdd ? 'odd' : ''}, content);
  const rows = coordinators.map(one => {
    const said = one.opinion;
    const name = h('th', {scope: 'row'}, h('span', {class: 'mono'}, one.address),
      one.self && h('span', {class: 'tag'}, 'this one'));
    if (!said) {
      const tone = one.error || one.tone === 'bad' ? 'bad' : 'off';
      return h('tr', {}, name, h('td', {colspan: 5, 'data-title': ''},
        pill(tone, one.error ?? (one.tone === 'bad' ? 'down, as seen from here' : 'asking…'))));
    }
    const isUp = !said.flags.includes('s_down') && !said.flags.includes('o_down');
    const word = said.flags.includes('o_down') ? 'down, agreed' : isUp ? 'up' : 'down';
    return h('tr', {}, name,
      cell(titles[1], h('span', {class: 'mono'}, said.master), said.master !== group.published),
      cell(titles[2], pill(isUp ? 'good' : 'bad', word)),
      cell(titles[3], said.quorum_reached ? pill('good', 'enough') : pill('bad', 'too few')),
      cell(titles[4], said.config_epoch),
      cell(titles[5], said.failover_paused_ms > 0 ? pill('warn', 'paused')
        : said.failover_state === 'none' ? 'none' : pill('busy', said.failover_state)));
  });
  const troubles = known.status.get(group.name)?.troubles ?? [];
  return [
    h('h3', {}, 'What each coordinator says'),
    h('table', {class: 'opinions'},
      h('thead', {}, h('tr', {}, titles.map(title => h('th', {scope: 'col'}, title)))),
      h('tbody', {}, rows)),
    troubles.length > 0 && h('ul', {class: 'notes'}, troubles.map(text => h('li', {}, text))),
  ];
}

function history(group, over) {
  if (over.length === 0) return [h('h3', {}, 'Past failovers'), h('p', {class: 'empty'}, 'None is remembered.')];
  const [first, ...others] = over;
  return [
    h('h3', {}, 'Past failovers'),
    h('ol', {class: 'pasts'}, past(first)),
    others.length > 0 && details(`history ${group.name}`, `${others.length} before`,
      h('ol', {class: 'pasts'}, others.map(past))),
  ];
}

const WORST = {error: 'bad', warning: 'warn', note: 'off'};

function drawFindings() {
  const findings = known.findings ?? [];
  const pillPlace = byId('findings-pill');
  const worst = findings[0]?.severity;
  const serious = findings.filter(finding => finding.severity !== 'note').length;
  pillPlace.replaceWith(Object.assign(
    pill(serious ? WORST[worst] : 'good', serious ? `${serious} to look at` : 'healthy'), {id: 'findings-pill'}));
  draw(byId('findings'), findings, () => findings.length === 0
    ? h('p', {class: 'empty'}, 'Nothing was found.')
    : h('ul', {class: 'findings'}, findings.map(finding => h('li', {'data-tone': WORST[finding.severity]},
      h('p', {}, pill(WORST[finding.severity], finding.severity), h('span', {class: 'mono'}, finding.about),
        ' ', h('b', {}, finding.what)),
      h('p', {}, finding.why),
      finding.mend && h('pre', {tabindex: '0'}, finding.mend)))));
}

const LOUD = /^(\+sdown|\+odown|\+tilt|-failover|\+state-unsaved|\+data-lost|\+auth-failed)/;
const GLAD = /^(\+switch-master|-sdown|-odown|\+promoted|\+failover-end)/;

function drawEvents() {
  byId('no-events').hidden = known.events.length > 0;
  draw(byId('events'), known.events.length ? [known.events[0], known.events.length] : [], () =>
    known.events.map(event => h('li', {'data-tone': LOUD.test(event.event) ? 'bad' : GLAD.test(event.event) ? 'good' : 'off'},
      h('time', {datetime: event.at}, new Date(event.at).toLocaleTimeString(undefined, {hour12: false})
        + event.at.slice(19, 23)),
      h('b', {}, event.event), h('span', {}, event.message, event.reason ? ` (${event.reason})` : ''))));
}

// --- Questions and orders ---

function say(text) {
  byId('spoken').textContent = text;
}

function notice(text) {
  byId('notice').hidden = !text;
  byId('notice').textContent = text;
}

/** Asks the user; what was typed, or null. */
function dialog(title, text, yes, fields, act) {
  const box = byId('ask');
  const wrong = byId('ask-wrong');
  byId('ask-title').textContent = title;
  byId('ask-text').textContent = text;
  byId('ask-yes').textContent = yes;
  byId('ask-fields').replaceChildren(...fields);
  wrong.hidden = true;
  return new Promise(resolve => {
    const end = result => {
      box.querySelector('form').onsubmit = null;
      box.close();
      resolve(result);
    };
    byId('ask-no').onclick = () => end(null);
    box.oncancel = () => end(null);
    box.querySelector('form').onsubmit = async event => {
      event.preventDefault();
      wrong.hidden = true;
      byId('ask-yes').disabled = true;
      try {
        end(await act());
      } catch (e) {
        wrong.textContent = e.message;
        wrong.hidden = false;
      } finally {
        byId('ask-yes').disabled = false;
      }
    };
    if (!box.open) box.showModal();
  });
}

function field(label, attributes) {
  const input = h('input', attributes);
  return [h('label', {}, label, input), input];
}

function askToken(text) {
  const [label, input] = field('Token', {type: 'password', autocomplete: 'off', 'data-focus': 'token'});
  input.value = token.get();
  return dialog('Token', text, 'Use it', [label], async () => {
    token.set(input.value.trim());
    known.about = await ask('v1/about');
    later();
    return true;
  });
}

async function ordered(title, text, yes, fields, path, done) {
  if (!token.get()
      && !await askToken('Orders need the http-action-token. It stays in this tab, until it is closed.')) return;
  await dialog(title, text, yes, fields, async () => {
    try {
      const answer = await order(path());
      say(done);
      notice(problems(answer));
      refresh();
      return true;
    } catch (e) {
      if (e instanceof Refused && e.status === 403) token.set('');
      throw e;
    }
  });
}

const problems = answer => Object.entries(answer.failed ?? {}).map(([who, why]) => `${who}: ${why}`).join('; ');

function failOver(name) {
  const [label, coordinated] = field('Lose no write: the master hands over (Redis 6.2, Valkey)',
    {type: 'checkbox', checked: true});
  ordered(`Fail over ${name}?`, 'A replica becomes master, and all clients connect anew.', 'Fail over', [label],
    () => `v1/groups/${encodeURIComponent(name)}/failover?coordinated=${coordinated.checked}`,
    `failover of ${name} has begun`);
}

function pause(name) {
  const [label, minutes] = field('For how many minutes', {type: 'number', min: 1, max: 43200, value: 60, required: true});
  ordered(`Pause failovers of ${name}?`, 'While it is paused nobody replaces a master that dies. All coordinators are told.',
    'Pause', [label], () => `v1/groups/${encodeURIComponent(name)}/pause?seconds=${minutes.value * 60}`,
    `failovers of ${name} are paused`);
}

function resume(name) {
  ordered(`Resume failovers of ${name}?`, 'All coordinators are told.', 'Resume', [],
    () => `v1/groups/${encodeURIComponent(name)}/resume`, `failovers of ${name} are on again`);
}

let refreshing = false;
let isAskedAgain = false;

/** Asks everybody what they say; once more after it, if somebody wanted to know meanwhile. */
async function refresh() {
  isAskedAgain = refreshing;
  if (refreshing) return;
  refreshing = true;
  await refreshNow();
  refreshing = false;
  if (isAskedAgain) refresh();
}

async function refreshNow() {
  if (document.hidden) return;
  for (const name of [...known.groups.keys()].sort().slice(0, MOST_ASKED)) {
    try {
      const {groups} = await ask(`v1/status?group=${encodeURIComponent(name)}`);
      groups.forEach(group => known.status.set(group.name, group));
      later();
    } catch {
      // The stream says when nothing can be asked any more.
    }
  }
}

async function examine() {
  const button = byId('examine');
  button.disabled = true;
  button.textContent = 'Examining…';
  try {
    known.findings = (await ask('v1/doctor')).findings;
    drawFindings();
    byId('examined').textContent = `as of ${new Date().toLocaleTimeString(undefined, {hour12: false})}`;
    say(`doctor: ${known.findings.length} findings`);
  } catch (e) {
    notice(`The doctor could not be asked: ${e.message}`);
  } finally {
    button.disabled = false;
    button.textContent = 'Examine again';
  }
}

function heard(type, what) {
  if (type === 'hello') {
    // All groups follow.
    known.groups.clear();
  } else if (type === 'group') {
    known.groups.set(what.name, what);
  } else if (type === 'gone') {
    known.groups.delete(what.name);
  } else if (type === 'failover') {
    known.failovers.set(keyOf(what), {...what, seen: Date.now()});
    if (what.result !== 'running') say(`failover of ${what.group}: ${what.result}`);
  } else if (type === 'event') {
    known.events.unshift(what);
    known.events.length = Math.min(known.events.length, MOST_EVENTS);
    if (what.event === '+switch-master') {
      // What was said of the old master is of no use any more.
      known.status.delete(what.group);
      say(`new master: ${what.message}`);
    }
    if (ASK_AGAIN.test(what.event)) {
      refresh();
      // What was said a moment ago is told again: by then the others have heard of it, too.
      setTimeout(refresh, SAID_ANEW_MS);
    }
  }
  later();
}

const ASK_AGAIN = /^([+-][so]down|\+switch-master|[+-]failover-paused|\+failover-end)$/;
const LIVE = {live: 'live', lost: 'no connection', locked: 'locked', wait: 'connecting'};

async function onState(state) {
  byId('live').dataset.state = state;
  byId('live-text').textContent = LIVE[state];
  if (state === 'live') {
    known.about = await ask('v1/about');
    byId('who').textContent = `coordinator ${short(known.about.run_id)}, version ${known.about.version}`;
    const {failovers} = await ask('v1/history');
    failovers.forEach(failover => known.failovers.set(keyOf(failover), {seen: known.failovers.get(keyOf(failover))?.seen ?? 0, ...failover}));
    refresh();
    if (known.findings === null) examine();
  } else if (state === 'locked') {
    await askToken('This coordinator is read with a token (http-read-token or http-action-token).');
  }
}

const THEMES = ['', 'light', 'dark'];

function theme(next) {
  const root = document.documentElement;
  if (next) root.dataset.theme = next;
  else delete root.dataset.theme;
  byId('theme').title = next ? `always ${next}` : 'as the system has it';
}

byId('theme').addEventListener('click', () => {
  const next = THEMES[(THEMES.indexOf(localStorage.getItem('vedette-theme') ?? '') + 1) % THEMES.length];
  localStorage.setItem('vedette-theme', next);
  theme(next);
});
byId('key').addEventListener('click', () =>
  askToken('For reading (where a token is needed), and for orders. It stays in this tab, until it is closed.'));
byId('examine').addEventListener('click', examine);
addEventListener('resize', later);
setInterval(refresh, STATUS_MS);
setInterval(later, 5000);
theme(localStorage.getItem('vedette-theme') ?? '');
listen(heard, onState);
