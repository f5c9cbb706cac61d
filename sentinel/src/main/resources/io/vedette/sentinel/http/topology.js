// A group drawn: coordinators above, the master, its replicas below.

import {bytes, s} from './dom.js';

const BOX = {height: 66, gap: 14};
const SEAT = {height: 34, gap: 10};

/** As many in a row as there is room for; all rows centred. */
function rows(count, width, most, least, gap) {
  const perRow = Math.max(1, Math.min(count, Math.floor((width + gap) / (least + gap))));
  const size = Math.min(most, (width - gap * (perRow - 1)) / perRow);
  return Array.from({length: count}, (_, i) => {
    const row = Math.floor(i / perRow);
    const inRow = Math.min(perRow, count - row * perRow);
    const left = (width - inRow * size - (inRow - 1) * gap) / 2;
    return {row, size, x: left + (i % perRow) * (size + gap)};
  });
}

const fitted = (text, width, each) => {
  const most = Math.max(4, Math.floor(width / each));
  return text.length <= most ? text : `…${text.slice(1 - most)}`;
};

function curve(x1, y1, x2, y2, tone, broken) {
  const middle = (y1 + y2) / 2;
  const path = `M${x1} ${y1}C${x1} ${middle} ${x2} ${middle} ${x2} ${y2}`;
  return s('g', {class: 'edge', 'data-tone': tone},
    s('path', {d: path, class: broken ? 'broken' : ''}),
    broken && s('path', {class: 'cut',
      d: `M${(x1 + x2) / 2 - 4} ${middle - 4}l8 8m0 -8l-8 8`}));
}

function box(place, y, tone, title, text, more, isMaster) {
  const left = place.x + 30;
  const room = place.size - 36;
  return s('g', {class: isMaster ? 'node master' : 'node', 'data-tone': tone},
    s('title', {}, `${title} ${text}: ${more}`),
    s('rect', {x: place.x, y, width: place.size, height: BOX.height, rx: 10}),
    mark(place.x + 16, y + 17, tone),
    s('text', {class: 'kind', x: left, y: y + 21}, title),
    s('text', {class: 'address', x: left, y: y + 38}, fitted(text, room, 7.4)),
    s('text', {class: 'more', x: left, y: y + 54}, more));
}

/** A shape for each state, so that it can be told without its colour. */
function mark(x, y, tone) {
  const shapes = {
    good: () => s('circle', {cx: x, cy: y, r: 5}),
    warn: () => s('path', {d: `M${x} ${y - 6}l6 11h-12z`}),
    bad: () => s('path', {d: `M${x - 5} ${y - 5}l10 10m0-10l-10 10`, class: 'line'}),
    busy: () => s('rect', {x: x - 5, y: y - 5, width: 10, height: 10, transform: `rotate(45 ${x} ${y})`}),
  };
  return s('g', {class: 'mark'}, (shapes[tone] ?? (() => s('circle', {cx: x, cy: y, r: 4, class: 'hollow'})))());
}

function seat(place, y, coordinator) {
  const text = fitted(coordinator.address, place.size - 34, 6.7);
  return s('g', {class: 'seat', 'data-tone': coordinator.tone},
    s('title', {}, `coordinator ${coordinator.address}: ${coordinator.says}`),
    s('rect', {x: place.x, y, width: place.size, height: SEAT.height, rx: SEAT.height / 2}),
    mark(place.x + 17, y + SEAT.height / 2, coordinator.tone),
    s('text', {class: 'address', x: place.x + 29, y: y + SEAT.height / 2 + 4}, text));
}

function replicaTone(replica) {
  if (!replica.up) return 'bad';
  if (replica.flags.includes('promoted')) return 'busy';
  return replica.master_link_up ? 'good' : 'warn';
}

function replicaText(replica) {
  if (!replica.up) return 'down';
  if (replica.flags.includes('promoted')) return 'becoming master';
  if (!replica.master_link_up) return 'master link down';
  const parts = [`lag ${bytes(replica.lag_bytes)}`];
  if (replica.priority !== 100) parts.push(`priority ${replica.priority}`);
  return parts.join(' · ');
}

/**
 * The picture.
 * @param group as in /v1/groups
 * @param coordinators {address, tone, says, seesDown}
 * @param width in pixels
 */
export function topology(group, coordinators, master, width) {
  const seats = rows(coordinators.length, width, 200, 148, SEAT.gap);
  const seatRows = Math.max(0, ...seats.map(place => place.row)) + 1;
  const masterY = seatRows * (SEAT.height + SEAT.gap) + 34;
  const boxes = rows(group.replicas.length, width, 230, 150, BOX.gap);
  const replicaRows = group.replicas.length ? Math.max(...boxes.map(place => place.row)) + 1 : 0;
  const replicaY = masterY + BOX.height + 46;
  const height = replicaRows
    ? replicaY + replicaRows * (BOX.height + BOX.gap) - BOX.gap + 2
    : masterY + BOX.height + 2;
  const masterWidth = Math.min(250, width);
  const masterPlace = {x: (width - masterWidth) / 2, size: masterWidth};
  const middle = width / 2;
  const up = group.replicas.filter(replica => replica.up && replica.master_link_up).length;
  return s('svg', {
    class: 'topology', viewBox: `-2 -2 ${width + 4} ${height + 4}`, width: width + 4, height: height + 4, role: 'img',
    'aria-label': `${group.name}: master ${group.published}, ${master.text}; `
      + `${up} of ${group.replicas.length} replicas follow; ${coordinators.length} coordinators`,
  },
  coordinators.map((coordinator, i) => curve(
    seats[i].x + seats[i].size / 2, seats[i].row * (SEAT.height + SEAT.gap) + SEAT.height,
    middle, masterY, coordinator.seesDown ? 'bad' : coordinator.tone === 'good' ? 'seen' : 'off',
    coordinator.seesDown)),
  group.replicas.map((replica, i) => curve(
    middle, masterY + BOX.height, boxes[i].x + boxes[i].size / 2,
    replicaY + boxes[i].row * (BOX.height + BOX.gap),
    replicaTone(replica), !replica.up || !replica.master_link_up)),
  coordinators.map((coordinator, i) =>
    seat(seats[i], seats[i].row * (SEAT.height + SEAT.gap), coordinator)),
  box(masterPlace, masterY, master.tone, 'master', group.published, master.text, true),
  group.replicas.map((replica, i) => box(
    boxes[i], replicaY + boxes[i].row * (BOX.height + BOX.gap), replicaTone(replica),
    'replica', replica.address, replicaText(replica), false)));
}
