// The road's course: stations and offsets to points of the model and back.

export class Road {
  constructor(road) {
    Object.assign(this, road)
    this.last = this.station.length - 1
    // the tightest turn between samples: how far land and water can be drawn to its side
    let turn = 1e-9
    for (let k = 0; k < this.last; k++) {
      turn = Math.max(turn, Math.abs(this.direction[k + 1] - this.direction[k]) / (this.station[k + 1] - this.station[k]))
    }
    this.aside = Math.min(620, 0.8 / turn)
  }

  // Interval and share of a station; beyond the ends the road goes straight on.
  at(station) {
    let low = 0
    let high = this.last
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (this.station[middle] <= station) low = middle
      else high = middle
    }
    return [low, (station - this.station[low]) / (this.station[low + 1] - this.station[low])]
  }

  mix(name, k, t) {
    return this[name][k] + (this[name][k + 1] - this[name][k]) * t
  }

  level(station, offset = 0) {
    const [k, t] = this.at(station)
    const inside = Math.min(Math.max(t, 0), 1)
    const slope = offset >= 0 ? this.mix('left', k, inside) : this.mix('right', k, inside)
    return this.mix('levels', k, inside) + Math.abs(offset) * slope
  }

  // Point in plan, in the bridge's frame: [x, y].
  plan(station, offset) {
    const [k, t] = this.at(station)
    const turn = this.mix('direction', k, Math.min(Math.max(t, 0), 1))
    return [this.mix('x', k, t) - offset * Math.sin(turn), this.mix('y', k, t) + offset * Math.cos(turn)]
  }

  // Place in the model's axes: x along, y up, z = -(left).
  place(station, offset, above = 0) {
    const [x, y] = this.plan(station, offset)
    return [x, this.level(station, offset) + above, -y]
  }

  // Station and offset of a point in plan: the nearest piece of the axis.
  locate(x, y) {
    let best = [0, 0]
    let least = Infinity
    for (let k = 0; k < this.last; k++) {
      const [dx, dy] = [this.x[k + 1] - this.x[k], this.y[k + 1] - this.y[k]]
      const size = dx * dx + dy * dy
      let t = ((x - this.x[k]) * dx + (y - this.y[k]) * dy) / size
      if (k > 0) t = Math.max(t, 0)
      if (k + 1 < this.last) t = Math.min(t, 1)
      const [ex, ey] = [x - this.x[k] - t * dx, y - this.y[k] - t * dy]
      const gap = ex * ex + ey * ey
      if (gap < least) {
        least = gap
        const station = this.station[k] + t * (this.station[k + 1] - this.station[k])
        best = [station, (dx * ey - dy * ex) / Math.sqrt(size)]
      }
    }
    return best
  }

  // Direction of the road at a station, for what stands on it.
  heading(station) {
    const [k, t] = this.at(station)
    return this.mix('direction', k, Math.min(Math.max(t, 0), 1))
  }
}
