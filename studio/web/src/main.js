// The studio's page: holds the state, and lets scene, diagrams and panels follow it.

import './style.css'
import { follow, getBytes, getJson, post, Problems } from './api.js'
import { Diagrams, trim } from './diagrams.js'
import { el, fill, readable } from './dom.js'
import { Operators, wheelsOf } from './operators.js'
import { inspect } from './panels/inspect.js'
import { truckPanel } from './panels/truck.js'
import { Scene } from './scene.js'
import { Store } from './store.js'

const TABS = [['inspect', 'Inspect'], ['truck', 'Truck'], ['edit', 'Edit'], ['evidence', 'Evidence'], ['works', 'Forecast']]
const $ = (id) => document.getElementById(id)
const dark = matchMedia('(prefers-color-scheme: dark)')

const store = new Store({
  tab: 'truck', deck: 0, girder: 0, x: 60, y: 0, vehicle: 'flm3', speed: 60, model: 'lm1', section: 60, response: 'My',
  colour: 'materials', water: 'mean', scale: 200, mode: 'truck', theme: dark.matches ? 'dark' : 'light',
  lite: !hasGpu(), second: false, playing: false, painted: false, placed: null, picked: '', cut: null, day: null,
})
const run = { id: null, data: {} } // the run that is shown, and its files
const scene = new Scene($('canvas'), { lite: store.get('lite') })
const diagrams = new Diagrams($('diagrams'), { onStation: (x) => store.set({ section: x, tab: 'truck' }) })
let server = null
let loads = null
let wheels = []

function hasGpu() {
  const gl = document.createElement('canvas').getContext('webgl2')
  if (!gl) return false
  const info = gl.getExtension('WEBGL_debug_renderer_info')
  const name = info ? gl.getParameter(info.UNMASKED_RENDERER_WEBGL) : ''
  return !/swiftshader|llvmpipe|software/i.test(name)
}

// -- data ------------------------------------------------------------------------------------

async function show(id) {
  const of = (name) => getJson(`/api/runs/${id}/${name}`)
  const [model, elements, site] = await Promise.all([
    getBytes(`/api/runs/${id}/model.glb`), of('elements.json'), of('site.json'),
  ])
  await scene.load(model)
  const first = !run.id
  Object.assign(run, { id, elements: new Map(elements.map((e) => [e.id, e])), site, operators: null, lines: null })
  if (first) scene.look('whole')
  look()
  panel()
  document.body.dataset.stage = 'arranged'
  if (id === 'arrangement') return
  const [manifest, binary, lines, head, works, evidence] = await Promise.all([
    of('operators.json'), getBytes(`/api/runs/${id}/operators.bin`), of('lines.json'), of('head.json'), of('works.json'), of('evidence.json'),
  ])
  if (run.id !== id) return
  Object.assign(run, { operators: new Operators(manifest, binary), lines, head, works, evidence })
  verdict()
  section()
  look()
  panel()
  move()
  document.body.dataset.stage = 'ready'
}

function section() {
  const deck = run.operators.decks[store.get('deck')] ?? run.operators.decks[0]
  diagrams.show(run.operators.decks.indexOf(deck), store.get('girder'), deck, run.lines)
}

function verdict() {
  const { governing, fails } = run.head
  const words = fails ? `${fails} check results exceed 1.0` : 'every check made passes'
  $('verdict').textContent = `${words}; governing: ${governing.check}, ${governing.utilisation.toFixed(2)} at ${governing.place}`
}

async function onServer(state) {
  server = state
  $('title').textContent = run.head?.name ?? state.project
  const wanted = state.runs.at(-1)?.id ?? state.arrangement
  if (wanted && wanted !== run.id) await show(wanted)
  $('title').textContent = run.head?.name ?? state.project
  progress(state)
}

function progress({ job, problems }) {
  const hint = $('hint')
  if (problems.length) fill(hint, problems.map((p) => el('span', { class: 'bad' }, p.message)))
  else if (job?.state === 'running') {
    fill(hint, `${job.step} … ${Math.round(job.seconds)} s `, el('progress', { max: job.steps, value: job.steps_done, 'aria-label': 'progress of the run' }))
  } else if (job?.state === 'failed') fill(hint, job.problems.map((p) => el('span', { class: 'bad' }, p.message)))
  else fill(hint)
}

// -- the truck -------------------------------------------------------------------------------

function vehicles() {
  const vehicle = loads.vehicles.find((v) => v.id === store.get('vehicle')) ?? loads.vehicles[0]
  const { x, y, second, placed } = store.state
  if (placed) return placed.wheels
  const one = wheelsOf(vehicle, x, y)
  return second ? [...one, ...wheelsOf(vehicle, x, -y)] : one
}

function roadLevel(x) {
  const box = scene.box
  return box ? box.max.y - 1.1 + 0 * x : 0
}

