// The bridge in its river: model, water, picking, colours, cut, stages and deformation.
//
// Model axes are those of the glTF file: x along the bridge, y up, z = -offset.

import * as THREE from 'three'
import { OrbitControls } from 'three/addons/controls/OrbitControls.js'
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js'

const PAINT = [
  [0, 0x2f6f9f],
  [0.5, 0x3f9f8f],
  [0.8, 0xd9a441],
  [0.95, 0xd4702f],
  [1.0, 0xc23b22],
]

const ASIDE = 620 // m of land and water drawn to each side of the axis
const UNSEEN = ['ground', 'water', 'neighbour', 'pile', 'cap'] // not what a view is framed by
const SITE = ['site/water', 'site/ground']

export class Scene {
  constructor(canvas, { lite = false } = {}) {
    this.canvas = canvas
    this.lite = lite
    this.renderer = new THREE.WebGLRenderer({ canvas, antialias: !lite, powerPreference: 'high-performance' })
    this.renderer.localClippingEnabled = true
    this.renderer.outputColorSpace = THREE.SRGBColorSpace
    this.scene = new THREE.Scene()
    this.camera = new THREE.PerspectiveCamera(38, 1, 1, 20000)
    this.controls = new OrbitControls(this.camera, canvas)
    this.controls.maxPolarAngle = 0.52 * Math.PI
    this.controls.addEventListener('change', () => this.ask())
    this.light()
    this.elements = new Map()
    this.clip = new THREE.Plane(new THREE.Vector3(-1, 0, 0), 1e6)
    this.bend = { value: null }
    this.scale = { value: 0 }
    this.pending = false
    new ResizeObserver(() => this.resize()).observe(canvas.parentElement)
    this.resize()
  }

  light() {
    this.scene.add(new THREE.HemisphereLight(0xe9f1f7, 0x6b6152, 1.7))
    const sun = new THREE.DirectionalLight(0xfff1dc, 2.1)
    sun.position.set(-400, 600, 500)
    this.scene.add(sun)
  }

  theme(dark) {
    const sky = dark ? 0x14191d : 0xe8edf0
    this.scene.background = new THREE.Color(sky)
    this.scene.fog = new THREE.Fog(sky, 2500, 9000)
    this.ask()
  }

  resize() {
    const { clientWidth: w, clientHeight: h } = this.canvas.parentElement
    if (!w || !h) return
    this.renderer.setPixelRatio(this.lite ? 0.6 : Math.min(devicePixelRatio, 2))
    this.renderer.setSize(w, h, false)
    this.camera.aspect = w / h
    this.camera.updateProjectionMatrix()
    this.ask()
  }

  // Draw once, at the next frame, whoever asks how often.
  ask() {
    if (this.pending) return
    this.pending = true
    requestAnimationFrame(() => {
      this.pending = false
      this.renderer.render(this.scene, this.camera)
      this.frames = (this.frames ?? 0) + 1
    })
  }

  async load(bytes) {
    const gltf = await new GLTFLoader().parseAsync(bytes, '')
    if (this.root) this.scene.remove(this.root)
    this.root = gltf.scene
    this.elements.clear()
    this.root.traverse((node) => {
      if (!node.isMesh) return
      const holder = node.userData.id ? node : node.parent
      const { id, kind } = holder.userData
      node.userData = { ...holder.userData }
      node.material = this.material(node.material, kind)
      if (id) this.elements.set(id, node)
    })
    this.scene.add(this.root)
    this.box = new THREE.Box3()
    for (const [, mesh] of this.elements) {
      if (!UNSEEN.includes(mesh.userData.kind)) this.box.expandByObject(mesh)
    }
    this.ask()
  }

