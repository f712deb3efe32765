// The page's own answers to wheels, for the tests: node answers.mjs FOLDER WHEELS.json
import { readFileSync } from 'node:fs'
import { Operators } from '../src/operators.js'

const [folder, list] = process.argv.slice(2)
const manifest = JSON.parse(readFileSync(`${folder}/operators.json`, 'utf8'))
const file = readFileSync(`${folder}/operators.bin`)
const buffer = file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength)
const deck = new Operators(manifest, buffer).decks[0]
const answers = JSON.parse(readFileSync(list, 'utf8')).map((wheels) => {
  const raw = deck.answer(wheels)
  const found = Object.fromEntries(manifest.components.map((name) => [name, [...deck.of(raw, name)]]))
  return { ...found, Fz: deck.reactions(raw) }
})
process.stdout.write(JSON.stringify(answers))
