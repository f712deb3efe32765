// The studio's page: holds the state, and lets scene, diagrams and panels follow it.

import './style.css'
import { follow, getBytes, getJson, Problems } from './api.js'
import { hand, save } from './copy.js'
import { Diagrams } from './diagrams.js'
import { el, fill } from './dom.js'
import { Driving } from './driving.js'
import { Operators } from './operators.js'
import { EditPanel } from './panels/edit.js'
import { EvidencePanel } from './panels/evidence.js'
import { inspect } from './panels/inspect.js'
import { truckPanel } from './panels/truck.js'
import { WorksPanel } from './panels/works.js'
import { listen } from './pointer.js'
import { Road } from './road.js'
import { Scene } from './scene.js'
import { Store } from './store.js'

const TABS = [['inspect', 'Inspect'], ['truck', 'Truck'], ['edit', 'Edit'], ['evidence', 'Evidence'], ['works', 'Forecast']]
const $ = (id) => document.getElementById(id)

const store = new Store({
  tab: 'truck', deck: 0, girder: 0, x: null, y: 0, vehicle: 'flm3', speed: 60, model: 'lm1', section: null, response: 'My',
  colour: 'materials', water: 'mean', scale: 200, mode: 'truck', lite: !hasGpu(), second: false, playing: false, painted: false,
  theme: matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light',
  placed: null, problem: null, picked: '', cut: null, day: null, edits: new Map(),
})
const run = { id: null } // the run that is shown, with its files
const scene = new Scene($('canvas'), { lite: store.get('lite') })
const diagrams = new Diagrams($('diagrams'), { onStation: (x) => store.set({ section: x, tab: 'truck' }), copy: hand })
const page = { store, scene, diagrams, run, loads: null, server: null }
const driving = new Driving(page)
const pointer = listen($('canvas'), {
  store, scene, driving, run,
  onPick: (id) => store.set({ picked: id, tab: 'inspect' }, { undo: true }),
  onRelease: () => panel(),
})
const edit = new EditPanel({
  server: () => page.server, edits: () => store.get('edits'), onEdits: (edits) => store.set({ edits }, { undo: true }),
})
const evidence = new EvidencePanel()
const works = new WorksPanel({
  onDay: (day) => store.set({ day }), onPick: (id) => store.set({ picked: id, tab: 'inspect' }, { undo: true }), copy: save,
})

// A software renderer draws a few frames a second: the page then begins in its light dress.
function hasGpu() {
  const gl = document.createElement('canvas').getContext('webgl2')
  const info = gl?.getExtension('WEBGL_debug_renderer_info')
  return Boolean(gl) && !/swiftshader|llvmpipe|software/i.test(info ? gl.getParameter(info.UNMASKED_RENDERER_WEBGL) : '')
}

// -- runs ------------------------------------------------------------------------------------

async function show(id) {
  const of = (name) => getJson(`/api/runs/${id}/${name}`)
  const [model, elements, site] = await Promise.all([getBytes(`/api/runs/${id}/model.glb`), of('elements.json'), of('site.json')])
  const isFirst = run.id === null
  await scene.load(model, new Road(site.road))
  Object.assign(run, { id, elements: new Map(elements.map((e) => [e.id, e])), site })
  if (isFirst) {
    begin(site.supports)
    scene.look('whole')
  }
  look()
  if (isFirst) panel()
  driving.move()
  document.body.dataset.stage ??= 'arranged'
  if (id === 'arrangement') return
  const [manifest, binary, lines, head, plan, sources] = await Promise.all([
    of('operators.json'), getBytes(`/api/runs/${id}/operators.bin`), of('lines.json'), of('head.json'), of('works.json'), of('evidence.json'),
  ])
  if (run.id !== id) return
  Object.assign(run, { operators: new Operators(manifest, binary), lines, head, works: plan, evidence: sources })
  if (!run.operators.decks[store.get('deck')]) store.set({ deck: 0 })
  verdict()
  section()
  look()
  viewbar()
  if (store.get('tab') !== 'edit') panel()
  driving.move()
  driving.influence()
  document.body.dataset.stage = 'ready'
  document.body.dataset.run = id
}

