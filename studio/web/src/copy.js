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

export function hand(blob, name) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10000)
}
