// Small helpers for building the page.

// el('button', { class: 'x', onclick: f }, 'text', child)
export function el(name, attributes = {}, ...children) {
  const node = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue
    if (key.startsWith('on')) node.addEventListener(key.slice(2), value)
    else if (key === 'value' || key === 'checked' || key === 'disabled') node[key] = value
    else node.setAttribute(key, value === true ? '' : value)
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined))
  return node
}

export function fill(node, ...children) {
  node.replaceChildren(...children.flat().filter(Boolean))
  return node
}

const UNITS = { 'N m': [1e-3, 'kNm'], N: [1e-3, 'kN'], Pa: [1e-6, 'N/mm²'], m: [1, 'm'], 'N/m': [1e-3, 'kN/m'] }

// A number in the units an engineer reads: [text, unit].
export function readable(value, unit) {
  const [factor, name] = UNITS[unit] ?? [1, unit]
  if (value === null || value === undefined) return ['–', name]
  const v = value * factor
  const size = Math.abs(v)
  const digits = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 1 ? 2 : 3
  return [v.toLocaleString('en-GB', { minimumFractionDigits: 0, maximumFractionDigits: digits }), name]
}

export const percent = (value) => (value === null ? '–' : `${Math.round(100 * value)} %`)

export const day = (start, days) => {
  const date = new Date(`${start}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + Math.round(days))
  return date.toISOString().slice(0, 10)
}
