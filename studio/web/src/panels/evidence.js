// Every adopted number with who said it, what contradicts it, and what is only assumed.

import { el, fill } from '../dom.js'

const KINDS = ['all', 'reported', 'assumed', 'given', 'standard', 'derived']

export class EvidencePanel {
  constructor() {
    this.words = ''
    this.kind = 'all'
  }

  show(host, evidence) {
    this.host = host
    this.evidence = evidence
    if (!evidence) return fill(host, el('p', { class: 'quiet' }, 'The evidence is shown when the first run is done.'))
    this.draw()
  }

  draw() {
    const { host, evidence } = this
    const words = this.words.trim().toLowerCase()
    const lines = evidence.lines.filter((line) => (this.kind === 'all' || line.kind === this.kind) && (!words || JSON.stringify(line).toLowerCase().includes(words)))
    const count = (kind) => (kind === 'all' ? evidence.lines.length : evidence.lines.filter((l) => l.kind === kind).length)
    fill(host,
      el('h2', {}, 'Where every number comes from'),
      el('label', { for: 'search' }, 'Find a number, a claim or a person'),
      el('input', { id: 'search', type: 'search', value: this.words, oninput: (event) => { this.words = event.target.value; this.draw(); const n = document.getElementById('search'); n.focus(); n.setSelectionRange(n.value.length, n.value.length) } }),
      el('div', { class: 'row', style: 'margin:8px 0' }, KINDS.filter(count).map((kind) =>
        el('button', { 'aria-pressed': String(kind === this.kind), onclick: () => { this.kind = kind; this.draw() } }, `${kind} ${count(kind)}`))),
      this.kind === 'all' && !words ? conflicts(evidence) : null,
      lines.slice(0, 150).map((line) => this.line(line)),
      lines.length > 150 ? el('p', { class: 'quiet' }, `${lines.length - 150} more: narrow the search`) : null,
      lines.length ? null : el('p', { class: 'quiet' }, 'Nothing answers to these words.'))
  }

  line(line) {
    const ids = new Set(line.source.match(/\b[A-Z]+\d+[a-z]?\b/g) ?? [])
    const claims = this.evidence.claims.filter((c) => ids.has(c.identity))
    const rivals = this.evidence.conflicts.filter((c) => c.claims.some((id) => ids.has(id)))
    return el('details', {},
      el('summary', {}, el('span', { class: 'quiet' }, line.address), ' ', el('span', { class: 'tag' }, line.kind), el('strong', { class: 'value' }, line.value)),
      el('p', {}, line.source),
      line.span ? el('p', { class: 'quiet' }, `plausible range: ${line.span}`) : null,
      line.note ? el('p', { class: 'quiet' }, line.note) : null,
      claims.map(claim),
      rivals.map((c) => el('p', { class: 'problem' }, el('strong', {}, `${c.topic}: `), `${c.resolution} (${c.basis})`)))
  }
}

function claim(c) {
  return el('blockquote', {},
    el('p', {}, el('strong', {}, `${c.identity} `), `${c.value} ${c.unit}`, ' ', el('span', { class: 'tag' }, c.status), ' ', el('span', { class: 'tag' }, c.exactness)),
    el('p', { class: 'quiet' }, `${c.chain.join(' → ')}${c.date ? `, ${c.date}` : ''}`),
    c.note ? el('p', { class: 'quiet' }, c.note) : null)
}

function conflicts({ conflicts, contradictions }) {
  const many = conflicts.length + contradictions.length
  if (!many) return null
  return el('details', { class: 'card' },
    el('summary', {}, el('strong', {}, `${many} conflicts and contradictions, kept and shown`)),
    conflicts.map((c) => el('p', {}, el('strong', {}, `${c.topic}: `), c.resolution, el('span', { class: 'quiet' }, ` (${c.basis}; ${c.claims.join(', ')})`))),
    contradictions.map((c) => el('p', {}, `“${c.first}” against “${c.second}”: `, el('span', { class: 'quiet' }, c.finding))))
}