function move() {
  if (!loads || !scene.box) return
  wheels = vehicles()
  scene.truck(wheels, roadLevel(store.get('x')))
  if (!run.operators) return
  const answers = run.operators.answer(wheels)
  const deck = run.operators.decks[diagrams.deck]
  diagrams.update(answers[diagrams.deck])
  const rows = deck.girders.map((_, g) => curve(deck, answers[diagrams.deck], g))
  const ys = deck.girders.map((g) => -g.y)
  const order = ys.map((_, k) => k).sort((a, b) => ys[a] - ys[b])
  scene.deform(order.map((k) => rows[k]), [deck.start, deck.end], [Math.min(...ys), Math.max(...ys)], store.get('scale'))
  reactions(deck, answers[diagrams.deck])
}

// Deflection of a girder at even stations, for the vertices: cubic between sections would be
// finer than the eye; the diagrams show the exact values.
function curve(deck, raw, girder) {
  const values = deck.of(raw, 'uz')
  const at = deck.curves ??= new Map()
  if (!at.has(girder)) {
    const own = deck.sections.girder.map((g, k) => [g, k]).filter(([g]) => g === girder).map(([, k]) => k)
    own.sort((a, b) => deck.sections.station[a] - deck.sections.station[b])
    at.set(girder, own)
  }
  const own = at.get(girder)
  const n = 256
  const out = new Float32Array(n)
  let k = 0
  for (let i = 0; i < n; i++) {
    const x = deck.start + ((deck.end - deck.start) * i) / (n - 1)
    while (k + 2 < own.length && deck.sections.station[own[k + 1]] < x) k++
    const [a, b] = [own[k], own[k + 1]]
    const [xa, xb] = [deck.sections.station[a], deck.sections.station[b]]
    const t = xb > xa ? Math.min(Math.max((x - xa) / (xb - xa), 0), 1) : 0
    out[i] = values[a] * (1 - t) + values[b] * t
  }
  return out
}

function reactions(deck, raw) {
  const host = $('reactions')
  if (!host) return
  const forces = deck.reactions(raw).map((force, k) => [deck.bearings[k], -force])
  const most = forces.filter(([, f]) => Math.abs(f) > 1e3).sort((a, b) => Math.abs(b[1]) - Math.abs(a[1])).slice(0, 6)
  const names = run.head.bearings ?? []
  fill(host, el('table', {}, el('tbody', {}, most.map(([b, f]) =>
    el('tr', {}, el('td', {}, names[b] ?? `bearing ${b + 1}`), el('td', { class: 'number' }, `${trim(f / 1e3)} kN`))))))
}

async function putWorst(sense) {
  const { deck, section: at, response, model } = store.state
  const own = run.operators.decks[deck]
  const row = nearest(own, store.get('girder'), at)
  try {
    const found = await post(`/api/runs/${run.id}/worst`, { deck, section: row, response, model, sense })
    const [value, unit] = readable(found.value, run.operators.components.includes(response) ? { My: 'N m', Vz: 'N', uz: 'm' }[response] : '')
    const name = { My: 'moment', Vz: 'shear', uz: 'displacement' }[response]
    store.set({ placed: { ...found, text: `${name} ${value} ${unit} at ${own.sections.station[row].toFixed(2)} m` }, problem: null }, { undo: true })
    if (found.wheels.length) store.set({ x: Math.max(...found.wheels.map(([x]) => x)) })
  } catch (error) {
    store.set({ problem: error.message })
  }
}

function nearest(deck, girder, station) {
  let best = 0
  let gap = Infinity
  deck.sections.station.forEach((x, k) => {
    const distance = Math.abs(x - station)
    if (deck.sections.girder[k] === girder && distance < gap) [best, gap] = [k, distance]
  })
  return best
}

function paintInfluence() {
  if (!store.get('painted') || !run.operators) return scene.influence(null)
  const deck = run.operators.decks[store.get('deck')]
  const row = nearest(deck, store.get('girder'), store.get('section'))
  const [low, high] = run.head.kerbs
  const nx = 320
  const ny = 9
  const points = []
  for (let i = 0; i < nx; i++) {
    for (let j = 0; j < ny; j++) {
      points.push([deck.start + ((deck.end - deck.start) * i) / (nx - 1), low + ((high - low) * j) / (ny - 1)])
    }
  }
  const values = deck.influence(row, store.get('response'), points)
  const size = Math.max(...values.map(Math.abs), 1e-300)
  const colours = new Float32Array(nx * ny * 3)
  values.forEach((v, k) => {
    const t = v / size
    colours.set(t >= 0 ? [0.9 - 0.55 * t, 0.88 - 0.45 * t, 0.86] : [0.9, 0.88 + 0.55 * t, 0.86 + 0.7 * t], 3 * k)
  })
  scene.influence({
    nx, ny, colours, points: points.map(([x, y]) => [x, y, roadLevel(x) + 0.4]), heights: values.map((v) => (12 * v) / size),
  })
}

