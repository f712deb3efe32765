// The project file as a form: changed fields wait in a list until they are run.

import { getJson, post, remove } from '../api.js'
import { el, fill } from '../dom.js'

const FIRST = ['layout', 'layout.girders', 'layout.piles', 'materials', 'road', 'site.water', 'programme', 'codes']

export class EditPanel {
  // tools: { state() of the server, edits: Map address -> value kept by the page, onEdits(map) }
  constructor(tools) {
    this.tools = tools
    this.form = null
    this.open = new Set(['layout', 'layout.girders'])
    this.words = ''
    this.problems = []
    this.comparison = null
  }

  async show(host) {
    this.host = host
    if (!this.form) {
      fill(host, el('p', { class: 'quiet' }, 'Reading the project file …'))
      try {
        this.form = await getJson('/api/form')
      } catch (error) {
        return fill(host, el('h2', {}, 'The project file has to be mended first'), problems(error.problems ?? [{ message: error.message }]))
      }
    }
    this.draw()
  }

  draw() {
    const { host, tools } = this
    const edits = tools.edits()
    const job = tools.server()?.job
    const running = job?.state === 'running'
    const sections = this.form
      .map((section) => ({ ...section, fields: section.fields.filter((f) => this.matches(section, f)) }))
      .filter((section) => section.fields.length)
      .sort((a, b) => rank(a.address) - rank(b.address))
    const list = el('div', {}, sections.map((section) => this.section(section, edits)))
    fill(host,
      el('h2', {}, 'Change and see'),
      el('p', { class: 'quiet' }, 'Changes are run beside the project; its file stays as it is until you save them as a new project.'),
      el('label', { for: 'find' }, 'Find a value'),
      el('input', { id: 'find', type: 'search', value: this.words, oninput: (event) => { this.words = event.target.value; this.draw(); this.focus('find') } }),
      edits.size ? this.waiting(edits, running) : null,
      problems(this.problems.filter((p) => !p.address || !this.known(p.address))),
      running ? el('div', { class: 'row', style: 'margin-top:8px' }, el('span', { class: 'grow', id: 'job-step' }, job.step), el('button', { onclick: () => remove(`/api/jobs/${job.id}`) }, 'Cancel the run')) : null,
      this.comparison ? comparison(this.comparison) : null,
      list)
  }

  // Redrawing a list must not take the cursor from the field being typed in.
  focus(id) {
    const node = document.getElementById(id)
    node?.focus()
    node?.setSelectionRange?.(node.value.length, node.value.length)
  }

  matches(section, field) {
    const words = this.words.trim().toLowerCase()
    return !words || `${field.address} ${field.meaning} ${section.about}`.toLowerCase().includes(words)
  }

  known(address) {
    return this.form.some((s) => s.fields.some((f) => f.address === address))
  }

  waiting(edits, running) {
    return el('section', { class: 'card', 'aria-label': 'Changes waiting' },
      el('table', {}, el('tbody', {}, [...edits].map(([address, value]) => el('tr', {},
        el('td', {}, address), el('td', {}, value === null ? 'default' : text(value)),
        el('td', {}, el('button', { 'aria-label': `Take back ${address}`, onclick: () => this.change(address, undefined) }, '✕')))))),
      el('div', { class: 'row', style: 'margin-top:8px' },
        el('button', { class: 'main', disabled: running, onclick: () => this.run() }, 'Run with these'),
        el('button', { onclick: () => { this.problems = []; this.tools.onEdits(new Map()); this.draw() } }, 'Take all back'),
        el('button', { onclick: () => this.save() }, 'Save as …')))
  }

  section(section, edits) {
    const open = this.open.has(section.address) || this.words.trim() !== '' || section.fields.some((f) => this.problemOf(f.address))
    return el('details', { open, ontoggle: (event) => (event.target.open ? this.open.add(section.address) : this.open.delete(section.address)) },
      el('summary', {}, el('strong', {}, section.address), section.about ? el('span', { class: 'quiet' }, ` ${section.about}`) : null),
      section.fields.map((f) => this.field(f, edits)))
  }

  problemOf(address) {
    return this.problems.find((p) => p.address === address)
  }