  material(base, kind) {
    const Material = this.lite ? THREE.MeshLambertMaterial : THREE.MeshStandardMaterial
    const material = new Material({
      color: base.color, transparent: base.transparent, opacity: base.opacity,
      side: base.transparent ? THREE.DoubleSide : THREE.FrontSide, depthWrite: !base.transparent,
      clippingPlanes: ['ground', 'water'].includes(kind) ? [] : [this.clip],
    })
    if (!this.lite) Object.assign(material, { roughness: base.roughness, metalness: base.metalness })
    if (['girder', 'slab', 'surfacing', 'barrier', 'cross-frame'].includes(kind)) this.bends(material)
    material.userData.plain = material.color.clone()
    return material
  }

  // Superstructure vertices follow the deflection texture: (stations, girders) of metres up.
  bends(material) {
    material.onBeforeCompile = (shader) => {
      Object.assign(shader.uniforms, {
        bend: this.bend, bendScale: this.scale, bendX: this.bendX, bendZ: this.bendZ,
      })
      shader.vertexShader = shader.vertexShader
        .replace('#include <common>', `#include <common>
uniform sampler2D bend; uniform float bendScale; uniform vec2 bendX; uniform vec2 bendZ;`)
        .replace('#include <begin_vertex>', `#include <begin_vertex>
if (bendScale != 0.0) {
  vec4 placed = modelMatrix * vec4(position, 1.0);
  vec2 at = vec2((placed.x - bendX.x) / (bendX.y - bendX.x), (placed.z - bendZ.x) / (bendZ.y - bendZ.x));
  transformed.y += bendScale * texture2D(bend, clamp(at, 0.0, 1.0)).r;
}`)
    }
  }

  // rows: girders from z low to z high, each (n,) metres up, over x[0]..x[1]
  deform(rows, x, z, scale) {
    const n = rows[0].length
    const data = new Float32Array(n * rows.length)
    rows.forEach((row, k) => data.set(row, k * n))
    if (!this.texture || this.texture.image.width !== n || this.texture.image.height !== rows.length) {
      this.texture?.dispose()
      this.texture = new THREE.DataTexture(data, n, rows.length, THREE.RedFormat, THREE.FloatType)
      this.texture.minFilter = this.texture.magFilter = THREE.LinearFilter
      this.bend.value = this.texture
    } else {
      this.texture.image.data.set(data)
    }
    this.texture.needsUpdate = true
    this.bendX.value.set(...x)
    this.bendZ.value.set(...z)
    this.scale.value = scale
    this.ask()
  }

  bendX = { value: new THREE.Vector2(0, 1) }
  bendZ = { value: new THREE.Vector2(0, 1) }

  // Element under a point of the window, or null; `at` is the point hit.
  pick(clientX, clientY) {
    const bounds = this.canvas.getBoundingClientRect()
    const point = new THREE.Vector2(
      (2 * (clientX - bounds.left)) / bounds.width - 1,
      1 - (2 * (clientY - bounds.top)) / bounds.height,
    )
    const ray = new THREE.Raycaster()
    ray.setFromCamera(point, this.camera)
    const meshes = [...this.elements.values()].filter((m) => m.visible && !['water', 'ground'].includes(m.userData.kind))
    const hit = ray.intersectObjects(meshes, false).find((h) => h.point.x <= this.clip.constant)
    return hit ? { id: hit.object.userData.id, at: hit.point } : null
  }

  // Point of the level `z` under a place of the window: [station, offset], or null.
  ground(clientX, clientY, level) {
    const bounds = this.canvas.getBoundingClientRect()
    const point = new THREE.Vector2(
      (2 * (clientX - bounds.left)) / bounds.width - 1,
      1 - (2 * (clientY - bounds.top)) / bounds.height,
    )
    const ray = new THREE.Raycaster()
    ray.setFromCamera(point, this.camera)
    const hit = ray.ray.intersectPlane(new THREE.Plane(new THREE.Vector3(0, 1, 0), -level), new THREE.Vector3())
    return hit ? [hit.x, -hit.z] : null
  }