// Where the address says nothing, truck and section begin in the middle of the first span.
function begin(supports) {
  const [start, next] = supports.map((s) => s.station).sort((a, b) => a - b)
  const middle = (start + next) / 2
  store.set({ x: store.get('x') ?? middle, section: store.get('section') ?? middle }, { quiet: true })
}

function section() {
  const { deck, girder } = store.state
  diagrams.show(deck, Math.min(girder, run.operators.decks[deck].girders.length - 1), run.operators.decks[deck], run.lines)
}

function verdict() {
  const { governing, verdict: words, name } = run.head
  $('title').textContent = name
  $('verdict').textContent = `${words}; governing: ${governing.check}, ${governing.utilisation.toFixed(2)} at ${governing.place}`
  $('verdict').title = $('verdict').textContent
}

let ended = null
async function onServer(state) {
  page.server = state
  if (!run.head) $('title').textContent = state.project
  progress(state)
  runsMenu()
  const newest = state.runs.at(-1)?.id ?? state.arrangement
  if (newest && newest !== run.newest) {
    run.newest = newest
    await show(newest)
    runsMenu()
  }
  const { job } = state
  if (job && job.state !== 'running' && job.id !== ended) {
    ended = job.id
    await edit.finished(state)
  } else if (store.get('tab') === 'edit' && job?.state === 'running') edit.progress(job)
}

function progress({ job, problems }) {
  const hint = $('hint')
  if (job?.state === 'running') {
    fill(hint, `${job.step} … `, el('progress', { max: job.steps, value: job.steps_done, 'aria-label': 'progress of the run' }))
  } else if (problems.length) fill(hint, problems.map((p) => el('span', { class: 'bad' }, p.message)))
  else if (job?.state === 'failed') fill(hint, job.problems.map((p) => el('span', { class: 'bad' }, p.message.split('\n')[0])))
  else if (job?.state === 'cancelled') fill(hint, 'the run was cancelled; nothing was changed')
  else fill(hint)
}

function runsMenu() {
  const { runs } = page.server
  if (runs.length < 2) return fill($('runs'))
  const name = (r) => (r.saved ? 'the project as it stands' : r.edits.map((e) => `${e.address.split('.').at(-1)} = ${e.value}`).join(', ').slice(0, 60))
  fill($('runs'), el('select', { 'aria-label': 'Run shown', onchange: (event) => show(event.target.value).then(runsMenu) },
    runs.map((r) => el('option', { value: r.id, selected: r.id === run.id }, name(r)))))
}

// -- looks -----------------------------------------------------------------------------------

function look() {
  const { colour, water, cut, theme, day } = store.state
  document.documentElement.dataset.theme = theme
  scene.theme(theme === 'dark')
  if (!run.site) return
  scene.terrain(run.site.ground, theme === 'dark')
  scene.water(run.site.water, water, run.site.ground)
  scene.cut(cut)
  scene.paint(colour === 'utilisation' && run.lines ? uses() : null)
  scene.stage(day !== null && run.works ? builtBy(day) : null)
}

const worstOf = (e) => (e.checks.length ? Math.max(...e.checks.map((c) => c.utilisation ?? 0)) : null)
const uses = () => new Map([...run.elements].map(([id, e]) => [id, worstOf(e)]))

// Parts whose first task is finished by a day of the plan, and those no task builds.
function builtBy(time) {
  const done = new Map()
  for (const task of run.works.activities) {
    for (const id of task.elements) done.set(id, Math.min(done.get(id) ?? Infinity, task.finish))
  }
  return new Set([...run.elements.keys()].filter((id) => (done.get(id) ?? 0) <= time))
}

