// The bridge's answer to wheels: influence operators as the server packs them.
//
// A wheel stands on an element of the loading lines; the lever rule shares it between the two
// lines beside it, Hermite functions between the two nodes beside it.  A span answers its own
// loads by a dense block, those of another span through U K V^T (see operators.py).

const TYPES = { f4: Float32Array, f8: Float64Array, i2: Int16Array, i4: Int32Array }
const SIDE = 1e-9 // m: a wheel exactly over a node counts to the element before it

export class Operators {
  constructor(manifest, buffer) {
    this.components = manifest.components
    const array = ({ kind, shape, at }) => ({
      data: new TYPES[kind](buffer, at, shape.reduce((a, b) => a * b, 1)),
      shape,
    })
    this.decks = manifest.decks.map((deck) => new Deck(deck, manifest.components, array))
  }

  // Effects of wheels [x, y, force] on every deck: one Answer a deck.
  answer(wheels) {
    return this.decks.map((deck) => deck.answer(wheels))
  }
}

class Deck {
  constructor(deck, components, array) {
    Object.assign(this, {
      name: deck.name, x: deck.x, y: deck.y, spans: deck.spans, girders: deck.girders,
      sections: deck.sections, bearings: deck.bearings, row: deck.row, rows: deck.rows,
      components,
    })
    this.firstRow = deck.rows.reduce((sum, n) => [...sum, sum.at(-1) + n], [0])
    this.count = this.firstRow.at(-1)
    this.jump = {
      element: array(deck.jump.element).data,
      line: array(deck.jump.line).data,
      data: array(deck.jump.data).data,
    }
    // rows whose own section lies in an element: only they see its jump
    this.jumpsIn = new Map()
    this.jump.element.forEach((element, r) => {
      if (element < 0) return
      if (!this.jumpsIn.has(element)) this.jumpsIn.set(element, [])
      this.jumpsIn.get(element).push(r)
    })
    this.blocks = deck.blocks.map((block) => ({
      first: block.nodes[0],
      last: block.nodes[1],
      dense: array(block.dense),
      left: array(block.left),
      right: array(block.right),
      seenRight: array(block.seen_right),
      seenLeft: array(block.seen_left),
      couplings: new Map(
        Object.entries(block.couplings).map(([j, entry]) => [Number(j), array(entry)]),
      ),
    }))
    this.raw = new Float64Array(this.count)
  }

  get start() {
    return this.x[0]
  }

  get end() {
    return this.x.at(-1)
  }

  // Values of every row under wheels [x, y, force]; wheels off the deck carry nothing.
  answer(wheels) {
    const raw = this.raw.fill(0)
    const loads = this.blocks.map(() => new Map())
    for (const [x, y, force] of wheels) {
      if (x < this.start || x > this.end || !force) continue
      this.stand(x, y, force, loads, raw)
    }
    const far = this.blocks.map((block, j) => [
      project(block.seenRight, loads[j]),
      project(block.seenLeft, loads[j]),
    ])
    this.blocks.forEach((block, i) => {
      const at = this.firstRow[i]
      addColumns(block.dense, loads[i], raw, at)
      const fromLeft = new Float64Array(block.left.shape[1])
      const fromRight = new Float64Array(block.right.shape[1])
      for (const [j, coupling] of block.couplings) {
        if (!loads[j].size) continue
        if (j < i) addProduct(coupling, far[j][0], fromLeft)
        else addProduct(coupling, far[j][1], fromRight)
      }
      addRows(block.left, fromLeft, raw, at)
      addRows(block.right, fromRight, raw, at)
    })
    return raw
  }

  // Rows of one component at the sections, in their order: (sections,) of an answer.
  of(raw, component) {
    const c = this.components.indexOf(component)
    const out = new Float64Array(this.sections.station.length)
    this.row.forEach(({ first, sections }, i) => {
      const at = this.firstRow[i] + c * sections
      for (let k = 0; k < sections; k++) out[first + k] = raw[at + k]
    })
    return out
  }

  // Force on each bearing (uplift positive), in the order of `bearings`.
  reactions(raw) {
    const out = []
    this.row.forEach(({ sections, bearings }, i) => {
      const at = this.firstRow[i] + this.components.length * sections
      for (let k = 0; k < bearings; k++) out.push(raw[at + k])
    })
    return out
  }

  // Spread one wheel over the nodal loads of its span; a jump goes straight into its rows.
  stand(x, y, force, loads, raw) {
    const e = Math.min(Math.max(upper(this.x, x - SIDE) - 1, 0), this.x.length - 2)
    const h = this.x[e + 1] - this.x[e]
    const t = (x - this.x[e]) / h
    const u = 1 - t
    const shape = [u * u * (1 + 2 * t), t * u * u * h, t * t * (3 - 2 * t), -t * t * u * h]
    const a = Math.min(Math.max(upper(this.y, y) - 1, 0), this.y.length - 2)
    const share = (y - this.y[a]) / (this.y[a + 1] - this.y[a])
    const span = Math.min(upper(this.spans, this.x[e] + 1e-6) - 1, this.blocks.length - 1)
    const block = this.blocks[span]
    const nodes = block.last - block.first
    const half = this.y.length * nodes
    for (const [line, weight] of [[a, 1 - share], [a + 1, share]]) {
      if (!weight) continue
      for (let n = 0; n < 2; n++) {
        const at = line * nodes + (e + n - block.first)
        add(loads[span], at, force * weight * shape[2 * n])
        add(loads[span], half + at, force * weight * shape[2 * n + 1])
      }
    }
    for (const r of this.jumpsIn.get(e) ?? []) {
      const line = this.jump.line[r]
      const weight = line === a ? 1 - share : line === a + 1 ? share : 0
      if (!weight) continue
      let sum = 0
      for (let k = 0; k < 4; k++) sum += this.jump.data[4 * r + k] * shape[k]
      raw[r] += force * weight * sum
    }
  }

