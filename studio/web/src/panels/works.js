// The programme: Gantt, time against place, and how the forecast of the opening moved.

import { day, el, fill, percent } from '../dom.js'

const W = 340
const svg = (name, attributes = {}, ...children) => {
  const node = document.createElementNS('http://www.w3.org/2000/svg', name)
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value)
  node.append(...children.filter((c) => c !== null))
  return node
}

export class WorksPanel {
  constructor({ onDay, onPick, copy }) {
    Object.assign(this, { onDay, onPick, copy })
    this.timer = 0
  }

  // Builds the bridge before one's eyes: some days a second, until it stands or is stopped.
  play(slider, button, set) {
    if (this.timer) return this.stop(button)
    const end = Number(slider.max)
    if (Number(slider.value) >= end) slider.value = 0
    button.textContent = 'Stop'
    button.setAttribute('aria-pressed', 'true')
    this.timer = setInterval(() => {
      if (!slider.isConnected) return this.stop(button)
      slider.value = Math.min(Number(slider.value) + end / 150, end)
      set(Number(slider.value))
      return Number(slider.value) >= end ? this.stop(button) : null
    }, 80)
    return null
  }

  stop(button) {
    clearInterval(this.timer)
    this.timer = 0
    button.textContent = 'Play'
    button.setAttribute('aria-pressed', 'false')
  }

  show(host, works, state) {
    if (works === undefined) return fill(host, el('p', { class: 'quiet' }, 'The programme is shown when the first run is done.'))
    if (works === null) return fill(host, el('h2', {}, 'No programme'), el('p', { class: 'quiet' }, 'The project file has no [programme] section.'))
    const end = Math.max(...works.activities.map((a) => a.finish))
    const now = state.day ?? end
    const label = el('label', { for: 'day' }, `Built by ${day(works.start, now)}`)
    const set = (at) => {
      label.textContent = `Built by ${day(works.start, at)}`
      this.onDay(at >= end ? null : at)
    }
    const slider = el('input', { id: 'day', type: 'range', min: 0, max: end, step: 1, value: now, oninput: (event) => set(Number(event.target.value)) })
    const play = el('button', { 'aria-pressed': 'false', onclick: () => this.play(slider, play, set) }, 'Play')
    fill(host,
      el('h2', {}, 'When will it open?'),
      promises(works),
      el('div', { class: 'row' }, el('div', { class: 'grow' }, label), play),
      slider,
      this.figure('Chance of being open', opening(works)),
      this.figure('The forecast as it stood', fan(works)),
      this.figure('Time against place', place(works, this.onPick)),
      this.figure('Activities', gantt(works, this.onPick)),
      this.figure('What drives the date', tornado(works)))
  }

  figure(title, drawing) {
    if (!drawing) return null
    drawing.setAttribute('role', 'img')
    drawing.setAttribute('aria-label', title)
    return el('figure', { class: 'drawn' },
      el('figcaption', { class: 'row' }, el('span', { class: 'grow' }, title),
        el('button', { onclick: () => this.copy(drawing, title, 'svg') }, 'SVG'),
        el('button', { onclick: () => this.copy(drawing, title, 'png') }, 'PNG')),
      drawing)
  }
}

function promises(works) {
  return el('table', {}, el('thead', {}, el('tr', {}, ['promised', 'by', 'chance'].map((h) => el('th', { scope: 'col' }, h)))),
    el('tbody', {}, works.promises.map((p) => el('tr', {},
      el('td', {}, p.what), el('td', { class: 'number' }, p.day), el('td', { class: 'number' }, percent(p.opened_learned ?? p.opened))))))
}