  field(field, edits) {
    const id = `f-${field.address.replace(/[^a-z0-9]/gi, '-')}`
    const changed = edits.has(field.address)
    const now = changed ? edits.get(field.address) : null
    const problem = this.problemOf(field.address)
    const set = (value) => this.change(field.address, value)
    const shown = changed && now !== null ? text(now) : field.value
    const shared = { id, 'aria-invalid': problem ? 'true' : false, 'aria-describedby': `${id}-about` }
    let control
    if (field.kind === 'choice') {
      control = el('select', { ...shared, onchange: (e) => set(e.target.value) }, [...new Set([...field.choices, shown].filter(Boolean))].map((c) => el('option', { value: c, selected: c === shown }, c)))
    } else if (field.kind === 'flag') {
      control = el('select', { ...shared, onchange: (e) => set(e.target.value === 'true') }, ['true', 'false'].map((c) => el('option', { value: c, selected: c === String(shown) }, c)))
    } else {
      control = el('input', { ...shared, value: field.kind === 'list' ? (changed ? JSON.stringify(now) : JSON.stringify(field.written ?? shown)) : shown, onchange: (e) => set(parse(field, e.target.value)) })
    }
    return el('div', { class: changed ? 'field changed' : 'field' },
      el('label', { for: id }, field.name, field.origin === 'absent' ? '' : el('span', { class: `tag ${field.origin}` }, field.origin)),
      control,
      el('p', { id: `${id}-about`, class: 'quiet small' }, about(field)),
      problem ? el('p', { class: 'problem', role: 'alert' }, problem.message) : null)
  }

  change(address, value) {
    const edits = new Map(this.tools.edits())
    if (value === undefined) edits.delete(address)
    else edits.set(address, value)
    this.problems = this.problems.filter((p) => p.address !== address)
    this.tools.onEdits(edits)
    this.draw()
  }

  list() {
    return [...this.tools.edits()].map(([address, value]) => ({ address, value }))
  }

  async run() {
    this.problems = []
    this.comparison = null
    try {
      await post('/api/jobs', { edits: this.list() })
    } catch (error) {
      this.problems = error.problems ?? [{ message: error.message, address: null }]
    }
    this.draw()
  }

  async save() {
    const name = prompt('Name of the new project folder, beside this one:', `${this.tools.server().project}-edited`)
    if (!name) return
    try {
      const { folder } = await post('/api/save', { name, edits: this.list() })
      this.problems = []
      this.saved = folder
      alert(`Saved: ${folder}`)
    } catch (error) {
      this.problems = error.problems ?? [{ message: error.message, address: null }]
    }
    this.draw()
  }

  // The step a run is at, without redrawing the form under the user's hands.
  progress(job) {
    const line = document.getElementById('job-step')
    if (line) line.textContent = job.step
    else if (this.form && this.host.dataset.tab === 'edit' && !this.host.contains(document.activeElement)) this.draw()
  }

  // Called when a run has ended: what changed against the project as it stands.
  async finished(state) {
    const { job, saved } = state
    if (job?.state === 'failed') this.problems = job.problems
    if (job?.state === 'done' && job.run && saved && job.run !== saved) {
      this.comparison = await getJson(`/api/compare?before=${saved}&after=${job.run}`)
    }
    if (this.host?.isConnected && this.form && this.host.dataset.tab === 'edit') this.draw()
  }
}

const rank = (address) => {
  const at = FIRST.indexOf(address)
  return at < 0 ? FIRST.length : at
}

const text = (value) => (Array.isArray(value) || (value && typeof value === 'object') ? JSON.stringify(value) : String(value))

// What the user typed, as the file would hold it; text stays text, with its unit.
function parse(field, typed) {
  const words = typed.trim()
  if (words === '') return null
  if (field.kind === 'list') {
    try {
      return JSON.parse(words)
    } catch {
      return words
    }
  }
  if (field.kind === 'whole' && /^-?\d+$/.test(words)) return Number(words)
  if (field.kind === 'quantity' && /^[-+]?[\d.]+(e[-+]?\d+)?$/i.test(words)) return Number(words)
  return words
}

function about(field) {
  const units = field.units?.filter((u) => u !== '1').join(', ')
  const parts = [field.meaning, units ? `in ${units}` : '', field.range ? `range ${field.range}` : '', field.source && field.origin !== 'given' ? `from ${field.source}` : '']
  const words = parts.filter(Boolean).join('; ')
  return words.length > 220 ? `${words.slice(0, 217)}…` : words
}

export function problems(list) {
  return el('div', {}, list.map((p) => el('p', { class: 'problem', role: 'alert' }, p.message)))
}

function comparison({ words, rows }) {
  const shown = rows.filter((r) => r.group !== 'input').slice(0, 60)
  return el('section', { class: 'card', 'aria-label': 'Before and after' },
    el('h3', {}, 'Before and after'),
    words.map((line) => el('p', {}, line)),
    el('div', { class: 'scroll', tabindex: 0 }, el('table', {},
      el('thead', {}, el('tr', {}, ['what', 'before', 'after', 'difference'].map((h) => el('th', { scope: 'col' }, h)))),
      el('tbody', {}, shown.map((r) => el('tr', {}, el('td', {}, r.what), el('td', { class: 'number' }, r.before), el('td', { class: 'number' }, r.after), el('td', { class: 'number' }, r.difference)))))))
}
