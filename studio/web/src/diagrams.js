// Moment, shear and deflection along one girder, following the truck.

import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { chartSvg } from './copy.js'
import { el, fill } from './dom.js'

const CHARTS = [
  { key: 'My', title: 'Moment', unit: 'MNm', factor: 1e-6, flip: true, check: 'bending' },
  { key: 'Vz', title: 'Shear', unit: 'MN', factor: 1e-6, flip: false, check: 'shear' },
  { key: 'uz', title: 'Deflection', unit: 'mm', factor: -1e3, flip: true, check: null },
]

export class Diagrams {
  constructor(host, { onStation, copy }) {
    this.host = host
    this.copy = copy
    this.onStation = onStation
    this.charts = []
    this.mode = 'truck'
    new ResizeObserver(() => this.resize()).observe(host)
  }

  // deck, girder: indices; lines: the run's diagrams; operators: of the deck
  show(deck, girder, operators, lines) {
    Object.assign(this, { deck, girder, operators, lines })
    const { sections } = operators
    this.rows = sections.girder.map((g, k) => [g, k]).filter(([g]) => g === girder).map(([, k]) => k)
    this.rows.sort((a, b) => sections.station[a] - sections.station[b] || sections.side[b] - sections.side[a])
    this.x = this.rows.map((k) => sections.station[k])
    this.build()
  }

  build() {
    for (const chart of this.charts) chart.plot.destroy()
    const colours = palette()
    const figures = CHARTS.map((chart) => {
      const host = el('div', { class: 'chart' })
      const figure = el('figure', { 'data-chart': chart.key },
        el('figcaption', {}, el('span', {}, `${chart.title} [${chart.unit}]`), el('output', { class: 'now' }),
          ['SVG', 'PNG'].map((kind) => el('button', { 'aria-label': `Save the ${chart.title.toLowerCase()} diagram as ${kind}`, onclick: () => this.save(chart, kind) }, kind))),
        host)
      return { chart, host, figure }
    })
    fill(this.host, figures.map(({ figure }) => figure))
    this.charts = figures.map(({ chart, host, figure }) => {
      const data = this.data(chart)
      const plot = new uPlot(this.options(chart, host, data, colours), data.map((s) => s.values), host)
      return { ...chart, plot, host, figure, fixed: data }
    })
    this.resize()
  }

  // Series of a chart: [{label, values, stroke, ...}], the station first.
  data(chart) {
    const { deck, lines } = this
    const take = (values) => this.rows.map((k) => (values[deck][k] === null ? null : values[deck][k] * chart.factor))
    const series = [{ label: 'station', values: this.x }]
    if (chart.key === 'uz') {
      const sag = lines.envelopes.find((e) => e.component === 'deflection')
      if (sag) series.push({ label: 'LM1 frequent', values: this.rows.map((k) => sag.maximum[deck][k] * 1e3), role: 'envelope' })
    } else if (this.mode === 'truck') {
      const traffic = lines.traffic[chart.key]
      series.push({ label: 'LM1 most', values: take(traffic.maximum), role: 'envelope' })
      series.push({ label: 'LM1 least', values: take(traffic.minimum), role: 'envelope' })
    } else {
      const design = lines.envelopes.find((e) => e.component === chart.key && e.situation.startsWith('ULS'))
      if (design) {
        series.push({ label: 'design most', values: take(design.maximum), role: 'envelope' })
        series.push({ label: 'design least', values: take(design.minimum), role: 'envelope' })
      }
      const check = lines.checks.find((c) => c.name.startsWith(chart.check))
      if (check && check.unit === (chart.key === 'My' ? 'N m' : 'N')) {
        const limit = take(check.resistance).map((v) => (v === null ? null : Math.abs(v)))
        const sign = take(check.demand)
        series.push({ label: 'resistance', values: limit.map((v, k) => (v === null ? null : sign[k] < 0 ? -v : v)), role: 'resistance' })
      }
    }
    series.push({ label: this.mode === 'truck' || chart.key === 'uz' ? 'truck' : 'permanent + truck', values: this.x.map(() => 0), role: 'now' })
    return series
  }