  mark(id) {
    if (this.marked) this.marked.material.emissive?.setHex(0)
    this.marked = this.elements.get(id)
    this.marked?.material.emissive?.setHex(0x7a3a12)
    this.ask()
  }

  // Colour by utilisation: id -> number or null; without a table the materials show.
  paint(table) {
    for (const [id, mesh] of this.elements) {
      const use = table?.get(id)
      const plain = mesh.material.userData.plain
      if (!table || ['ground', 'water', 'neighbour'].includes(mesh.userData.kind)) mesh.material.color.copy(plain)
      else if (use === undefined || use === null) mesh.material.color.setHex(0xb9b9b4)
      else mesh.material.color.copy(colourOf(use))
    }
    this.ask()
  }

  // Only elements built by then; null shows all.
  stage(built) {
    for (const [id, mesh] of this.elements) mesh.visible = !SITE.includes(id) && (!built || built.has(id))
    this.ask()
  }

  cut(station) {
    this.clip.constant = station ?? 1e6
    this.ask()
  }

  // The profile along the axis, drawn on to both sides: how the banks run is not known.
  terrain([xs, zs], dark) {
    if (this.land) this.scene.remove(this.land)
    const bank = 250
    const x = [xs[0] - bank, ...xs, xs.at(-1) + bank]
    const z = [zs[0], ...zs, zs.at(-1)]
    const position = new Float32Array(x.length * 6)
    x.forEach((s, k) => position.set([s, z[k], -ASIDE, s, z[k], ASIDE], 6 * k))
    const index = []
    for (let k = 0; k + 1 < x.length; k++) index.push(2 * k, 2 * k + 1, 2 * k + 2, 2 * k + 2, 2 * k + 1, 2 * k + 3)
    const geometry = new THREE.BufferGeometry()
    geometry.setAttribute('position', new THREE.BufferAttribute(position, 3))
    geometry.setIndex(index)
    geometry.computeVertexNormals()
    const material = new THREE.MeshLambertMaterial({ color: dark ? 0x565142 : 0xa9a184, side: THREE.DoubleSide })
    this.land = new THREE.Mesh(geometry, material)
    this.scene.add(this.land)
  }

  water(levels, name, ground) {
    if (this.surface) this.scene.remove(this.surface)
    for (const id of SITE) {
      const own = this.elements.get(id)
      if (own) own.visible = false
    }
    const level = levels[name]
    if (level === undefined) return this.ask()
    const [xs, zs] = ground
    const wet = xs.filter((_, i) => zs[i] < level)
    if (!wet.length) return this.ask()
    const [a, b] = banks(xs, zs, level)
    const shape = new THREE.PlaneGeometry(b - a, 2 * ASIDE).rotateX(-Math.PI / 2)
    const ice = name === 'ice'
    const material = new THREE.MeshLambertMaterial({
      color: ice ? 0xe3ebf0 : 0x3d6f8e, transparent: true, opacity: ice ? 0.9 : 0.72, depthWrite: false,
    })
    this.surface = new THREE.Mesh(shape, material)
    this.surface.position.set((a + b) / 2, level, 0)
    this.scene.add(this.surface)
    this.ask()
  }

  // The influence surface over the deck: points of a grid with ordinates from -1 to 1.
  influence(grid) {
    if (this.sheet) this.scene.remove(this.sheet)
    this.sheet = null
    if (grid) {
      const { nx, ny, points, heights, colours } = grid
      const geometry = new THREE.BufferGeometry()
      const position = new Float32Array(nx * ny * 3)
      points.forEach(([x, y, z], k) => position.set([x, z + heights[k], -y], 3 * k))
      const index = []
      for (let i = 0; i + 1 < nx; i++) {
        for (let j = 0; j + 1 < ny; j++) {
          const k = i * ny + j
          index.push(k, k + ny, k + 1, k + 1, k + ny, k + ny + 1)
        }
      }
      geometry.setAttribute('position', new THREE.BufferAttribute(position, 3))
      geometry.setAttribute('color', new THREE.BufferAttribute(colours, 3))
      geometry.setIndex(index)
      const material = new THREE.MeshBasicMaterial({ vertexColors: true, side: THREE.DoubleSide, transparent: true, opacity: 0.88 })
      this.sheet = new THREE.Mesh(geometry, material)
      this.scene.add(this.sheet)
    }
    this.ask()
  }

