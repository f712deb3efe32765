// The picked element: facts, checks with their clause and cause, and where its numbers come from.

import { el, fill, percent, readable } from '../dom.js'

export function inspect(host, { element, evidence, onSection, onClear }) {
  if (!element) {
    fill(host,
      el('h2', {}, 'Nothing picked'),
      el('p', { class: 'quiet' }, 'Click any part of the bridge: its checks, properties and the source of each number appear here.'))
    return
  }
  fill(host,
    el('div', { class: 'row' }, el('h2', { class: 'grow' }, element.id), el('button', { onclick: onClear, 'aria-label': 'Clear the selection' }, '✕')),
    facts(element),
    el('h3', {}, 'Checks, worst of each'),
    element.checks.length ? checks(element, onSection) : el('p', { class: 'quiet' }, 'No row of a check is filed under this part; cross-frames are checked with their girders.'),
    el('h3', {}, 'Where its numbers come from'),
    sources(element, evidence))
}

function facts({ kind, facts }) {
  const rows = [['kind', kind], ...Object.entries(facts)]
  return el('table', {}, el('tbody', {}, rows.map(([name, value]) =>
    el('tr', {}, el('th', { scope: 'row' }, name), el('td', {}, typeof value === 'number' ? String(Number(value.toPrecision(5))) : String(value))))))
}

function checks({ checks }, onSection) {
  return el('div', {}, checks.map((row) => {
    const [demand, unit] = readable(row.demand, row.unit)
    const [resistance] = readable(row.resistance, row.unit)
    const use = row.utilisation
    const station = /@ ([\d.]+) m/.exec(row.place)?.[1]
    return el('details', {},
      el('summary', {}, el('span', { class: 'row' },
        el('span', { class: 'grow' }, row.name),
        el('strong', { class: use > 1 ? 'bad' : '' }, use === null ? row.status : use.toFixed(2)))),
      bar(use),
      el('p', {}, `${demand} against ${resistance} ${unit} at ${row.place}`),
      el('p', { class: 'quiet' }, `${row.situation}: ${row.combination}`),
      row.cause ? el('p', { class: 'quiet' }, row.cause) : null,
      el('p', {}, el('span', { class: 'tag' }, row.clause), ' ', el('span', { class: 'tag' }, row.tag)),
      station ? el('button', { onclick: () => onSection(row, Number(station)) }, 'Show its influence surface') : null)
  }))
}

export function bar(use) {
  const width = Math.min(Math.max(use ?? 0, 0), 1)
  const name = use > 1 ? 'over' : use > 0.9 ? 'near' : ''
  return el('div', { class: 'bar', role: 'img', 'aria-label': `used to ${percent(use)}` }, el('i', { class: name, style: `width:${100 * width}%` }))
}

function sources({ sources }, evidence) {
  const lines = (evidence?.lines ?? []).filter((line) => sources.some((s) => line.address === s || line.address.startsWith(`${s}.`) || line.address.startsWith(`${s}[`)))
  if (!lines.length) return el('p', { class: 'quiet' }, evidence ? 'Follows from the layout alone.' : 'Known when the run is done.')
  return el('table', {}, el('tbody', {}, lines.map((line) => el('tr', {},
    el('td', {}, line.address.split('.').slice(1).join('.') || line.address),
    el('td', {}, line.value, el('br'), el('span', { class: 'tag' }, line.kind), ' ', el('span', { class: 'quiet' }, line.source))))))
}