function viewbar() {
  const { water, colour, scale, cut } = store.state
  const choose = (key, parse = String) => (event) => store.set({ [key]: parse(event.target.value) })
  const options = (list, now) => list.map(([key, name]) => el('option', { value: key, selected: key === now }, name))
  const levels = Object.keys(run.site?.water ?? {}).map((name) => [name, `${name} water`])
  fill($('viewbar'),
    [['whole', 'Whole'], ['side', 'Side'], ['along', 'Along'], ['top', 'Top']].map(([key, name]) => el('button', { onclick: () => scene.look(key) }, name)),
    el('select', { 'aria-label': 'Colours', onchange: choose('colour') }, options([['materials', 'Materials'], ['utilisation', 'Utilisation']], colour)),
    el('select', { 'aria-label': 'Water level', onchange: choose('water') }, options([...levels, ['none', 'no water']], water)),
    el('select', { 'aria-label': 'Exaggeration of the deflection', onchange: choose('scale', Number) },
      options([0, 1, 50, 200, 500, 1000].map((n) => [n, n ? `deflection × ${n}` : 'rigid']), scale)),
    el('button', { 'aria-pressed': String(cut !== null), onclick: () => store.set({ cut: cut === null ? store.get('x') : null }) }, 'Cut'),
    cut === null ? null : el('input', { type: 'range', 'aria-label': 'Station of the cut', min: 0, max: run.head?.length ?? 1000, step: 0.5, value: cut, style: 'width:160px', oninput: choose('cut', Number) }))
}

function tools() {
  const { theme, lite, mode } = store.state
  fill($('tools'),
    el('button', { 'aria-pressed': String(mode === 'design'), onclick: () => store.set({ mode: mode === 'truck' ? 'design' : 'truck' }, { undo: true }) }, 'Design effects'),
    el('button', { onclick: () => store.undo(), title: 'Ctrl+Z' }, 'Undo'),
    el('button', { onclick: downloads, 'aria-haspopup': 'dialog' }, 'Download'),
    el('button', { 'aria-pressed': String(lite), title: 'Fewer pixels and plain light, for machines without a graphics card', onclick: () => { store.set({ lite: !lite }); setTimeout(() => location.reload(), 400) } }, 'Lite'),
    el('button', { onclick: () => store.set({ theme: theme === 'dark' ? 'light' : 'dark' }) }, theme === 'dark' ? 'Light' : 'Dark'))
}

async function downloads() {
  const dialog = el('dialog', { 'aria-label': 'Download' }, el('p', { class: 'quiet' }, 'When the run is done.'))
  document.body.append(dialog)
  dialog.addEventListener('close', () => dialog.remove())
  dialog.showModal()
  const close = el('button', { onclick: () => dialog.close() }, 'Close')
  if (!run.operators) return dialog.append(close)
  const list = await getJson(`/api/runs/${run.id}/deliverables`)
  fill(dialog, el('h2', {}, 'Download what the bridge hands over'),
    el('ul', {}, list.map(({ name, about }) => el('li', {}, el('a', { href: `/api/runs/${run.id}/deliverables/${name}`, download: '' }, about)))),
    el('p', { class: 'quiet' }, 'Made when asked for; the larger ones take some seconds.'), close)
}

// -- panels ----------------------------------------------------------------------------------

function tabs() {
  const now = store.get('tab')
  const turn = (key) => (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!step) return
    const next = TABS[(TABS.findIndex(([k]) => k === key) + step + TABS.length) % TABS.length][0]
    store.set({ tab: next })
    $(`tab-${next}`).focus()
  }
  fill($('tabs'), TABS.map(([key, name]) => el('button', {
    role: 'tab', id: `tab-${key}`, 'aria-selected': String(key === now), 'aria-controls': 'body', tabindex: key === now ? 0 : -1,
    onclick: () => store.set({ tab: key }), onkeydown: turn(key),
  }, name)))
  $('body').setAttribute('aria-labelledby', `tab-${now}`)
}