  options(chart, host, data, colours) {
    const style = {
      envelope: { stroke: colours.soft, width: 1, fill: undefined },
      resistance: { stroke: colours.limit, width: 1.2, dash: [5, 4] },
      now: { stroke: colours.accent, width: 2 },
    }
    return {
      width: host.clientWidth || 300,
      height: host.clientHeight || 150,
      legend: { show: false },
      cursor: { y: false, drag: { x: true, y: false }, sync: { key: 'bridge' } },
      scales: {
        x: { time: false },
        y: {
          dir: chart.flip ? -1 : 1,
          range: (_, low, high) => {
            const size = Math.max(high - low, 1e-9)
            return [Math.min(low, 0) - 0.06 * size, Math.max(high, 0) + 0.06 * size]
          },
        },
      },
      axes: [
        { stroke: colours.text, grid: { stroke: colours.grid, width: 1 }, ticks: { show: false }, font: '11px system-ui', size: 24 },
        { stroke: colours.text, grid: { stroke: colours.grid, width: 1 }, ticks: { show: false }, font: '11px system-ui', size: 46 },
      ],
      series: data.map((s, k) => (k ? { label: s.label, points: { show: false }, spanGaps: false, ...style[s.role] } : {})),
      hooks: {
        setCursor: [(plot) => this.read(chart, plot)],
        ready: [(plot) => plot.over.addEventListener('dblclick', () => {
          const at = plot.posToVal(plot.cursor.left, 'x')
          this.onStation(at)
        })],
      },
    }
  }

  // Values under the pointer, beside the title.
  read(chart, plot) {
    const row = plot.cursor.idx
    const found = this.charts.find((c) => c.key === chart.key)
    if (!found) return
    const out = found.figure.querySelector('.now')
    if (row === null || row === undefined) {
      out.textContent = found.peak ?? ''
      return
    }
    const words = plot.series.slice(1).map((s, k) => [s.label, plot.data[k + 1][row]])
    out.textContent = `${this.x[row].toFixed(1)} m: ` + words
      .filter(([, v]) => v !== null && v !== undefined).map(([label, v]) => `${label} ${trim(v)}`).join(', ')
  }

  // raw: an answer of the deck's operators
  update(raw) {
    for (const chart of this.charts) {
      const all = this.operators.of(raw, chart.key)
      const base = this.mode === 'truck' || chart.key === 'uz' ? null : this.lines.permanent[chart.key][this.deck]
      const values = this.rows.map((k) => (all[k] + (base ? base[k] : 0)) * chart.factor)
      const data = chart.fixed.map((s) => s.values)
      data[data.length - 1] = values
      const { min, max } = chart.plot.scales.x
      chart.plot.batch(() => {
        chart.plot.setData(data, false)
        // Setting x, unchanged when the reader has zoomed, lets y follow the new values.
        chart.plot.setScale('x', chart.drawn ? { min, max } : { min: this.x[0], max: this.x.at(-1) })
      })
      chart.drawn = true
      let at = 0
      values.forEach((v, k) => { if (Math.abs(v) > Math.abs(values[at])) at = k })
      chart.peak = `${trim(values[at])} at ${this.x[at].toFixed(1)} m`
      chart.figure.querySelector('.now').textContent = chart.peak
    }
  }

  save({ key, title, unit, flip }, kind) {
    const { plot } = this.charts.find((c) => c.key === key)
    const name = `${title.toLowerCase()}.${kind.toLowerCase()}`
    if (kind === 'PNG') return plot.ctx.canvas.toBlob((blob) => this.copy(blob, name))
    const { min, max } = plot.scales.y
    const series = plot.series.slice(1).map((s, k) => ({ values: plot.data[k + 1], stroke: s.stroke(), width: s.width, dash: s.dash }))
    const text = chartSvg({ x: plot.data[0], series, title: `${title} [${unit}], ${this.operators.name}`, low: min, high: max, flip })
    return this.copy(new Blob([text], { type: 'image/svg+xml' }), name)
  }

  setMode(mode) {
    this.mode = mode
    if (this.operators) this.build()
  }

  resize() {
    for (const { plot, host } of this.charts) {
      if (host.clientWidth && host.clientHeight) plot.setSize({ width: host.clientWidth, height: host.clientHeight })
    }
  }
}

function palette() {
  const style = getComputedStyle(document.documentElement)
  const of = (name) => style.getPropertyValue(name).trim()
  return { text: of('--quiet'), grid: of('--line'), accent: of('--accent'), soft: of('--soft'), limit: of('--bad') }
}

export function trim(value) {
  const size = Math.abs(value)
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2)
}
