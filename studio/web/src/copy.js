// A drawing as a file of its own: the page's styles go with it.

const STYLED = ['stroke', 'stroke-width', 'stroke-dasharray', 'fill', 'fill-opacity', 'font-size', 'font-family', 'text-anchor', 'opacity']

export function save(drawing, title, kind) {
  const copy = drawing.cloneNode(true)
  const from = [drawing, ...drawing.querySelectorAll('*')]
  const to = [copy, ...copy.querySelectorAll('*')]
  from.forEach((node, k) => {
    const style = getComputedStyle(node)
    to[k].setAttribute('style', STYLED.map((name) => `${name}:${style.getPropertyValue(name)}`).join(';'))
  })
  const { width, height } = drawing.viewBox.baseVal
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  copy.setAttribute('width', width)
  copy.setAttribute('height', height)
  const text = new XMLSerializer().serializeToString(copy)
  const name = title.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  if (kind === 'svg') return hand(new Blob([text], { type: 'image/svg+xml' }), `${name}.svg`)
  const image = new Image()
  image.onload = () => {
    const canvas = document.createElement('canvas')
    canvas.width = 3 * width
    canvas.height = 3 * height
    const pen = canvas.getContext('2d')
    pen.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--card').trim() || 'white'
    pen.fillRect(0, 0, canvas.width, canvas.height)
    pen.drawImage(image, 0, 0, canvas.width, canvas.height)
    canvas.toBlob((blob) => hand(blob, `${name}.png`))
  }
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`
}

// A chart drawn on a canvas, as lines of its own: series of {values, stroke, width, dash}.
export function chartSvg({ x, series, title, low, high, flip }) {
  const [w, h, left, foot] = [640, 300, 52, 30]
  const across = (v) => left + ((w - left - 10) * (v - x[0])) / (x.at(-1) - x[0])
  const up = (v) => 24 + ((h - 24 - foot) * (flip ? v - low : high - v)) / (high - low)
  const lines = series.map(({ values, stroke, width, dash }) => {
    const runs = ['']
    values.forEach((v, k) => {
      if (v === null || v === undefined) runs.push('')
      else runs[runs.length - 1] += `${across(x[k]).toFixed(1)},${up(v).toFixed(1)} `
    })
    return runs.filter((r) => r.trim()).map((r) => `<polyline points="${r.trim()}" fill="none" stroke="${stroke}" stroke-width="${width}"${dash ? ` stroke-dasharray="${dash.join(' ')}"` : ''}/>`).join('')
  })
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((t) => {
    const [vx, vy] = [x[0] + t * (x.at(-1) - x[0]), low + t * (high - low)]
    return `<text x="${across(vx)}" y="${h - 10}" text-anchor="middle">${vx.toFixed(0)}</text><text x="${left - 6}" y="${up(vy) + 4}" text-anchor="end">${Number(vy.toPrecision(3))}</text>`
  })
  const zero = `<line x1="${left}" x2="${w - 10}" y1="${up(0)}" y2="${up(0)}" stroke="#888" stroke-width="0.7"/>`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${w} ${h}" width="${w}" height="${h}" font-family="sans-serif" font-size="11"><text x="${left}" y="14" font-weight="bold">${title}</text>${zero}${lines.join('')}${ticks.join('')}</svg>`
}

export function hand(blob, name) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10000)
}