// -- looks -----------------------------------------------------------------------------------

function look() {
  const { colour, water, cut, theme, day } = store.state
  document.documentElement.dataset.theme = theme
  scene.theme(theme === 'dark')
  if (!run.site) return
  scene.water(run.site.water, water, run.site.ground)
  scene.cut(cut)
  scene.paint(colour === 'utilisation' && run.lines ? uses() : null)
  scene.stage(day !== null && run.works ? builtBy(day) : null)
}

function uses() {
  return new Map([...run.elements].map(([id, e]) => [id, e.checks.length ? Math.max(...e.checks.map((c) => c.utilisation ?? 0)) : null]))
}

function builtBy(time) {
  const doers = new Map()
  for (const task of run.works.activities) {
    for (const id of task.elements) doers.set(id, Math.min(doers.get(id) ?? Infinity, task.finish))
  }
  const built = new Set()
  for (const id of run.elements.keys()) if (!doers.has(id) || doers.get(id) <= time) built.add(id)
  return built
}

function viewbar() {
  const { water, colour, scale, cut } = store.state
  const choose = (key, parse = String) => (event) => store.set({ [key]: parse(event.target.value) })
  const levels = Object.keys(run.site?.water ?? {})
  fill($('viewbar'),
    [['whole', 'Whole'], ['side', 'Side'], ['along', 'Along'], ['top', 'Top']].map(([key, name]) => el('button', { onclick: () => scene.look(key) }, name)),
    el('select', { 'aria-label': 'Colours', onchange: choose('colour') },
      [['materials', 'Materials'], ['utilisation', 'Utilisation']].map(([key, name]) => el('option', { value: key, selected: key === colour }, name))),
    el('select', { 'aria-label': 'Water level', onchange: choose('water') },
      [...levels, 'none'].map((name) => el('option', { value: name, selected: name === water }, name === 'none' ? 'no water' : `${name} water`))),
    el('select', { 'aria-label': 'Exaggeration of the deflection', onchange: choose('scale', Number) },
      [0, 1, 50, 200, 500, 1000].map((n) => el('option', { value: n, selected: n === scale }, n ? `deflection × ${n}` : 'rigid'))),
    el('button', { 'aria-pressed': String(cut !== null), onclick: () => store.set({ cut: cut === null ? store.get('x') : null }) }, 'Cut'),
    cut === null ? null : el('input', { type: 'range', 'aria-label': 'Station of the cut', min: 0, max: run.head?.length ?? 1000, step: 0.5, value: cut, style: 'width:160px', oninput: choose('cut', Number) }))
}

function tools() {
  const { theme, lite, mode } = store.state
  fill($('tools'),
    el('button', { 'aria-pressed': String(mode === 'design'), onclick: () => store.set({ mode: mode === 'truck' ? 'design' : 'truck' }) }, 'Design effects'),
    el('button', { onclick: () => store.undo(), title: 'Ctrl+Z' }, 'Undo'),
    el('button', { 'aria-pressed': String(lite), onclick: () => { store.set({ lite: !lite }); setTimeout(() => location.reload(), 300) } }, 'Lite'),
    el('button', { onclick: () => store.set({ theme: theme === 'dark' ? 'light' : 'dark' }) }, theme === 'dark' ? 'Light' : 'Dark'))
}

// -- panels ----------------------------------------------------------------------------------

function tabs() {
  const now = store.get('tab')
  fill($('tabs'), TABS.map(([key, name]) => el('button', {
    role: 'tab', id: `tab-${key}`, 'aria-selected': String(key === now), 'aria-controls': 'body', tabindex: key === now ? 0 : -1,
    onclick: () => store.set({ tab: key }),
    onkeydown: (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
      if (!step) return
      const at = (TABS.findIndex(([k]) => k === key) + step + TABS.length) % TABS.length
      store.set({ tab: TABS[at][0] })
      $(`tab-${TABS[at][0]}`).focus()
    },
  }, name)))
  $('body').setAttribute('aria-labelledby', `tab-${now}`)
}

function panel() {
  const host = $('body')
  tabs()
  const tab = store.get('tab')
  if (tab === 'inspect') {
    inspect(host, {
      element: run.elements?.get(store.get('picked')), evidence: run.evidence,
      onSection: (row, station) => {
        const deck = run.operators.decks.findIndex((d) => row.place.startsWith(d.name))
        store.set({ deck: Math.max(deck, 0), section: station, painted: true }, { undo: true })
      },
      onClear: () => store.set({ picked: '' }, { undo: true }),
    })
  } else if (tab === 'truck') {
    if (!run.operators || !loads) return fill(host, el('p', { class: 'quiet' }, 'The truck drives when the analysis is done.'))
    truckPanel(host, {
      state: store.state, loads, decks: run.operators.decks, answer: '', error: store.get('problem'),
      worst: store.get('placed'),
      onChange: (change) => store.set({ ...change, ...('x' in change || 'y' in change || 'vehicle' in change ? { placed: null } : {}) }, { undo: !('x' in change) && !('y' in change) }),
      onWorst: putWorst,
    })
  } else fill(host, el('p', { class: 'quiet' }, 'not built'))
}