function frame(height, x0, x1, start, ticks = true) {
  const left = 6
  const scale = (t) => left + ((W - 2 * left) * (t - x0)) / (x1 - x0)
  const root = svg('svg', { viewBox: `0 0 ${W} ${height}`, width: '100%', class: 'plot' })
  if (ticks) {
    const first = new Date(`${start}T00:00:00Z`)
    const origin = first.getTime()
    for (let year = first.getUTCFullYear(); year < first.getUTCFullYear() + 15; year++) {
      for (const month of [0, 6]) {
        const at = (Date.UTC(year, month, 1) - origin) / 864e5
        if (at < x0 || at > x1) continue
        const x = scale(at)
        root.append(svg('line', { x1: x, x2: x, y1: 0, y2: height - 14, class: 'grid' }))
        const t = svg('text', { x, y: height - 3, 'text-anchor': 'middle' })
        t.textContent = month ? 'Jul' : String(year)
        root.append(t)
      }
    }
  }
  return { root, scale }
}

const days = (works, iso) => (Date.parse(`${iso}T00:00:00Z`) - Date.parse(`${works.start}T00:00:00Z`)) / 864e5

function opening(works) {
  const { shares, learned, prior } = works.opening
  const low = Math.min(learned[0], prior[0], days(works, works.today)) - 20
  const high = Math.max(learned.at(-1), prior.at(-1)) + 20
  const height = 150
  const { root, scale } = frame(height, low, high, works.start)
  const y = (share) => 6 + (height - 26) * (1 - share)
  const line = (values, name) => root.append(svg('polyline', { class: name, points: values.map((v, k) => `${scale(v).toFixed(1)},${y(shares[k]).toFixed(1)}`).join(' ') }))
  line(prior, 'prior')
  line(learned, 'now')
  promisedLines(works, root, scale, height, low, high)
  return root
}

function promisedLines(works, root, scale, height, low, high) {
  for (const p of works.promises) {
    const at = days(works, p.day)
    if (at < low || at > high) continue
    const mark = svg('line', { x1: scale(at), x2: scale(at), y1: 0, y2: height - 14, class: 'promise' })
    const title = svg('title')
    title.textContent = `${p.what}: ${p.day}`
    mark.append(title)
    root.append(mark)
  }
}

function fan(works) {
  if (works.fan.length < 2) return null
  const all = works.fan.flatMap((f) => f.quantiles)
  const xs = works.fan.map((f) => f.day)
  const height = 170
  const { root, scale } = frame(height, xs[0] - 5, xs.at(-1) + 5, works.start)
  const [low, high] = [Math.min(...all) - 20, Math.max(...all) + 20]
  const y = (v) => 6 + ((height - 26) * (high - v)) / (high - low)
  const band = (a, b) => [...works.fan.map((f) => [f.day, f.quantiles[a]]), ...works.fan.toReversed().map((f) => [f.day, f.quantiles[b]])]
  const points = (list) => list.map(([t, v]) => `${scale(t).toFixed(1)},${y(v).toFixed(1)}`).join(' ')
  root.append(svg('polygon', { class: 'band', points: points(band(0, 3)) }))
  root.append(svg('polyline', { class: 'now', points: points(works.fan.map((f) => [f.day, f.quantiles[1]])) }))
  for (const p of works.promises) {
    const at = days(works, p.day)
    if (at < low || at > high) continue
    root.append(svg('line', { x1: 0, x2: W, y1: y(at), y2: y(at), class: 'promise' }))
  }
  for (const f of [works.fan[0], works.fan.at(-1)]) {
    const t = svg('text', { x: f === works.fan[0] ? 8 : W - 8, y: y(f.quantiles[1]) - 4, 'text-anchor': f === works.fan[0] ? 'start' : 'end' })
    t.textContent = day(works.start, f.quantiles[1])
    root.append(t)
  }
  return root
}

