// What the page shows, in one place: parts of it live in the address, changes can be undone.

const SHARED = ['tab', 'deck', 'x', 'y', 'vehicle', 'picked', 'section', 'response', 'colour', 'water', 'day', 'cut', 'scale', 'theme', 'lite']

export class Store {
  constructor(initial) {
    this.state = { ...initial, ...fromAddress() }
    this.listeners = new Set()
    this.past = []
    this.future = []
    this.timer = 0
    window.addEventListener('hashchange', () => this.set(fromAddress(), { quiet: true }))
  }

  get(key) {
    return this.state[key]
  }

  // Change some keys; `undo` makes the change one that can be taken back.
  set(change, { undo = false, quiet = false } = {}) {
    const keys = Object.keys(change).filter((key) => this.state[key] !== change[key])
    if (!keys.length) return
    if (undo) {
      this.past.push(Object.fromEntries(keys.map((key) => [key, this.state[key]])))
      this.future = []
    }
    Object.assign(this.state, change)
    for (const listener of this.listeners) listener(this.state, new Set(keys))
    if (!quiet) this.share()
  }

  undo() {
    this.#step(this.past, this.future)
  }

  redo() {
    this.#step(this.future, this.past)
  }

  #step(from, to) {
    const change = from.pop()
    if (!change) return
    to.push(Object.fromEntries(Object.keys(change).map((key) => [key, this.state[key]])))
    this.set(change)
  }

  on(listener) {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  // The address follows a moment later: a drag makes hundreds of changes.
  share() {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => {
      const words = new URLSearchParams()
      for (const key of SHARED) {
        const value = this.state[key]
        if (value !== undefined && value !== null && value !== '') words.set(key, short(value))
      }
      history.replaceState(null, '', `#${words}`)
    }, 250)
  }
}

function short(value) {
  return typeof value === 'number' ? String(Number(value.toFixed(3))) : String(value)
}

function fromAddress() {
  const found = {}
  for (const [key, text] of new URLSearchParams(location.hash.slice(1))) {
    if (!SHARED.includes(key)) continue
    const number = Number(text)
    found[key] = text === 'true' ? true : text === 'false' ? false
      : text !== '' && Number.isFinite(number) ? number : text
  }
  return found
}