  truck(wheels, level) {
    if (this.lorry) this.scene.remove(this.lorry)
    this.lorry = lorryOf(wheels, level, this.lite)
    this.scene.add(this.lorry)
    this.ask()
  }

  // A camera for the whole bridge, along it, across it, or from above.
  look(name) {
    const size = this.box.getSize(new THREE.Vector3())
    const middle = this.box.getCenter(new THREE.Vector3())
    const far = (0.62 * size.x) / Math.tan((this.camera.fov * Math.PI) / 360) / Math.max(this.camera.aspect, 0.6)
    const from = {
      whole: [middle.x - 0.3 * size.x, middle.y + 0.17 * far, 0.62 * far],
      side: [middle.x, middle.y + 6, far],
      along: [this.box.min.x - 60, this.box.max.y + 25, 14],
      top: [middle.x, middle.y + far, 1],
    }[name]
    this.camera.position.set(...from)
    this.controls.target.copy(middle)
    this.controls.update()
    this.ask()
  }
}

export function colourOf(use) {
  const k = PAINT.findIndex(([limit]) => use <= limit)
  if (k < 0) return new THREE.Color(PAINT.at(-1)[1])
  if (k === 0) return new THREE.Color(PAINT[0][1])
  const [low, a] = PAINT[k - 1]
  const [high, b] = PAINT[k]
  return new THREE.Color(a).lerp(new THREE.Color(b), (use - low) / (high - low))
}

function banks(xs, zs, level) {
  let first = null
  let last = null
  for (let i = 0; i + 1 < xs.length; i++) {
    const [a, b] = [zs[i] - level, zs[i + 1] - level]
    if (a < 0 && first === null) first = xs[i]
    if (a >= 0 && b < 0 && first === null) first = xs[i] + ((xs[i + 1] - xs[i]) * a) / (a - b)
    if (a < 0 && b >= 0) last = xs[i] + ((xs[i + 1] - xs[i]) * a) / (a - b)
    if (b < 0) last = xs[i + 1]
  }
  return [first, last]
}

// A body over its wheels: [x, y, force]; drawn for the eye, not to the vehicle's shape.
function lorryOf(wheels, level, lite) {
  // level: of the road at a station
  const group = new THREE.Group()
  if (!wheels.length) return group
  const Material = lite ? THREE.MeshLambertMaterial : THREE.MeshStandardMaterial
  const xs = wheels.map(([x]) => x)
  const ys = wheels.map(([, y]) => y)
  const [x0, x1] = [Math.min(...xs), Math.max(...xs)]
  const [y0, y1] = [Math.min(...ys), Math.max(...ys)]
  const body = new THREE.Mesh(
    new THREE.BoxGeometry(x1 - x0 + 1.6, 2.2, Math.max(y1 - y0 + 0.5, 1.8)),
    new Material({ color: 0xb5542a }),
  )
  body.position.set((x0 + x1) / 2, level((x0 + x1) / 2) + 1.9, -(y0 + y1) / 2)
  group.add(body)
  const tyre = new THREE.CylinderGeometry(0.5, 0.5, 0.35, 16).rotateX(Math.PI / 2)
  const rubber = new Material({ color: 0x1c1c1c })
  for (const [x, y] of wheels) {
    const mesh = new THREE.Mesh(tyre, rubber)
    mesh.position.set(x, level(x) + 0.5, -y)
    group.add(mesh)
  }
  return group
}
