// The truck on the bridge: effects, deformation, bearings, worst place, influence surface.

import { post } from './api.js'
import { trim } from './diagrams.js'
import { el, fill, readable } from './dom.js'
import { wheelsOf } from './operators.js'

const UNITS = { My: 'N m', Vz: 'N', uz: 'm' }
const NAMES = { My: 'moment', Vz: 'shear', uz: 'displacement' }
const FINE = 256 // places along a deck where the drawn deformation is given

export class Driving {
  // page: { store, scene, diagrams, run, loads }
  constructor(page) {
    this.page = page
    this.wheels = []
  }

  vehicles() {
    const { store, loads } = this.page
    const vehicle = loads.vehicles.find((v) => v.id === store.get('vehicle')) ?? loads.vehicles[0]
    const { x, y, second, placed } = store.state
    if (placed) return placed.wheels
    const one = wheelsOf(vehicle, x, y)
    return second ? [...one, ...wheelsOf(vehicle, x, -y)] : one
  }

  move() {
    const { scene, run, diagrams, store, loads } = this.page
    if (!loads || !scene.box) return
    this.wheels = this.vehicles()
    scene.truck(this.wheels)
    if (!run.operators) return
    const answers = run.operators.answer(this.wheels)
    const deck = run.operators.decks[diagrams.deck]
    diagrams.update(answers[diagrams.deck])
    this.bend(deck, answers[diagrams.deck], store.get('scale'))
    this.reactions(deck, answers[diagrams.deck])
  }

  bend(deck, raw, scale) {
    const rows = deck.girders.map((_, g) => this.curve(deck, raw, g))
    const ys = deck.girders.map((g) => g.y)
    const order = ys.map((_, k) => k).sort((a, b) => ys[a] - ys[b])
    this.page.scene.deform(order.map((k) => rows[k]), [deck.start, deck.end], [Math.min(...ys), Math.max(...ys)], scale)
  }

  // Deflection of a girder at even stations, for the eye; the diagrams hold the exact values.
  curve(deck, raw, girder) {
    const values = deck.of(raw, 'uz')
    deck.order ??= deck.girders.map((_, g) => deck.sections.girder
      .map((own, k) => [own, k]).filter(([own]) => own === g).map(([, k]) => k)
      .sort((a, b) => deck.sections.station[a] - deck.sections.station[b]))
    const own = deck.order[girder]
    const out = new Float32Array(FINE)
    let k = 0
    for (let i = 0; i < FINE; i++) {
      const x = deck.start + ((deck.end - deck.start) * i) / (FINE - 1)
      while (k + 2 < own.length && deck.sections.station[own[k + 1]] < x) k++
      const [xa, xb] = [deck.sections.station[own[k]], deck.sections.station[own[k + 1]]]
      const t = xb > xa ? Math.min(Math.max((x - xa) / (xb - xa), 0), 1) : 0
      out[i] = values[own[k]] * (1 - t) + values[own[k + 1]] * t
    }
    return out
  }

  reactions(deck, raw) {
    const host = document.getElementById('reactions')
    if (!host) return
    const forces = deck.reactions(raw).map((force, k) => [deck.bearings[k], -force])
    const most = forces.filter(([, f]) => Math.abs(f) > 1e3).sort((a, b) => Math.abs(b[1]) - Math.abs(a[1])).slice(0, 6)
    const size = Math.abs(most[0]?.[1] ?? 1)
    fill(host, most.length
      ? el('table', {}, el('tbody', {}, most.map(([b, f]) =>
        el('tr', {},
          el('td', {}, this.page.run.head.bearings[b],
            el('div', { class: 'bar' }, el('i', { class: f < 0 ? 'over' : '', style: `width:${(100 * Math.abs(f)) / size}%` }))),
          el('td', { class: 'number' }, `${trim(f / 1e3)} kN`)))))
      : el('p', { class: 'quiet' }, 'The truck is off this deck.'))
  }

  async worst(sense) {
    const { store, run } = this.page
    const { deck, girder, section, response, model } = store.state
    const own = run.operators.decks[deck]
    const row = nearest(own, girder, section)
    try {
      const found = await post(`/api/runs/${run.id}/worst`, { deck, section: row, response, model, sense })
      const [value, unit] = readable(found.value, UNITS[response])
      const text = `${NAMES[response]} ${value} ${unit} at ${own.sections.station[row].toFixed(2)} m`
      store.set({ placed: { ...found, text }, problem: null }, { undo: true })
    } catch (error) {
      store.set({ problem: error.message })
    }
  }

  influence() {
    const { store, scene, run } = this.page
    if (!store.get('painted') || !run.operators) return scene.influence(null)
    const { deck: index, girder, section, response } = store.state
    const deck = run.operators.decks[index]
    const [low, high] = run.head.kerbs
    const [nx, ny] = [Math.max(Math.round(deck.end - deck.start), 60), 9]
    const points = []
    for (let i = 0; i < nx; i++) {
      for (let j = 0; j < ny; j++) {
        points.push([deck.start + ((deck.end - deck.start) * i) / (nx - 1), low + ((high - low) * j) / (ny - 1)])
      }
    }
    const values = deck.influence(nearest(deck, girder, section), response, points)
    const size = values.reduce((most, v) => Math.max(most, Math.abs(v)), 1e-300)
    const colours = new Float32Array(nx * ny * 3)
    values.forEach((v, k) => colours.set(shade(v / size), 3 * k))
    scene.influence({
      nx, ny, colours, points, heights: values.map((v) => (12 * Math.max(v, 0)) / size),
    })
  }
}

// Blue for what is positive, red for what is negative, pale for nothing.
const shade = (t) => (t >= 0 ? [0.86 - 0.7 * t, 0.88 - 0.5 * t, 0.9] : [0.9, 0.88 + 0.6 * t, 0.86 + 0.7 * t])

export function nearest(deck, girder, station) {
  let best = 0
  let gap = Infinity
  deck.sections.station.forEach((x, k) => {
    const distance = Math.abs(x - station)
    if (deck.sections.girder[k] === girder && distance < gap) [best, gap] = [k, distance]
  })
  return best
}
