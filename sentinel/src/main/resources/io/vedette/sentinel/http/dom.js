// Elements, without markup in strings: what comes over the wire is text and stays text.

const SVG = 'http://www.w3.org/2000/svg';

function put(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, '');
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  for (const child of children.flat(9)) {
    if (child != null && child !== false) node.append(child);
  }
  return node;
}

/** An element of HTML. */
export const h = (tag, attributes = {}, ...children) =>
  put(document.createElement(tag), attributes, children);

/** An element of SVG. */
export const s = (tag, attributes = {}, ...children) =>
  put(document.createElementNS(SVG, tag), attributes, children);

export const byId = id => document.getElementById(id);

/** Signs that tell states apart without colour. */
const SIGNS = {
  good: 'M3 8.5l3.2 3.2L13 4.8',
  warn: 'M8 3v6M8 12.2v.6',
  bad: 'M4 4l8 8M12 4l-8 8',
  busy: 'M8 2.8a5.2 5.2 0 1 1-5.2 5.2M8 5.4V8l2 1.4',
  off: 'M4 8h8',
};

export const sign = tone =>
  s('svg', {class: 'sign', viewBox: '0 0 16 16', 'aria-hidden': 'true'},
    s('path', {d: SIGNS[tone] ?? SIGNS.off}));

export const pill = (tone, text, title) =>
  h('span', {class: 'pill', 'data-tone': tone, title}, sign(tone), text);

const open = new Map();

/** A part that can be opened, and stays as it is when it is drawn anew. */
export function details(key, summary, ...content) {
  const part = h('details', {'data-key': key, open: open.get(key) ?? false},
    h('summary', {'data-focus': key}, summary), ...content);
  part.addEventListener('toggle', () => open.set(key, part.open));
  return part;
}

/** Draws into a place, if it is not what was drawn there last; the focus stays where it was. */
export function draw(place, what, make) {
  const now = JSON.stringify(what);
  if (place.drawn === now) return;
  place.drawn = now;
  const focused = place.contains(document.activeElement)
    ? document.activeElement.getAttribute('data-focus') : null;
  place.replaceChildren(...[make()].flat(9).filter(Boolean));
  if (focused) place.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus();
}

export function duration(ms) {
  if (ms == null) return '–';
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round(ms % 60_000 / 1000)} s`;
}

export function bytes(count) {
  if (count == null) return '?';
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let at = 0;
  while (count >= 1024 && at < units.length - 1) {
    count /= 1024;
    at++;
  }
  return `${at === 0 ? count : count.toFixed(1)} ${units[at]}`;
}

export const short = runId => runId ? runId.slice(0, 8) : '?';