function panel() {
  const host = $('body')
  tabs()
  const tab = store.get('tab')
  host.dataset.tab = tab
  if (tab === 'edit') return edit.show(host)
  if (tab === 'evidence') return evidence.show(host, run.evidence)
  if (tab === 'works') return works.show(host, run.works, store.state)
  if (tab === 'inspect') {
    return inspect(host, {
      element: run.elements?.get(store.get('picked')), evidence: run.evidence,
      onSection: (row, station) => {
        const deck = run.operators.decks.findIndex((d) => row.place.startsWith(`${d.name} `))
        store.set({ deck: Math.max(deck, 0), section: station, painted: true }, { undo: true })
      },
      onClear: () => store.set({ picked: '' }, { undo: true }),
    })
  }
  if (!run.operators || !page.loads) return fill(host, el('p', { class: 'quiet' }, 'The truck drives when the analysis is done.'))
  truckPanel(host, {
    state: store.state, loads: page.loads, decks: run.operators.decks, error: store.get('problem'), worst: store.get('placed'),
    onChange: (change) => {
      const moves = 'x' in change || 'y' in change
      store.set({ ...change, ...(moves || 'vehicle' in change ? { placed: null } : {}) }, { undo: !moves })
    },
    onWorst: (sense) => driving.worst(sense),
  })
  return driving.move()
}

store.on((state, keys) => {
  const has = (...names) => names.some((name) => keys.has(name))
  if (has('theme', 'colour', 'water', 'cut', 'day')) look()
  if (has('deck', 'girder') && run.operators) section()
  if (has('mode')) diagrams.setMode(state.mode)
  if (has('theme') && run.operators) diagrams.build()
  if (has('picked')) scene.mark(state.picked)
  if (has('painted', 'section', 'response', 'deck', 'girder')) driving.influence()
  if (has('x', 'y', 'vehicle', 'second', 'placed', 'scale', 'deck', 'girder', 'mode', 'theme')) driving.move()
  if (has('colour', 'water', 'cut', 'scale')) viewbar()
  if (has('theme', 'lite', 'mode')) tools()
  if (has('x', 'y') && !pointer.dragging) place()
  const redraws = ['tab', 'picked', 'deck', 'girder', 'vehicle', 'second', 'playing', 'painted', 'placed', 'problem', 'section', 'edits']
  if (!pointer.dragging && redraws.some((key) => keys.has(key)) && !(state.tab === 'edit' && !has('tab'))) panel()
})

// While sliders move, only their words change: the control under the finger stays.
function place() {
  const { x, y } = store.state
  for (const [id, value, text] of [['x', x, `First axle at ${x.toFixed(2)} m`], ['y', y, `Middle at ${y.toFixed(2)} m from the axis`]]) {
    const label = document.querySelector(`label[for="${id}"]`)
    if (label) label.textContent = text
    if ($(id) && document.activeElement !== $(id)) $(id).value = value
  }
}

let last = 0
function drive(time) {
  if (store.get('playing') && run.operators) {
    const seconds = last ? Math.min((time - last) / 1000, 0.1) : 0
    const x = store.get('x') + (store.get('speed') / 3.6) * seconds
    store.set({ x: x > run.operators.decks.at(-1).end + 30 ? 0 : x })
  }
  last = time
  requestAnimationFrame(drive)
}

// -- begin -----------------------------------------------------------------------------------

tools()
viewbar()
look()
panel()
requestAnimationFrame(drive)
window.studio = { store, scene, run, page, driving }
page.loads = await getJson('/api/vehicles')
let queue = Promise.resolve()
follow((state) => {
  queue = queue.then(() => onServer(state)).then(viewbar).catch((error) => {
    $('hint').textContent = error instanceof Problems ? error.message : String(error)
    console.error(error)
  })
})