store.on((state, keys) => {
  const has = (...names) => names.some((name) => keys.has(name))
  if (has('deck', 'girder') && run.operators) section()
  if (has('mode')) diagrams.setMode(state.mode)
  if (has('colour', 'water', 'cut', 'theme', 'day')) look()
  if (has('theme') && run.operators) diagrams.build()
  if (has('picked')) scene.mark(state.picked)
  if (has('painted', 'section', 'response', 'deck', 'girder')) paintInfluence()
  if (has('x', 'y', 'vehicle', 'second', 'placed', 'scale', 'deck', 'girder', 'mode', 'theme')) move()
  if (has('colour', 'water', 'cut', 'scale')) viewbar()
  if (has('theme', 'lite', 'mode')) tools()
  if (has('x', 'y') && keys.size <= 2 && !dragging) { updatePlace(); return }
  if (!dragging || has('tab', 'picked')) panel()
})

// While sliders move, only their words change: the control under the finger stays.
function updatePlace() {
  for (const [id, text] of [['x', `First axle at ${store.get('x').toFixed(2)} m`], ['y', `Middle at ${store.get('y').toFixed(2)} m from the axis`]]) {
    const label = document.querySelector(`label[for="${id}"]`)
    if (label) label.textContent = text
    const input = $(id)
    if (input && document.activeElement !== input) input.value = store.get(id)
  }
}

// -- pointer and keys ------------------------------------------------------------------------

let dragging = false
let pressed = null

$('canvas').addEventListener('pointerdown', (event) => {
  pressed = [event.clientX, event.clientY]
  const at = scene.box && scene.ground(event.clientX, event.clientY, roadLevel(0))
  if (!at || !wheels.length) return
  const near = wheels.some(([x, y]) => Math.abs(x - at[0]) < 9 && Math.abs(y - at[1]) < 4)
  if (!near) return
  dragging = true
  scene.controls.enabled = false
  $('canvas').setPointerCapture(event.pointerId)
})

$('canvas').addEventListener('pointermove', (event) => {
  if (!dragging) return
  const at = scene.ground(event.clientX, event.clientY, roadLevel(0))
  if (!at) return
  const [low, high] = run.head?.kerbs ?? [-3.5, 3.5]
  store.set({ x: at[0], y: Math.min(Math.max(at[1], low + 1.2), high - 1.2), placed: null })
})

$('canvas').addEventListener('pointerup', (event) => {
  const moved = pressed && Math.hypot(event.clientX - pressed[0], event.clientY - pressed[1]) > 4
  if (dragging) {
    dragging = false
    scene.controls.enabled = true
    panel()
  } else if (!moved) {
    const hit = scene.pick(event.clientX, event.clientY)
    if (hit) store.set({ picked: hit.id, tab: 'inspect' }, { undo: true })
  }
  pressed = null
})

window.addEventListener('keydown', (event) => {
  if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return
  if ((event.ctrlKey || event.metaKey) && event.key === 'z') return event.shiftKey ? store.redo() : store.undo()
  if (event.target.getAttribute?.('role') === 'tab') return
  const step = (event.shiftKey ? 10 : 1) * { ArrowRight: 1, ArrowLeft: -1 }[event.key]
  const across = 0.1 * { ArrowUp: 1, ArrowDown: -1 }[event.key]
  if (step) store.set({ x: store.get('x') + step, placed: null })
  else if (across) store.set({ y: store.get('y') + across, placed: null })
  else return
  event.preventDefault()
})

let last = 0
function drive(time) {
  if (store.get('playing')) {
    const seconds = last ? Math.min((time - last) / 1000, 0.1) : 0
    const end = run.operators ? run.operators.decks.at(-1).end + 30 : 0
    const x = store.get('x') + (store.get('speed') / 3.6) * seconds
    store.set({ x: x > end ? 0 : x, placed: null })
  }
  last = time
  requestAnimationFrame(drive)
}

// -- begin -----------------------------------------------------------------------------------

tools()
viewbar()
tabs()
look()
loads = await getJson('/api/vehicles')
follow((state) => onServer(state).then(viewbar).catch((error) => {
  $('hint').textContent = error instanceof Problems ? error.message : String(error)
}))
requestAnimationFrame(drive)
window.studio = { store, scene, run, answer: (list) => run.operators.answer(list) }
