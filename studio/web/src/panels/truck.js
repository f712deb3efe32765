// Choosing vehicles and their place; the worst place of a load model for a section.

import { el, fill } from '../dom.js'

const RESPONSES = [['My', 'moment'], ['Vz', 'shear'], ['uz', 'displacement']]

export function truckPanel(host, { state, loads, decks, onChange, onWorst, worst, error }) {
  const vehicle = loads.vehicles.find((v) => v.id === state.vehicle) ?? loads.vehicles[0]
  const deck = decks[state.deck] ?? decks[0]
  const total = vehicle.forces.reduce((a, b) => a + b, 0)
  const change = (key, parse = Number) => (event) => onChange({ [key]: parse(event.target.value) })
  fill(host,
    el('h2', {}, 'Drag a truck'),
    el('p', { class: 'quiet' }, 'Drag it on the deck, or use the arrow keys: the diagrams follow.'),
    field('vehicle', 'Vehicle', el('select', { id: 'vehicle', onchange: change('vehicle', String) },
      loads.vehicles.map((v) => el('option', { value: v.id, selected: v.id === vehicle.id }, `${v.title}${v.verified ? '' : ' (not verified)'}${v.vehicle && v.vehicle !== v.model ? ` – ${v.vehicle}` : ''}`)))),
    el('p', { class: 'quiet' }, `${vehicle.forces.length} axles, ${(total / 1e3).toFixed(0)} kN with dynamic allowance; ${vehicle.source}`),
    field('x', `First axle at ${state.x.toFixed(2)} m`, el('input', { id: 'x', type: 'range', min: decks[0].start, max: decks.at(-1).end + 30, step: 0.05, value: state.x, oninput: change('x') })),
    field('y', `Middle at ${state.y.toFixed(2)} m from the axis`, el('input', { id: 'y', type: 'range', min: -4, max: 4, step: 0.05, value: state.y, oninput: change('y') })),
    el('div', { class: 'row', style: 'margin-top:8px' },
      el('button', { onclick: () => onChange({ playing: !state.playing }), 'aria-pressed': String(Boolean(state.playing)) }, state.playing ? 'Stop' : 'Drive'),
      field('speed', 'Speed [km/h]', el('input', { id: 'speed', type: 'number', min: 5, max: 200, step: 5, value: state.speed, onchange: change('speed'), style: 'width:84px' })),
      el('button', { onclick: () => onChange({ second: !state.second }), 'aria-pressed': String(Boolean(state.second)) }, 'A second one, other lane')),
    field('deck', 'Deck', el('select', { id: 'deck', onchange: change('deck') }, decks.map((d, k) => el('option', { value: k, selected: k === state.deck }, d.name)))),
    field('girder', 'Girder in the diagrams', el('select', { id: 'girder', onchange: change('girder') }, deck.girders.map((g, k) => el('option', { value: k, selected: k === state.girder }, g.name)))),
    el('h3', {}, 'Put a load model in the worst place'),
    field('model', 'Load model', el('select', { id: 'model', onchange: change('model', String) },
      loads.models.map((m) => el('option', { value: m.id, selected: m.id === state.model }, `${m.title}${m.verified ? '' : ' (not verified)'}`)))),
    field('station', 'For the section at [m]', el('input', { id: 'station', type: 'number', min: deck.start, max: deck.end, step: 0.5, value: state.section, onchange: change('section') })),
    field('response', 'Effect', el('select', { id: 'response', onchange: change('response', String) },
      RESPONSES.map(([key, name]) => el('option', { value: key, selected: key === state.response }, name)))),
    el('div', { class: 'row', style: 'margin-top:8px' },
      el('button', { class: 'main', onclick: () => onWorst(1) }, 'Largest'),
      el('button', { class: 'main', onclick: () => onWorst(-1) }, 'Smallest'),
      el('button', { onclick: () => onChange({ painted: !state.painted }), 'aria-pressed': String(Boolean(state.painted)) }, 'Influence surface')),
    error ? el('p', { class: 'problem', role: 'alert' }, error) : null,
    worst ? el('div', { 'data-worst': '' }, el('p', {}, el('strong', {}, worst.text)), el('p', { class: 'quiet' }, worst.label), ...worst.notes.map((n) => el('p', { class: 'quiet' }, n)),
      el('button', { onclick: () => onChange({ placed: null }) }, 'Back to the truck')) : null,
    el('h3', {}, 'Bearings now'),
    el('div', { id: 'reactions' }))
}

function field(id, name, control) {
  return el('div', {}, el('label', { for: id }, name), control)
}
