// Where truck and section begin, and what the views show: node views.mjs ADDRESS CHROMIUM PICTURES
import { chromium } from 'playwright-core'

const [address, executablePath, pictures] = process.argv.slice(2)
const browser = await chromium.launch({
  executablePath,
  args: [
    '--headless', '--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--use-gl=angle', '--use-angle=swiftshader',
    '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist',
  ],
})
const page = await (await browser.newContext({ viewport: { width: 900, height: 620 } })).newPage()
const faults = []
page.on('pageerror', (error) => faults.push(error.message))
page.on('console', (message) => message.type() === 'error' && faults.push(message.text()))
await page.goto(address)
await page.waitForFunction(() => document.body.dataset.stage === 'ready', null, { timeout: 240000 })
await page.screenshot({ path: `${pictures}-begin.png` })

const seen = await page.evaluate(() => {
  const { run, store, driving } = studio
  const raw = run.operators.answer(driving.wheels)[0]
  return {
    supports: run.site.supports.map((s) => s.station).sort((a, b) => a - b),
    wheels: driving.wheels.map(([x]) => x),
    section: store.get('section'),
    moment: Math.max(...run.operators.decks[0].of(raw, 'My').map(Math.abs)),
    reach: {},
  }
})
for (const view of ['whole', 'side', 'top']) {
  seen.reach[view] = await page.evaluate((name) => {
    const { scene } = studio
    scene.look(name)
    scene.camera.updateMatrixWorld()
    let reach = 0
    for (const mesh of scene.elements.values()) {
      if (!mesh.visible || ['ground', 'water', 'neighbour', 'pile', 'cap'].includes(mesh.userData.kind)) continue
      const { array } = mesh.geometry.attributes.position
      const point = scene.camera.position.clone()
      for (let k = 0; k < array.length; k += 3) {
        point.set(array[k], array[k + 1], array[k + 2]).applyMatrix4(mesh.matrixWorld).project(scene.camera)
        reach = Math.max(reach, Math.abs(point.x), Math.abs(point.y))
      }
    }
    return reach
  }, view)
  await page.waitForTimeout(300)
  await page.screenshot({ path: `${pictures}-${view}.png` })
}
await browser.close()
process.stdout.write(JSON.stringify({ ...seen, faults }))
