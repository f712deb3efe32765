// Pointer and keys: dragging the truck, picking a part, moving with arrows, undo.

const REACH = [9, 4] // m from a wheel: what counts as touching the truck

export function listen(canvas, { store, scene, driving, run, onPick, onRelease }) {
  const hand = { dragging: false, pressed: null }
  const under = (event) => scene.box && scene.ground(event.clientX, event.clientY, scene.road.level(store.get('x')))

  canvas.addEventListener('pointerdown', (event) => {
    hand.pressed = [event.clientX, event.clientY]
    const at = under(event)
    const near = at && driving.wheels.some(([x, y]) => Math.abs(x - at[0]) < REACH[0] && Math.abs(y - at[1]) < REACH[1])
    if (!near) return
    hand.dragging = true
    store.set({ tab: 'truck' })
    scene.controls.enabled = false
    canvas.setPointerCapture(event.pointerId)
  })

  canvas.addEventListener('pointermove', (event) => {
    if (!hand.dragging) return
    const at = under(event)
    if (!at) return
    const [low, high] = run.head?.kerbs ?? [-3.5, 3.5]
    store.set({ x: at[0], y: Math.min(Math.max(at[1], low + 1.2), high - 1.2), placed: null })
  })

  const release = (event) => {
    const moved = hand.pressed && Math.hypot(event.clientX - hand.pressed[0], event.clientY - hand.pressed[1]) > 4
    if (hand.dragging) {
      hand.dragging = false
      scene.controls.enabled = true
      onRelease()
    } else if (event.type === 'pointerup' && !moved) {
      const hit = scene.pick(event.clientX, event.clientY)
      if (hit) onPick(hit.id)
    }
    hand.pressed = null
  }
  canvas.addEventListener('pointerup', release)
  canvas.addEventListener('pointercancel', release)

  window.addEventListener('keydown', (event) => {
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z') {
      event.preventDefault()
      return event.shiftKey ? store.redo() : store.undo()
    }
    if (event.target.getAttribute?.('role') === 'tab') return
    const step = (event.shiftKey ? 10 : 1) * ({ ArrowRight: 1, ArrowLeft: -1 }[event.key] ?? 0)
    const across = 0.1 * ({ ArrowUp: 1, ArrowDown: -1 }[event.key] ?? 0)
    if (event.target !== canvas && event.target !== document.body) return
    if (step) store.set({ x: store.get('x') + step, placed: null })
    else if (across) store.set({ y: store.get('y') + across, placed: null })
    else return
    event.preventDefault()
  })
  return hand
}
