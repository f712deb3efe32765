// The studio in a real Chromium: node page.mjs ADDRESS CHROMIUM [PICTURES]
// Loads, picks, drags, asks for the worst place, edits, errs, reloads during a run, stays offline.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import { chromium } from 'playwright-core'

const [address, executablePath, pictures] = process.argv.slice(2)
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const browser = await chromium.launch({
  executablePath,
  args: [
    '--headless', '--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--use-gl=angle', '--use-angle=swiftshader',
    '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist',
  ],
})
const context = await browser.newContext({ viewport: { width: 900, height: 620 }, bypassCSP: true })
const page = await context.newPage()
const faults = []
const strangers = []
const origin = new URL(address).origin
page.on('pageerror', (error) => faults.push(error.message))
page.on('console', (message) => {
  // a refused edit is an answer, not a fault: the browser logs its status all the same
  if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) faults.push(message.text())
})
page.on('request', (request) => {
  const { protocol, origin: from } = new URL(request.url())
  if (!['data:', 'blob:'].includes(protocol) && from !== origin) strangers.push(request.url())
})

const steps = []
const step = async (name, work) => {
  const began = Date.now()
  try {
    await work()
  } catch (error) {
    if (pictures) await page.screenshot({ path: `${pictures}/failed.png` })
    throw new Error(`${name}: ${error.stack}; faults: ${faults.join(' | ')}`)
  }
  steps.push({ name, ms: Date.now() - began })
}
const ready = () => page.waitForFunction(() => document.body.dataset.stage === 'ready', null, { timeout: 240000 })
const of = (keys) => page.evaluate((names) => names.map((k) => studio.store.get(k)), keys)
const picture = (name) => pictures && page.screenshot({ path: `${pictures}/${name}.png` })

await step('first view', async () => {
  await page.goto(address)
  await page.waitForFunction(() => ['arranged', 'ready'].includes(document.body.dataset.stage), null, { timeout: 60000 })
  await page.waitForFunction(() => studio.scene.frames > 0)
})

await step('ready', ready)

await step('draws something', async () => {
  const shades = await page.evaluate(() => new Promise((done) => {
    studio.scene.look('side')
    requestAnimationFrame(() => requestAnimationFrame(() => {
      const { renderer, scene, camera } = studio.scene
      renderer.render(scene, camera)
      const gl = renderer.getContext()
      const pixels = new Uint8Array(4 * gl.drawingBufferWidth * gl.drawingBufferHeight)
      gl.readPixels(0, 0, gl.drawingBufferWidth, gl.drawingBufferHeight, gl.RGBA, gl.UNSIGNED_BYTE, pixels)
      const seen = new Set()
      for (let k = 0; k < pixels.length; k += 40) seen.add((pixels[k] << 16) | (pixels[k + 1] << 8) | pixels[k + 2])
      done(seen.size)
    }))
  }))
  assert.ok(shades > 10, `only ${shades} colours`)
})

await step('pick a girder', async () => {
  await page.evaluate(() => { studio.scene.look('side'); studio.store.set({ x: -500, tab: 'inspect' }) })
  await page.waitForTimeout(400)
  const at = await page.evaluate(() => {
    const box = document.getElementById('canvas').getBoundingClientRect()
    for (let x = 0.2; x < 0.8; x += 0.02) {
      for (let y = 0.25; y < 0.8; y += 0.004) {
        const hit = studio.scene.pick(box.left + x * box.width, box.top + y * box.height)
        if (hit && /girder/.test(hit.id) && !/bearing/.test(hit.id)) return [box.left + x * box.width, box.top + y * box.height]
      }
    }
    return null
  })
  assert.ok(at, 'no girder under the pointer')
  await page.mouse.click(...at)
  const [picked, tab] = await of(['picked', 'tab'])
  assert.match(picked, /girder/)
  assert.equal(tab, 'inspect')
  await page.locator('#body summary', { hasText: 'bending' }).first().click()
  assert.match(await page.locator('#body').innerText(), /EN 199|AASHTO/)
  await picture('inspect')
})

await step('undo takes the pick back', async () => {
  await page.locator('#canvas').focus()
  await page.keyboard.press('Control+z')
  assert.equal((await of(['picked']))[0], '')
})

await step('drag the truck', async () => {
  await page.evaluate(() => {
    studio.scene.look('top')
    studio.store.set({ tab: 'truck', x: 20, y: 0, vehicle: 'flm3', scale: 0 })
  })
  await page.waitForTimeout(500)
  const places = await page.evaluate(() => {
    // where two stations of the road lie in the window
    const { scene } = studio
    const box = document.getElementById('canvas').getBoundingClientRect()
    return [18, 38].map((x) => {
      const v = scene.camera.position.clone().set(...scene.road.place(x, 0)).project(scene.camera)
      return [box.left + ((v.x + 1) / 2) * box.width, box.top + ((1 - v.y) / 2) * box.height]
    })
  })
  const before = await page.locator('[data-chart="My"] .now').innerText()
  await page.mouse.move(...places[0])
  await page.mouse.down()
  await page.mouse.move((places[0][0] + places[1][0]) / 2, places[1][1], { steps: 4 })
  await page.mouse.move(...places[1], { steps: 4 })
  await page.mouse.up()
  const [x] = await of(['x'])
  assert.ok(Math.abs(x - 38) < 1.5, `the truck stands at ${x}`)
  assert.notEqual(await page.locator('[data-chart="My"] .now').innerText(), before)
  await picture('truck')
})