function place(works, onPick) {
  const placed = works.activities.filter((a) => a.place)
  if (!placed.length) return null
  const end = Math.max(...works.activities.map((a) => a.finish))
  const far = Math.max(...placed.flatMap((a) => a.place))
  const near = Math.min(...placed.flatMap((a) => a.place))
  const height = 260
  const x = (s) => 40 + ((W - 46) * (s - near)) / (far - near)
  const y = (t) => 6 + ((height - 26) * t) / end
  const root = svg('svg', { viewBox: `0 0 ${W} ${height}`, width: '100%', class: 'plot' })
  const year = new Date(`${works.start}T00:00:00Z`).getUTCFullYear()
  for (let k = 0; k < 24; k++) {
    const at = (Date.UTC(year, 3 * k, 1) - Date.parse(`${works.start}T00:00:00Z`)) / 864e5
    if (at < 0 || at > end) continue
    root.append(svg('line', { x1: 40, x2: W, y1: y(at), y2: y(at), class: 'grid' }))
    const t = svg('text', { x: 36, y: y(at) + 3, 'text-anchor': 'end' })
    t.textContent = day(works.start, at).slice(0, 7)
    root.append(t)
  }
  for (const s of [near, (near + far) / 2, far]) {
    const t = svg('text', { x: x(s), y: height - 3, 'text-anchor': s === near ? 'start' : s === far ? 'end' : 'middle' })
    t.textContent = `${Math.round(s)} m`
    root.append(t)
  }
  for (const a of placed) {
    const [p, q] = a.place
    const wide = Math.abs(x(q) - x(p)) > 6
    const mark = wide
      ? svg('line', { x1: x(p), y1: y(a.start), x2: x(q), y2: y(a.finish), class: `task f-${a.front}` })
      : svg('line', { x1: x((p + q) / 2), y1: y(a.start), x2: x((p + q) / 2), y2: y(a.finish), class: `task f-${a.front}` })
    const title = svg('title')
    title.textContent = `${a.name}: ${day(works.start, a.start)} to ${day(works.start, a.finish)}`
    mark.append(title)
    mark.addEventListener('click', () => a.elements[0] && onPick(a.elements[0]))
    root.append(mark)
  }
  return root
}

function gantt(works, onPick) {
  const rows = works.activities.filter((a) => !a.milestone).sort((a, b) => a.start - b.start || a.finish - b.finish)
  const end = Math.max(...rows.map((a) => a.finish))
  const step = 9
  const height = rows.length * step + 20
  const { root, scale } = frame(height, 0, end, works.start)
  rows.forEach((a, k) => {
    const bar = svg('rect', { x: scale(a.start), y: k * step + 1, width: Math.max(scale(a.finish) - scale(a.start), 1), height: step - 3, class: `task ${a.float <= 1e-6 ? 'critical' : ''}` })
    const title = svg('title')
    title.textContent = `${a.name}: ${day(works.start, a.start)} to ${day(works.start, a.finish)}${a.float > 0 ? `, float ${a.float.toFixed(0)} d` : ', critical'}`
    bar.append(title)
    bar.addEventListener('click', () => a.elements[0] && onPick(a.elements[0]))
    const wide = scale(a.finish) > W / 2
    const t = svg('text', { x: wide ? scale(a.start) - 2 : scale(a.finish) + 2, y: k * step + step - 3, 'text-anchor': wide ? 'end' : 'start', class: 'name' })
    t.textContent = a.name
    root.append(bar, t)
  })
  return root
}

function tornado(works) {
  const bars = works.tornado.slice(0, 10)
  if (!bars.length) return null
  const all = bars.flatMap((b) => [b.fast, b.slow])
  const [low, high] = [Math.min(...all), Math.max(...all)]
  const x = (v) => 8 + ((W - 16) * (v - low)) / (high - low || 1)
  const step = 26
  const root = svg('svg', { viewBox: `0 0 ${W} ${bars.length * step + 4}`, width: '100%', class: 'plot' })
  bars.forEach((b, k) => {
    const t = svg('text', { x: 4, y: k * step + 10 })
    t.textContent = `${b.name}: ${day(works.start, Math.min(b.fast, b.slow))} to ${day(works.start, Math.max(b.fast, b.slow))}`
    root.append(t, svg('rect', { x: x(Math.min(b.fast, b.slow)), y: k * step + 13, width: Math.max(Math.abs(x(b.slow) - x(b.fast)), 1), height: 7, class: 'task' }))
  })
  return root
}