  // Influence surface of one section: ordinates per newton at points [x, y].
  influence(section, component, points) {
    const span = this.sections.span[section]
    const { first, sections } = this.row[span]
    const row = this.firstRow[span] + this.components.indexOf(component) * sections
    const r = row + section - first
    const table = this.surfaceRow(span, r - this.firstRow[span])
    return points.map(([x, y]) => this.read(table, r, x, y))
  }

  // Nodal values and slopes of one row over the whole deck: [2][line][node] in one array.
  surfaceRow(span, row) {
    const lines = this.y.length
    const k = this.x.length
    const out = new Float64Array(2 * lines * k)
    const own = this.blocks[span]
    this.blocks.forEach((block, j) => {
      const nodes = block.last - block.first
      const size = 2 * lines * nodes
      const part = new Float64Array(size)
      if (j === span) {
        const rows = own.dense.shape[1]
        for (let c = 0; c < size; c++) part[c] = own.dense.data[c * rows + row]
      } else {
        const side = j < span ? own.left : own.right
        const seen = j < span ? block.seenRight : block.seenLeft
        const coupling = own.couplings.get(j)
        const [p, q] = coupling.shape
        const weight = new Float64Array(q)
        for (let m = 0; m < p; m++) {
          const u = side.data[row * p + m]
          for (let n = 0; n < q; n++) weight[n] += u * coupling.data[m * q + n]
        }
        for (let c = 0; c < size; c++) {
          let sum = 0
          for (let n = 0; n < q; n++) sum += seen.data[c * q + n] * weight[n]
          part[c] = sum
        }
      }
      for (let s = 0; s < 2; s++) {
        for (let l = 0; l < lines; l++) {
          for (let n = 0; n < nodes; n++) {
            out[(s * lines + l) * k + block.first + n] = part[(s * lines + l) * nodes + n]
          }
        }
      }
    })
    return out
  }

  read(table, r, x, y) {
    if (x < this.start || x > this.end) return 0
    const lines = this.y.length
    const k = this.x.length
    const e = Math.min(Math.max(upper(this.x, x - SIDE) - 1, 0), k - 2)
    const h = this.x[e + 1] - this.x[e]
    const t = (x - this.x[e]) / h
    const u = 1 - t
    const shape = [u * u * (1 + 2 * t), t * u * u * h, t * t * (3 - 2 * t), -t * t * u * h]
    const a = Math.min(Math.max(upper(this.y, y) - 1, 0), lines - 2)
    const share = (y - this.y[a]) / (this.y[a + 1] - this.y[a])
    let sum = 0
    for (const [line, weight] of [[a, 1 - share], [a + 1, share]]) {
      const value = line * k + e
      const slope = (lines + line) * k + e
      let here = table[value] * shape[0] + table[slope] * shape[1]
      here += table[value + 1] * shape[2] + table[slope + 1] * shape[3]
      if (this.jump.element[r] === e && this.jump.line[r] === line) {
        for (let m = 0; m < 4; m++) here += this.jump.data[4 * r + m] * shape[m]
      }
      sum += weight * here
    }
    return sum
  }
}

// Wheels of a vehicle with its first axle at x, its middle at y: [x, y, force] each.
export function wheelsOf(vehicle, x, y, direction = 1) {
  const wheels = []
  vehicle.offsets.forEach((offset, axle) => {
    const force = vehicle.forces[axle] / vehicle.wheels.length
    for (const across of vehicle.wheels) wheels.push([x - direction * offset, y + across, force])
  })
  return wheels
}

// First index whose value is greater than `value`, in an increasing list.
export function upper(list, value) {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (list[middle] <= value) low = middle + 1
    else high = middle
  }
  return low
}

function add(map, key, value) {
  map.set(key, (map.get(key) ?? 0) + value)
}

function project({ data, shape }, loads) {
  const out = new Float64Array(shape[1])
  for (const [column, load] of loads) {
    const at = column * shape[1]
    for (let k = 0; k < out.length; k++) out[k] += load * data[at + k]
  }
  return out
}

function addColumns({ data, shape }, loads, out, at) {
  for (const [column, load] of loads) {
    const from = column * shape[1]
    for (let r = 0; r < shape[1]; r++) out[at + r] += load * data[from + r]
  }
}

function addProduct({ data, shape }, vector, out) {
  for (let r = 0; r < shape[0]; r++) {
    let sum = 0
    for (let k = 0; k < shape[1]; k++) sum += data[r * shape[1] + k] * vector[k]
    out[r] += sum
  }
}

function addRows({ data, shape }, vector, out, at) {
  if (!vector.some((v) => v !== 0)) return
  for (let r = 0; r < shape[0]; r++) {
    let sum = 0
    for (let k = 0; k < shape[1]; k++) sum += data[r * shape[1] + k] * vector[k]
    out[at + r] += sum
  }
}