await step('a diagram can be kept', async () => {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save the moment diagram as SVG' }).click()])
  const text = readFileSync(await file.path(), 'utf8')
  assert.ok(text.startsWith('<svg') && text.split('<polyline').length >= 4, text.slice(0, 200))
})

await step('keys move it', async () => {
  await page.locator('#canvas').focus()
  const [before] = await of(['x'])
  await page.keyboard.press('ArrowRight')
  const [after] = await of(['x'])
  assert.ok(Math.abs(after - before - 1) < 1e-9)
})

await step('answers are quick', async () => {
  const ms = await page.evaluate(() => {
    const times = []
    for (let k = 0; k < 60; k++) {
      const began = performance.now()
      studio.run.operators.answer(studio.driving.vehicles())
      times.push(performance.now() - began)
    }
    return times.sort((a, b) => a - b)[30]
  })
  steps.push({ name: 'median answer', ms })
})

await step('worst place', async () => {
  await page.evaluate(() => studio.store.set({ section: 30, response: 'My', model: 'lm1', tab: 'truck' }))
  await page.getByRole('button', { name: 'Largest' }).click()
  await page.locator('[data-worst]').waitFor({ timeout: 60000 })
  assert.match(await page.locator('[data-worst]').innerText(), /moment [\d,]+ kNm at 30/)
  await page.getByRole('button', { name: 'Influence surface' }).click()
  assert.ok(await page.evaluate(() => studio.scene.sheet.geometry.attributes.position.count > 100))
  await picture('worst')
})

await step('evidence', async () => {
  await page.getByRole('tab', { name: 'Evidence' }).click()
  await page.getByLabel(/Find a number/).fill('carriageway')
  assert.match(await page.locator('#body').innerText(), /road\.carriageway/)
})

await step('forecast and stages', async () => {
  await page.getByRole('tab', { name: 'Forecast' }).click()
  await page.locator('#body svg.plot').first().waitFor()
  const all = await page.evaluate(() => [...studio.scene.elements.values()].filter((m) => m.visible).length)
  await page.locator('#day').fill('30')
  const early = await page.evaluate(() => [...studio.scene.elements.values()].filter((m) => m.visible).length)
  assert.ok(early < all, `${early} of ${all} parts after 30 days`)
  await page.getByRole('button', { name: 'Play' }).click()
  await page.waitForFunction((few) => [...studio.scene.elements.values()].filter((m) => m.visible).length > few, early)
  await page.getByRole('button', { name: 'Stop' }).click()
  await page.evaluate(() => studio.store.set({ day: null }))
  const [file] = await Promise.all([page.waitForEvent('download'), page.locator('figure.drawn button', { hasText: 'SVG' }).first().click()])
  assert.match(file.suggestedFilename(), /\.svg$/)
  await picture('forecast')
})

await step('a bad edit is told at its field', async () => {
  await page.getByRole('tab', { name: 'Edit' }).click()
  await page.locator('#find').fill('girders.count')
  await page.locator('#f-layout-girders-count').fill('-3')
  await page.locator('#f-layout-girders-count').press('Tab')
  await page.getByRole('button', { name: 'Run with these' }).click()
  const told = page.locator('.field', { has: page.locator('#f-layout-girders-count') }).locator('.problem')
  await told.waitFor()
  assert.match(await told.innerText(), /layout\.girders\.count: must be a whole number/)
  await picture('bad-edit')
})

await step('an edit runs; the page is reloaded meanwhile', async () => {
  await page.getByRole('button', { name: 'Take all back' }).click()
  await page.locator('#find').fill('materials.slab')
  await page.locator('#f-materials-slab').selectOption('C40/50')
  await page.getByRole('button', { name: 'Run with these' }).click()
  await page.getByRole('button', { name: 'Cancel the run' }).waitFor()
  await page.goto(`${origin}/`) // the cookie lets it in again
  await page.waitForFunction(() => studio?.page?.server?.runs?.length === 2, null, { timeout: 240000 })
  await page.waitForFunction(() => document.body.dataset.run === studio.page.server.runs[1].id, null, { timeout: 60000 })
  assert.match(await page.locator('#runs select').innerText(), /slab = C40\/50/)
})

await step('two browsers at once', async () => {
  const other = await context.newPage()
  await other.goto(`${origin}/`)
  await other.waitForFunction(() => document.body.dataset.stage === 'ready', null, { timeout: 60000 })
  assert.equal(await other.evaluate(() => studio.page.server.runs.length), 2)
  await other.close()
})

for (const theme of ['light', 'dark']) {
  await step(`accessible, ${theme}`, async () => {
    await page.evaluate((name) => studio.store.set({ theme: name }), theme)
    for (const tab of ['Inspect', 'Truck', 'Edit', 'Evidence', 'Forecast']) {
      await page.getByRole('tab', { name: tab }).click()
      await page.waitForTimeout(150)
      await page.evaluate(axe)
      const { violations } = await page.evaluate(() => axe.run(document, { runOnly: ['wcag2a', 'wcag2aa'] }))
      const serious = violations.filter((v) => ['serious', 'critical'].includes(v.impact))
      assert.deepEqual(serious.map((v) => [tab, v.id, v.nodes[0].html.slice(0, 200), v.nodes[0].failureSummary]), [])
    }
  })
}

await browser.close()
assert.deepEqual(faults, [], 'faults on the page')
assert.deepEqual(strangers, [], 'requests to elsewhere')
process.stdout.write(JSON.stringify(steps))
